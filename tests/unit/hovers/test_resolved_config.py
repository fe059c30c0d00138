"""The config of an operation as a run without flags gets it."""

from __future__ import annotations

from pathlib import Path

import pytest

from gage.config.fresh_files import FreshFiles
from gage.config.run_config import run_config
from gage.gagefile.document import Document
from gage.gagefile.model import Operation, operation_in
from gage_ls.resolved_config import MASK, ResolvedValue, resolved_config

TRAIN = 'lr = 1e-3\nname = "a"  # who\napi_key = "sk-0123456789abcdefgh"\nboth = 1\n'


@pytest.fixture
def files(tmp_path: Path) -> FreshFiles:
    (tmp_path / "train.py").write_text(TRAIN)
    (tmp_path / "other.py").write_text("lr = 5\n")
    return FreshFiles(tmp_path)


def operation(config: str) -> Operation:
    found = operation_in(Document(f"train: {{exec: x, config: {config}}}", "yaml"), "train")
    assert found
    return found


@pytest.mark.parametrize(
    "config",
    [
        "train.py",
        "[train.py, -train.py#name]",
        "[other.py, train.py]",
        "[train.py, {name: both, default: 2}, {name: free}]",
        "{name: lr, default: true}",
        "[]",
    ],
)
def test_the_values_are_those_of_a_run(files: FreshFiles, config: str) -> None:
    _, values = run_config(operation(config), files.root, {})
    assert {value.name: value.value for value in resolved_config(operation(config), files)} == values


def test_values_are_shown_as_they_are_written_with_their_place(files: FreshFiles) -> None:
    lr, name, *_ = resolved_config(operation("train.py"), files)
    assert lr == ResolvedValue("lr", 0.001, "1e-3", "train.py", 1)
    assert name == ResolvedValue("name", "a", '"a"', "train.py", 2)


@pytest.mark.parametrize("config", ["train.py#api_key", "{name: API_TOKEN, default: sk-0123456789abcdefgh}"])
def test_secrets_are_not_shown(files: FreshFiles, config: str) -> None:
    (value,) = resolved_config(operation(config), files)
    assert value.shown == MASK


def test_what_must_be_given_has_no_value(files: FreshFiles) -> None:
    (value,) = resolved_config(operation("{name: n, type: integer, required: true, description: how many}"), files)
    assert value == ResolvedValue("n", None, None, is_required=True, description="how many")


def test_of_too_many_paths_none_is_looked_at(files: FreshFiles) -> None:
    assert resolved_config(operation(f"[{', '.join(['train.py'] * 201)}]"), files) == []
