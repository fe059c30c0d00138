from __future__ import annotations

from pathlib import Path

import pytest

from gage_ls import gagefiles_of_workspace
from gage_ls.gagefiles_of_workspace import find_gagefiles


def make(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()


def found(folder: Path, *folders: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in find_gagefiles(folders or [folder])]


OURS = (
    "gage.toml",
    "gage.yaml",
    "a/gage.json",
    "a/b/c/gage.yaml",
    "with space/ø😀/gage.toml",
    ".gage/gage.toml",
    "a/.gage/gage.json",
)
NOT_OURS = (
    "gage.yml",
    "pyproject.toml",
    "my-gage.toml",
    ".git/gage.toml",
    ".hidden/a/gage.toml",
    ".gage/runs/gage.toml",
    "a/.gage/sub/gage.toml",
    "node_modules/x/gage.json",
    "x/__pycache__/gage.toml",
    "env/pyvenv.cfg",
    "env/gage.toml",
    "env/lib/gage.toml",
    "results/0f1e2d3c/gage.toml",
    "results/0f1e2d3c.meta/id",
    "results/4b5a6978/sub/gage.toml",
    "results/4b5a6978.meta.zip",
)


def test_all_gagefiles_are_found_and_nothing_else(tmp_path: Path) -> None:
    make(tmp_path, *OURS, *NOT_OURS)
    assert found(tmp_path) == sorted(OURS, key=lambda name: tmp_path / name)


def test_a_folder_in_another_one_and_one_that_is_hidden_count_once(tmp_path: Path) -> None:
    make(tmp_path, "gage.toml", "a/gage.toml", ".c/gage.toml")
    folders = [tmp_path / "a", tmp_path, tmp_path / ".c", tmp_path / "missing", tmp_path]
    assert found(tmp_path, *folders) == [".c/gage.toml", "a/gage.toml", "gage.toml"]


def test_links_out_of_the_folder_are_not_followed(tmp_path: Path) -> None:
    make(tmp_path, "outside/gage.toml", "outside/.gage/gage.toml", "inside/real/gage.toml")
    inside = tmp_path / "inside"
    (inside / "gage.toml").symlink_to(tmp_path / "outside" / "gage.toml")
    (inside / "gage.yaml").symlink_to(inside / "real" / "gage.toml")
    (inside / "gage.json").symlink_to(inside / "gage.json")
    (inside / ".gage").symlink_to(tmp_path / "outside" / ".gage")
    (inside / "linked").symlink_to(tmp_path / "outside", target_is_directory=True)
    (inside / "real" / "loop").symlink_to(inside, target_is_directory=True)
    assert found(inside) == ["gage.yaml", "real/gage.toml"]


def test_a_folder_that_is_a_link_itself_is_looked_into(tmp_path: Path) -> None:
    make(tmp_path, "real/gage.toml")
    (tmp_path / "link").symlink_to(tmp_path / "real", target_is_directory=True)
    assert found(tmp_path, tmp_path / "link") == ["link/gage.toml"]


def test_what_lies_near_is_found_where_there_is_too_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, *(f"{n}/deep/deeper/gage.toml" for n in range(20)), *(f"{n}/gage.toml" for n in range(20)))
    monkeypatch.setattr(gagefiles_of_workspace, "MOST_ENTRIES", 60)
    assert sorted(found(tmp_path)) == sorted(f"{n}/gage.toml" for n in range(20))
    monkeypatch.setattr(gagefiles_of_workspace, "MOST_GAGEFILES", 3)
    assert len(found(tmp_path)) == 3
