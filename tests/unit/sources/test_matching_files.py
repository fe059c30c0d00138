"""The files that patterns match now: as `gage run` would select them, and known again without a walk."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from gage.sources import matching_files
from gage.sources.matching_files import MatchingFiles


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name in ("a.py", "data/b.csv", "data/deep/c.csv", "runs/x/a.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("1\n")
    return tmp_path


def settle(directory: Path) -> None:
    """Make directories look as if nothing had changed in them for a while."""
    for path, _, _ in os.walk(directory):
        os.utime(path, ns=(0, time.time_ns() - 10_000_000_000))


@pytest.mark.parametrize(
    ("patterns", "expected"),
    [
        (("*.py",), ("a.py",)),
        (("**/*.py",), ("a.py",)),
        (("**/*.csv", "-data/deep/*"), ("data/b.csv",)),
        (("*.rs",), ()),
        (True, ("data/deep/c.csv", "data/b.csv", "a.py")),
        (("'",), None),
        (("*.py size=1",), None),
    ],
)
def test_what_patterns_match(project: Path, patterns: bool | tuple[str, ...], expected: tuple[str, ...] | None) -> None:
    assert MatchingFiles(project / "runs").of(project, patterns) == expected


def test_what_comes_and_goes_is_seen(project: Path) -> None:
    matching = MatchingFiles(project / "runs")
    assert matching.of(project, ("data/**/*.csv",)) == ("data/deep/c.csv", "data/b.csv")
    (project / "data" / "deep" / "d.csv").touch()
    assert matching.of(project, ("data/**/*.csv",)) == ("data/deep/c.csv", "data/deep/d.csv", "data/b.csv")
    (project / "data" / "b.csv").unlink()
    assert matching.of(project, ("data/**/*.csv",)) == ("data/deep/c.csv", "data/deep/d.csv")


def test_a_change_long_after_a_look_is_seen_too(project: Path) -> None:
    settle(project)
    matching = MatchingFiles(project / "runs")
    assert matching.of(project, ("data/*",)) == ("data/b.csv",)
    (project / "data" / "new.csv").touch()
    assert matching.of(project, ("data/*",)) == ("data/b.csv", "data/new.csv")


def test_where_nothing_changed_nothing_is_walked(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settle(project)
    matching = MatchingFiles(project / "runs")
    found = matching.of(project, ("data/*",))
    monkeypatch.setattr(matching_files, "select_sources", lambda *_, **__: pytest.fail("walked again"))
    assert matching.of(project, ("data/*",)) is found


def test_a_pattern_of_sizes_is_looked_at_each_time(project: Path) -> None:
    settle(project)
    matching = MatchingFiles(project / "runs")
    assert matching.of(project, ("data/* size<10",)) == ("data/b.csv",)
    (project / "data" / "b.csv").write_text("1" * 20)
    assert matching.of(project, ("data/* size<10",)) == ()


def test_no_link_out_of_the_directory_is_followed(project: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (outside / "o.csv").touch()
    (project / "linked").symlink_to(outside)
    assert MatchingFiles(project / "runs").of(project, ("**/*.csv",)) == ("data/deep/c.csv", "data/b.csv")


def test_of_too_many_files_nothing_is_said(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matching_files, "_MOST_NAMES", 3)
    assert MatchingFiles(project / "runs").of(project, ("**/*",)) is None
