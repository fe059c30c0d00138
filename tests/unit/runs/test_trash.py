"""Deleting, restoring and purging runs, as gage 0.1.2 records it; a run under way stays."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from permissions import as_someone_bound_by_permissions

from gage.errors import GageError
from gage.runs.annotate import set_label
from gage.runs.ids import is_id
from gage.runs.store import TRASH, RunStore
from gage.runs.trash import delete_runs, purge_runs, restore_runs

MakeUpstream = Callable[..., str]


def ids(store: RunStore, *container: str) -> set[str]:
    return {run.id for run in store.runs(*container)}


def test_a_deleted_run_keeps_its_files_and_comes_back(tmp_path: Path, upstream_run: MakeUpstream) -> None:
    store, one, two = RunStore(tmp_path), upstream_run(), upstream_run()
    delete_runs(store, [one, one])
    assert (ids(store), ids(store, TRASH)) == ({two}, {one})
    [marker] = (tmp_path / f"{one}.move").iterdir()
    assert is_id(marker.name[:36])
    assert (marker.name[36:], marker.read_bytes()) == ("-trash", b"")
    assert (tmp_path / one / "train.py").exists()
    delete_runs(store, [one])
    assert len(list((tmp_path / f"{one}.move").iterdir())) == 1
    restore_runs(store, [one, two])
    assert (ids(store), ids(store, TRASH)) == ({one, two}, set())
    assert not (tmp_path / f"{two}.move").exists()


def test_a_deletion_wins_over_a_marker_of_a_clock_that_is_ahead(tmp_path: Path, upstream_run: MakeUpstream) -> None:
    store, run_id = RunStore(tmp_path), upstream_run()
    (tmp_path / f"{run_id}.move").mkdir()
    (tmp_path / f"{run_id}.move" / "02ffffff-ffff-4000-8000-000000000000-active").touch()
    delete_runs(store, [run_id])
    assert ids(store) == set()


def test_a_purged_run_leaves_nothing_and_others_stay(tmp_path: Path, upstream_run: MakeUpstream) -> None:
    store, gone, kept, live = RunStore(tmp_path), upstream_run(), upstream_run(), upstream_run(live=True)
    outside = tmp_path.with_name(f"{tmp_path.name}-outside")
    outside.mkdir()
    (outside / "precious").touch()
    for run_id in (gone, live):
        set_label(store, run_id, "x")
        (tmp_path / f"{run_id}.project").write_text("file:..")
        (tmp_path / run_id / "link").symlink_to(outside)
        (tmp_path / run_id / "out" / "model").touch()
        (tmp_path / run_id / "out").chmod(0o500)
    delete_runs(store, [gone, live])
    purge_runs(store, [gone, live])
    assert ids(store) == {kept}
    assert {path.name[:36] for path in tmp_path.iterdir()} == {kept, ".changes"}
    assert (outside / "precious").exists()


PURGE = (
    "import sys; from pathlib import Path; from gage.runs.store import RunStore; from gage.runs.trash import purge_runs\n"
    "purge_runs(RunStore(Path(sys.argv[1])), sys.argv[2:])"
)


def test_a_purge_takes_directories_that_a_command_made_read_only(tmp_path: Path, upstream_run: MakeUpstream) -> None:
    """Whoever may write in a directory may take things out of it, and the owner may always make it so again."""
    store, run_id = RunStore(tmp_path), upstream_run()
    inner = tmp_path / run_id / "out" / "inner"
    inner.mkdir()
    (inner / "model").touch()
    (inner / "link").symlink_to(tmp_path.parent)
    (inner.parent / "link").symlink_to(tmp_path.parent)
    mode = tmp_path.parent.stat().st_mode
    for directory in (inner, inner.parent, tmp_path / run_id):
        directory.chmod(0o500)
    delete_runs(store, [run_id])
    through = as_someone_bound_by_permissions()
    subprocess.run([*through, sys.executable, "-c", PURGE, str(tmp_path), run_id], check=True)
    assert [path.name for path in tmp_path.iterdir()] == [".changes"]
    assert tmp_path.parent.stat().st_mode == mode


def test_a_purge_that_was_cut_short_goes_on(tmp_path: Path, upstream_run: MakeUpstream) -> None:
    store, run_id = RunStore(tmp_path), upstream_run()
    delete_runs(store, [run_id])
    (tmp_path / f"{run_id}.meta.zip").unlink()
    purge_runs(store, [run_id])
    assert [path.name for path in tmp_path.iterdir()] == [".changes"]


def test_a_damaged_run_can_be_deleted_and_purged(tmp_path: Path, upstream_run: MakeUpstream) -> None:
    store, run_id = RunStore(tmp_path), upstream_run()
    (tmp_path / f"{run_id}.meta.zip").write_bytes(b"broken")
    delete_runs(store, [run_id])
    assert (store.runs(), store.skipped) == ([], [])
    purge_runs(store, [run_id])
    assert [path.name for path in tmp_path.iterdir()] == [".changes"]


@pytest.mark.parametrize("member", ["proc__lock", "proc__owner"])
def test_a_run_under_way_is_not_deleted_and_neither_are_others(
    tmp_path: Path, upstream_run: MakeUpstream, member: str
) -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        store, done = RunStore(tmp_path), upstream_run()
        under_way = upstream_run(live=True, proc__exit="-", **{member: str(process.pid)})
        with pytest.raises(GageError, match="is still running; stop it or wait for its end, then delete it"):
            delete_runs(store, [done, under_way])
        assert ids(store) == {done, under_way}
        assert not (tmp_path / ".changes").exists()
        process.communicate(b"\n")
    delete_runs(store, [done, under_way])
    assert ids(store) == set()


@pytest.mark.parametrize(
    ("change", "run_id", "message"),
    [
        (purge_runs, "here", "is not deleted; delete it, then purge it"),
        (purge_runs, "01890000-0000-7000-8000-000000000000", "there is no run"),
        (delete_runs, "01890000-0000-7000-8000-000000000000", "there is no run"),
        (restore_runs, "01890000-0000-7000-8000-000000000000", "there is no run"),
        (delete_runs, "../x", "is not a run id"),
        (restore_runs, "", "is not a run id"),
        (purge_runs, "../x", "is not a run id"),
    ],
)
def test_what_cannot_be_done_is_refused(
    tmp_path: Path,
    upstream_run: MakeUpstream,
    change: Callable[[RunStore, list[str]], None],
    run_id: str,
    message: str,
) -> None:
    here = upstream_run()
    (tmp_path.parent / "x.move").mkdir(exist_ok=True)
    (tmp_path.parent / "x.move" / "02ffffff-ffff-4000-8000-000000000000-trash").touch()
    with pytest.raises(GageError, match=message):
        change(RunStore(tmp_path), [here if run_id == "here" else run_id])
    assert os.listdir(tmp_path / here)


def test_the_trash_of_gage_0_1_2_is_understood(tmp_path: Path, upstream_run: MakeUpstream) -> None:
    store, run_id = RunStore(tmp_path), upstream_run()
    (tmp_path / f"{run_id}.move").mkdir()
    (tmp_path / f"{run_id}.move" / "01a2075c-a3b7-4000-8000-000000000000-trash").touch()
    assert ids(store, TRASH) == {run_id}
    restore_runs(store, [run_id])
    assert ids(store) == {run_id}
