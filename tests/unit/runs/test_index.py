"""A second listing reads what changed and nothing else."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from gage.runs.annotate import add_comment, set_label
from gage.runs.ids import make_id, run_name
from gage.runs.index_file import IndexFile
from gage.runs.origin import origin_object
from gage.runs.record import FIRST_MEMBER, Record
from gage.runs.run import Run
from gage.runs.run_json import encode
from gage.runs.status import run_status
from gage.runs.store import RunStore
from gage.runs.trash import delete_runs, purge_runs

MakeUpstream = Callable[..., str]
ME = str(os.getpid())


def age(runs_dir: Path) -> None:
    """As if nothing had been touched for an hour."""
    then = time.time() - 3600
    for path in [*runs_dir.rglob("*"), runs_dir]:
        os.utime(path, (then, then))


def forget(runs_dir: Path) -> None:
    """Delete what is kept of the runs of a directory."""
    IndexFile(str(runs_dir), os.environ).discard()


def test_what_did_not_change_is_not_read_again(tmp_path: Path, upstream_run: MakeUpstream) -> None:
    run_ids = {upstream_run() for _ in range(3)}
    age(tmp_path)
    store = RunStore(tmp_path)
    before = store.runs()
    # Destroyed in a way that no time, size or inode tells: who lists these runs now has not read them.
    for run in before:
        was = run.record.archive.stat()
        with run.record.archive.open("r+b") as stream:
            stream.write(bytes(was.st_size))
        os.utime(run.record.archive, ns=(was.st_atime_ns, was.st_mtime_ns))
    assert {run.id for run in store.runs()} == run_ids
    assert {run.id for run in RunStore(tmp_path).runs()} == run_ids
    forget(tmp_path)
    assert RunStore(tmp_path).runs() == []


def said(run: Run) -> tuple[str | None, str, int]:
    return run.label, run_status(run), len(run.comments)


CHANGES: dict[str, tuple[Callable[[RunStore, str], object], list[tuple[str | None, str, int]]]] = {
    "a label": (lambda store, run_id: set_label(store, run_id, "x"), [("x", "terminated", 0)]),
    "a comment": (lambda store, run_id: add_comment(store, run_id, "x"), [(None, "terminated", 1)]),
    "an end": (lambda store, run_id: Record(store.runs_dir, run_id).write("proc/exit", b"0"), [(None, "completed", 0)]),
    "a packed record": (lambda store, run_id: Record(store.runs_dir, run_id).seal(), [(None, "terminated", 0)]),
    "a deletion": (lambda store, run_id: delete_runs(store, [run_id]), []),
    "a purge": (lambda store, run_id: Record(store.runs_dir, run_id).discard(), []),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_noticed(tmp_path: Path, upstream_run: MakeUpstream, change: str) -> None:
    run_id = upstream_run(live=True, proc__exit="-", proc__lock="999999999")
    age(tmp_path)
    store = RunStore(tmp_path)
    assert [said(run) for run in store.runs()] == [(None, "terminated", 0)]
    make, expected = CHANGES[change]
    make(store, run_id)
    assert [said(run) for run in store.runs()] == expected


def test_a_run_that_comes_or_goes_is_noticed(tmp_path: Path, upstream_run: MakeUpstream) -> None:
    first = upstream_run(begun=1_000_000)
    age(tmp_path)
    store = RunStore(tmp_path)
    assert [run.id for run in store.runs()] == [first]
    second = upstream_run(begun=2_000_000)
    assert [run.id for run in store.runs()] == [second, first]
    (tmp_path / f"{first}.meta.zip").unlink()
    assert [run.id for run in store.runs()] == [second]


def test_a_file_that_changed_just_now_is_read_again_whatever_its_time_says(
    tmp_path: Path, upstream_run: MakeUpstream
) -> None:
    run_id = upstream_run(live=True)
    exit_code = tmp_path / f"{run_id}.meta" / "proc" / "exit"
    store = RunStore(tmp_path)
    assert run_status(store.runs()[0]) == "completed"
    exit_code.write_text("1")
    assert run_status(store.runs()[0]) == "error"


def test_what_cannot_be_read_is_told_every_time_and_read_once_mended(
    tmp_path: Path, upstream_run: MakeUpstream
) -> None:
    run_id = upstream_run()
    archive = tmp_path / f"{run_id}.meta.zip"
    content = archive.read_bytes()
    archive.write_bytes(content[:100])
    age(tmp_path)
    store = RunStore(tmp_path)
    for _ in range(2):
        assert store.runs() == []
        assert [skipped.name for skipped in store.skipped] == [archive.name]
    archive.write_bytes(content)
    assert [run.id for run in store.runs()] == [run_id]
    assert store.skipped == []


def test_runs_that_went_since_they_were_found_are_left_out(tmp_path: Path, upstream_run: MakeUpstream) -> None:
    kept, purged, broken = upstream_run(), upstream_run(), upstream_run(live=True, proc__exit="-", proc__lock=ME)
    store = RunStore(tmp_path)
    found = store.find()
    assert set(found) == {kept, purged, broken}
    delete_runs(store, [purged])
    purge_runs(store, [purged])
    assert RunStore(tmp_path).find()  # as another process does, which tells the index of it
    (tmp_path / f"{broken}.meta" / "opref").unlink()
    assert [run.id for run in store.load(found)] == [kept]


def test_names_as_long_as_ids_that_are_none_are_told(tmp_path: Path, upstream_run: MakeUpstream) -> None:
    run_id, name = upstream_run(), "x" * 36
    (tmp_path / f"{name}.meta.zip").write_bytes((tmp_path / f"{run_id}.meta.zip").read_bytes())
    (tmp_path / f"{name[1:]}y.meta").mkdir()
    store = RunStore(tmp_path)
    assert [run.id for run in store.runs()] == [run_id]
    assert {tuple(skipped) for skipped in store.skipped} == {
        (f"{name}.meta.zip", f"'{name}' is not a run id"),
        (f"{name[1:]}y.meta", f"'{name[1:]}y' is not a run id"),
    }


def test_a_runs_directory_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "runs").write_text("no directory")
    store = RunStore(tmp_path / "runs")
    assert store.runs() == []
    assert [skipped.reason for skipped in store.skipped] == ["the runs directory cannot be read: Not a directory"]


def test_what_has_no_column_is_listed_as_well(tmp_path: Path) -> None:
    """Which run another was made from, and the id of its project, stand in the one member that tells all of a run."""
    store, origin = RunStore(tmp_path), make_id()
    facts = {"opref": b"2 demo train", "proc/exit": b"0", "project-id": make_id().encode()}
    run_id = store.make_run({**facts, "from.json": json.dumps({"how": "restart", "run": origin}).encode()})
    record, told = Record(tmp_path, run_id), encode(store.run(run_id))
    assert told
    record.note(FIRST_MEMBER, told)
    record.seal()
    (listed,) = RunStore(tmp_path).runs()
    assert listed.project_id == facts["project-id"].decode()
    assert origin_object(listed) == {"how": "restart", "id": origin, "name": run_name(origin)}
