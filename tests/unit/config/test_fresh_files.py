"""Values of project files as they are now: read again when they have changed, and not otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest

from gage.config.config_path import parse_config_path
from gage.config.fresh_files import FreshFiles
from gage.config.project_files import ProjectFiles
from gage.config.read import read_config
from gage.gagefile.model import ConfigSection


def values(files: FreshFiles, path: str) -> dict[str, object]:
    return read_config([ConfigSection((path,))], files.root, files).values


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    files = FreshFiles(tmp_path)
    assert values(files, "a.py") == {}
    (tmp_path / "a.py").write_text("x = 1\n")
    assert values(files, "a.py") == {"x": 1}
    (tmp_path / "a.py").write_text("x = 10\n")
    assert values(files, "a.py") == {"x": 10}
    (tmp_path / "a.py").unlink()
    assert values(files, "a.py") == {}
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "b.py").write_text("y = 2\n")
    assert values(files, "sub/*.py") == {"y": 2}


def test_a_file_that_did_not_change_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.py").write_text("x = 1\n")
    files = FreshFiles(tmp_path)
    known = files.values("a.py")
    monkeypatch.setattr(FreshFiles, "_parse", lambda *_: pytest.fail("read again"))
    assert files.values("a.py") is known


def test_no_more_is_looked_at_than_a_look_may_cost(tmp_path: Path) -> None:
    (tmp_path / "large.py").write_text("x = 1\n" * 100_000)
    files = FreshFiles(tmp_path)
    assert "larger than 200,000 bytes" in str(files.values("large.py").trouble)
    (tmp_path / "many").mkdir()
    for number in range(5_100):
        (tmp_path / "many" / f"{number}.py").touch()
    assert len(files.find(parse_config_path("many/*.py")).files) == 5_000


def test_directories_count_too(tmp_path: Path) -> None:
    for number in range(200):
        (tmp_path / "many" / f"{number}" / "sub").mkdir(parents=True)
    (tmp_path / "many" / "9" / "sub" / "last.py").touch()
    everything = ProjectFiles(tmp_path).find(parse_config_path("many/**/*.py")).files
    assert everything == ("many/9/sub/last.py",)
    assert ProjectFiles(tmp_path, most=100).find(parse_config_path("many/**/*.py")).files == ()
