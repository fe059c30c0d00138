"""One slip of a person is one problem at the characters that are wrong, read as it was meant, with a fix that mends it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from gage.gagefile.check import check
from gage.gagefile.document import Document, Syntax
from gage.gagefile.file_kind import BOARD, GAGEFILE, USER_CONFIG, FileKind
from gage.gagefile.problem import apply

PATH = Path(__file__).parents[2] / "cases" / "slips.json"
SLIPS: list[dict[str, Any]] = json.loads(PATH.read_text(encoding="utf-8"))

NAMES = [f"{slip['syntax']}-{slip['text'][:40]!r}" for slip in SLIPS]


@pytest.mark.parametrize("slip", SLIPS, ids=NAMES)
def test_a_slip_is_one_problem_and_its_fix_mends_it(slip: dict[str, Any]) -> None:
    text, syntax = slip["text"], slip["syntax"]
    [problem] = check(Document(text, syntax))
    assert (problem.code, text[slice(*problem.span)]) == (slip["code"], slip["found"])
    assert apply(text, problem.fixes[0]) == slip["fixed"]
    assert check(Document(slip["fixed"], syntax)) == []


@pytest.mark.parametrize("slip", SLIPS, ids=NAMES)
def test_it_is_read_as_it_was_meant(slip: dict[str, Any]) -> None:
    assert Document(slip["text"], slip["syntax"]).data == Document(slip["fixed"], slip["syntax"]).data


WITHOUT_VALUE = [
    ("toml", "[train]\nexec python train.py\n", "an = is missing between the key 'exec' and its value"),
    ("toml", "[train]\nexec = 'a'\nversion = 012\n", 'a number has no leading zeros; write 12, or "012" if it is text'),
    ("toml", '{"train": {"exec": "a"}}', "this is JSON, and a file whose name ends in .toml is read as TOML"),
    ("toml", '{\n  "train": {\n    "exec": "a"\n  }\n}\n', "this is JSON, and"),
    ("toml", "[train]\nexec = 'a' 'b'\n", "expected the end of the line, found 'b'"),
    ("yaml", "just text\n", "this text is no operation: an operation is a name with a colon"),
    ("json", '{\n  "train": {"exec": "a"}, /* why', "this comment is never closed; end it with */"),
    ("json", '{\n  "train": {"exec": /* why', "this comment is never closed; end it with */"),
]


@pytest.mark.parametrize(("syntax", "text", "words"), WITHOUT_VALUE, ids=[slip[1][:30] for slip in WITHOUT_VALUE])
def test_so_is_one_of_which_the_value_is_not_plain(syntax: Syntax, text: str, words: str) -> None:
    [problem] = check(Document(text, syntax))
    assert problem.message.startswith(words)


def test_every_glued_dash_is_told_at_its_own_line() -> None:
    document = Document("train:\n  exec:\n  -a\n  -b\n", "yaml")
    assert [(problem.message, problem.span.start) for problem in check(document)] == [
        ("a space must follow '-'", 17),
        ("a space must follow '-'", 22),
    ]
    assert document.data == {"train": {"exec": ["a", "b"]}}


def test_equals_signs_below_a_key_of_yaml_are_mended_together() -> None:
    text = "train:\n  exec = python train.py --lr=1\n  default = true\ntest:\n  exec: python test.py\n"
    [problem] = check(Document(text, "yaml"))
    assert problem.message.endswith("; YAML writes ': ' after a key, not '='")
    assert apply(text, problem.fixes[0]) == text.replace(" = ", ": ")


def test_a_command_that_begins_with_a_variable_is_a_command() -> None:
    for text in ("train: LR=1 python train.py\n", "train:\n  LR=1 python train.py\n"):
        [problem] = check(Document(text, "yaml"))
        assert problem.message.endswith("; write the command as its 'exec'")


def test_a_key_of_operations_that_stands_deeper_is_to_be_written_further_out() -> None:
    text = "train:\n  exec: x\n  listing:\n    description: [a]\n    config: y\n"
    (problem,) = check(Document(text, "yaml"))
    assert problem.message == "unknown key 'config' in 'listing'; 'config' is a key of operations; write it further out"


@pytest.mark.parametrize(
    ("text", "kind", "message"),
    [
        (
            "train:\n  exec: x\n  listing:\n    description: [a]\n    zebra: y\n",
            GAGEFILE,
            "unknown key 'zebra' in 'listing'",
        ),
        ("group-select: 3\n", BOARD, "'group-select' must be a mapping with 'min' or 'max', not the number 3"),
        ("repos:\n  mine: 3\n", USER_CONFIG, "'mine' must be a mapping with 'type' or 'path', not the number 3"),
    ],
)
def test_what_can_be_said_in_one_sentence_is_said_once(text: str, kind: FileKind, message: str) -> None:
    assert [problem.message for problem in check(Document(text, "yaml", kind=kind))] == [message]
