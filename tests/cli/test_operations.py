"""`gage operations -v` and `gage run OPERATION --help-op`: what a run may be given, read from the project and never run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from gage_command import gage, gage_json

from gage.config.flags_of import flags_of
from gage.gagefile.document import Document
from gage.gagefile.model import Gagefile

CONFIG = """\
[train]
exec = "python train.py --size {size}"
config = [
  { keys = "train.py#lr", description = "learning rate\\nof the first epoch" },
  "train.py#on", "train.py#limit", "train.py#name",
  { name = "epochs", type = "integer", default = 10, min = 1, max = 100 },
  { name = "least", type = "number", min = 0.5 },
  { name = "most", type = "integer", max = 7 },
  { name = "size", choices = ["small", "large"], default = "small" },
  { name = "target", required = true, description = "where to" },
]
"""
TRAIN = 'lr = 0.1\non = True\nlimit = None\nname = "it\'s"\nraise SystemExit("executed")\n'

ROWS = [
    # flag, type, default, description
    ("lr", "number", "0.1", "learning rate"),
    ("on", "boolean", "true", "in train.py"),
    ("limit", "any", "null", "in train.py"),
    ("name", "string", "it's", "in train.py"),
    ("epochs", "integer, 1 to 100", "10", ""),
    ("least", "number, at least 0.5", "", ""),
    ("most", "integer, at most 7", "", ""),
    ("size", "one of small, large", "small", ""),
    ("target", "string", "must be given", "where to"),
]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "gage.toml").write_text(CONFIG)
    (tmp_path / "train.py").write_text(TRAIN)
    return tmp_path


def rows(printed: str) -> list[tuple[str, ...]]:
    """The rows of a Markdown table, without its head."""
    lines = [line for line in printed.splitlines() if line.startswith("|")]
    return [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines[2:]]


def test_flags_have_types_bounds_choices_defaults_and_descriptions(project: Path) -> None:
    for words in (("operations", "-v"), ("ops", "--verbose"), ("run", "train", "--help-op"), ("run", "--help-op")):
        done = gage(project, *words, COLUMNS="120")
        assert (done.returncode, done.stderr) == (0, "")
        assert rows(done.stdout) == ROWS
    assert not (project / ".gage").exists()


def test_json_has_the_flags_only_where_they_are_asked_for(project: Path) -> None:
    [without] = gage_json(project, "operations", "--json")
    assert "flags" not in without
    [told] = gage_json(project, "operations", "-v", "--json")
    by_name: dict[str, Any] = {flag["name"]: flag for flag in told["flags"]}
    assert [by_name["lr"][key] for key in ("type", "default", "file")] == ["number", 0.1, "train.py"]
    assert [by_name["epochs"][key] for key in ("min", "max", "file")] == [1, 100, None]
    assert by_name["size"]["choices"] == ["small", "large"]
    assert by_name["target"]["required"] is True


def test_csv_has_a_row_for_each_flag_only_where_they_are_asked_for(project: Path) -> None:
    without = gage(project, "operations", "--csv").stdout.splitlines()
    assert without == ["operation,description,default", "train,,true"]
    header, *lines = gage(project, "operations", "-v", "--csv").stdout.splitlines()
    assert header == "operation,name,type,default,choices,min,max,required,description,file"
    assert [line.split(",")[1] for line in lines if line.startswith("train,")] == [row[0] for row in ROWS]
    assert 'train,size,string,small,"small, large",,,false,,' in lines


def test_all_of_the_description_is_shown_and_operations_without_flags_say_so(tmp_path: Path) -> None:
    (tmp_path / "gage.toml").write_text('[a]\nexec = "x"\ndescription = "First\\n\\nMore"\n[b]\nexce = "y"\n')
    done = gage(tmp_path, "operations", "-v")
    assert done.stdout == "a\n  First\n\n  More\n  It has no flags.\n\nb (has errors)\n  It has no flags.\n"


def test_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "gage.toml").write_text('[a]\nexec = "x"\nconfig = "gone.py"\n')
    done = gage(tmp_path, "operations", "-v")
    assert done.returncode == 0
    assert "gone.py" in done.stderr


def test_a_default_that_looks_like_a_secret_is_not_shown(tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text('api_key = "sk-abcdefghijklmnop12345"\n')
    gagefile = Gagefile(Document('[a]\nexec = "x"\nconfig = "train.py"\n', "toml"))
    [flag] = flags_of(gagefile.operations["a"], tmp_path).flags
    assert flag.default == "<secret api_key>"


def test_an_operation_that_is_not_there_is_told_as_ever(project: Path) -> None:
    done = gage(project, "run", "tarin", "--help-op")
    assert (done.returncode, done.stderr) == (1, "gage: gage.toml has no operation 'tarin'; did you mean 'train'?\n")
