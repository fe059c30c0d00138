"""What lies in a runs directory and is no run's is named, and what people and systems put anywhere is not."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from gage_command import gage

from gage.runs.store import TRASH, RunStore, Skipped
from gage.runs.trash import delete_runs

MakeUpstream = Callable[..., str]

ID = "01890000-0000-7000-8000-000000000000"

NO_RUN = "it belongs to no run"
FOREIGN = {
    "notes.txt": NO_RUN,
    "results/": NO_RUN,
    "x.meta/": "'x' is not a run id",
    "x.meta.zip": "'x' is not a run id",
    "x.user/": NO_RUN,
    f"{ID}/": "there is no record of such a run",
    f"{ID.upper().replace('0189', '018A')}/": NO_RUN,
    f"{ID}.zip": NO_RUN,
    f"{ID}.meta.zip.bak": NO_RUN,
    "z" * 36 + "/": NO_RUN,
    "z" * 36 + ".meta/": f"'{'z' * 36}' is not a run id",
}


def make(runs_dir: Path, name: str) -> None:
    path = runs_dir / name
    path.mkdir() if name.endswith("/") else path.write_text("")


@pytest.mark.parametrize("name", FOREIGN)
def test_what_belongs_to_no_run_is_named(tmp_path: Path, upstream_run: MakeUpstream, name: str) -> None:
    run_id = upstream_run()
    make(tmp_path, name)
    for _ in range(2):
        store = RunStore(tmp_path)
        assert [run.id for run in store.runs()] == [run_id]
        assert store.skipped == [Skipped(name.rstrip("/"), FOREIGN[name])]


@pytest.mark.parametrize(
    "names",
    [
        (".lock", ".gitignore", ".DS_Store", ".archives/", ".nfs0000012", ".changes", ".clock"),
        ("README", "README.md", "CACHEDIR.TAG", "lost+found/", "Thumbs.db", "desktop.ini"),
        (f"{ID}.meta.partial/", f"{ID}.user/", f"{ID}.project"),  # a run that is being made
        (f"{ID}.meta.partial/", f"{ID}.move/", f"{ID}/"),  # a run that is being purged
        (f"{ID}.deleted/", f"{ID}.user.deleted/", f"{ID}.project.deleted"),  # what gage 0.1.2 left of one
    ],
)
def test_what_belongs_there_is_not(tmp_path: Path, upstream_run: MakeUpstream, names: tuple[str, ...]) -> None:
    run_id = upstream_run()
    for name in names:
        make(tmp_path, name)
    store = RunStore(tmp_path)
    assert ([run.id for run in store.runs()], store.skipped) == ([run_id], [])


def test_what_lies_among_deleted_and_archived_runs_is_named_too(tmp_path: Path, upstream_run: MakeUpstream) -> None:
    deleted, archived = upstream_run(), upstream_run()
    store = RunStore(tmp_path)
    delete_runs(store, [deleted])
    archive = "4f3c2b1a-0000-4000-8000-000000000000"
    make(tmp_path, f"{archived}.move/")
    make(tmp_path, f"{archived}.move/{ID}-{archive}")
    make(tmp_path, "notes.txt")
    for container, run_id in ((TRASH, deleted), (archive, archived)):
        assert [run.id for run in store.runs(container)] == [run_id]
        assert store.skipped == [Skipped("notes.txt", NO_RUN)]


def test_one_warning_names_all_until_they_are_gone(tmp_path: Path) -> None:
    for number in range(23):
        make(tmp_path, f"file{number:02}")
    listed = gage(tmp_path, "--runs", str(tmp_path), "list")
    named = "".join(f"  file{number:02}: {NO_RUN}\n" for number in range(20))
    warning = f"gage: passed over 23 entries of the runs directory:\n{named}  and 3 more\n"
    assert listed.stderr == f"{warning}No runs in {tmp_path}.\n"
    for number in range(1, 23):
        (tmp_path / f"file{number:02}").unlink()
    for _ in range(2):
        listed = gage(tmp_path, "--runs", str(tmp_path), "list")
        assert listed.stderr == f"gage: passed over file00: {NO_RUN}\nNo runs in {tmp_path}.\n"
    (tmp_path / "file00").unlink()
    assert gage(tmp_path, "--runs", str(tmp_path), "list").stderr == f"No runs in {tmp_path}.\n"


@pytest.mark.skipif(os.name == "nt", reason="names are text there")
def test_a_name_that_is_no_text_reaches_no_terminal(tmp_path: Path) -> None:
    for name in (b"\xff.meta", b"\x1b]0;title\x07"):
        (tmp_path / os.fsdecode(name)).write_text("")
    listed = gage(tmp_path, "--runs", str(tmp_path), "list")
    assert listed.returncode == 0
    assert "\x1b" not in listed.stderr
    assert "\\xff.meta" in listed.stderr
