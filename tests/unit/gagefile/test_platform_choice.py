"""The commands that are marked as running here are the ones that do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gage.gagefile.document import Document
from gage.gagefile.model import PLATFORM, Gagefile, operation_in
from gage.gagefile.node import Object, to_data
from gage.gagefile.platform_choice import chosen_commands

OTHER = "windows" if PLATFORM != "windows" else "linux"


def document(commands: object) -> Document:
    import json

    return Document(json.dumps({"train": {"exec": commands}}), "json")


def chosen(commands: object) -> list[object]:
    return [to_data(node) for node in chosen_commands(document(commands).node(("train", "exec")))]


@pytest.mark.parametrize(
    ("commands", "expected"),
    [
        ("a", []),
        (["a"], []),
        ({"run": "a"}, []),
        ({"run": {"default": "a"}}, ["a"]),
        ({"run": {PLATFORM: "a", "default": "b"}}, ["a"]),
        ({"run": {OTHER: "a", "default": "b"}}, ["b"]),
        ({"run": {OTHER: "a"}}, []),
        ({"run": "a", f"run[{OTHER}]": "b"}, ["a"]),
        ({"run": "a", f"run[{PLATFORM}]": "b", "finalize": "c"}, ["b"]),
        ({"run": {"default": "a"}, f"run[{PLATFORM}]": ["b", "c"]}, [["b", "c"]]),
        ({"run": {"default": "a"}, f"run[{PLATFORM}]": ""}, ["a"]),
        ({"run": {PLATFORM: "", "default": "a"}}, []),
    ],
)
def test_which_commands_run_here(commands: object, expected: list[object]) -> None:
    assert chosen(commands) == expected


COMMANDS = st.sampled_from(["a", "", ["b"], [], 1])
TABLES = st.dictionaries(st.sampled_from([PLATFORM, OTHER, "default"]), COMMANDS)
KEYS = st.sampled_from(["run", f"run[{PLATFORM}]", f"run[{OTHER}]", "finalize"])


@given(st.dictionaries(KEYS, COMMANDS | TABLES))
def test_they_are_those_of_the_model(commands: dict[str, object]) -> None:
    run = {phase: command for phase, command in commands.items() if phase.startswith("run")}
    model = Gagefile(document(run)).operations["train"].exec
    taken = [tuple(each) if isinstance(each, list) else each for each in chosen(run)]
    assert taken == ([model["run"]] if taken else [])
    has_choice = len(run) > ("run" in run) or isinstance(run.get("run"), dict)
    assert bool(taken) == (has_choice and "run" in model)


@pytest.mark.parametrize("name", ["train", "$runs-dir", "", "nothing", "text"])
def test_one_operation_reads_as_it_does_among_all(name: str) -> None:
    tree = Document('{"train": {"exec": "a"}, "$runs-dir": {"exec": "b"}, "": {"exec": "c"}, "text": "d"}', "json")
    assert isinstance(tree.root, Object)
    assert operation_in(tree, name) == Gagefile(tree).operations.get(name)
