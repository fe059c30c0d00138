from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from permissions import as_someone_bound_by_permissions

from gage.runs.opref import Opref
from gage.runs.output import output_tail, read_output
from gage.runs.record import Record
from gage.runs.run_object import run_details, run_object
from gage.runs.status import run_status
from gage.runs.store import NoRunError, RunStore, runs_directory

MakeUpstream = Callable[..., str]
MEMBERS = {"opref": b"2 demo train", "initialized": b"1700000000000000"}


def test_a_run_of_gage_0_1_2_lists_with_all_it_says(tmp_path: Path, upstream_run: MakeUpstream) -> None:
    run_id = upstream_run()
    (tmp_path / f"{run_id}.project").write_text("file:../somewhere")
    [run] = RunStore(tmp_path).runs()
    assert run_object(run) == {
        "id": run_id,
        "name": run.name,
        "operation": "train",
        "namespace": "demo",
        "version": "1.0",
        "status": "completed",
        "label": None,
        "tags": [],
        "started": "2023-11-14T22:13:20.000Z",
        "stopped": "2023-11-14T22:13:21.500Z",
        "duration": 1.5,
        "exit_code": 0,
        "config": {"lr": 0.1, "sub.name": "x"},
        "metrics": {"loss": 0.25},
        "attributes": {},
        "project": str(tmp_path.parent.resolve() / "somewhere"),
        "project_id": None,
        "run_dir": str(tmp_path / run_id),
    }


def test_details_add_files_comments_and_the_command(tmp_path: Path, upstream_run: MakeUpstream) -> None:
    run_id = upstream_run()
    user = tmp_path / f"{run_id}.user"
    user.mkdir()
    (user / "01a2075c-a3b7-4000-8000-000000000000.json").write_text(
        '{"author": "a", "set": {"comment:01a2075c-a3b7": {"msg": "Good.", "timestamp": 1700000000000}}}'
    )
    details = run_details(RunStore(tmp_path).run(run_id))
    assert details["files"] == [
        {"path": "train.py", "type": "source code", "size": 8, "sha256": "0" * 64},
        {"path": "out/my model.bin", "type": "generated", "size": None, "sha256": "1" * 64},
    ]
    assert details["comments"] == [
        {"id": "01a2075c-a3b7", "message": "Good.", "author": "a", "time": "2023-11-14T22:13:20.000Z"}
    ]
    assert details["command"] == "python train.py"


def test_a_manifest_cannot_name_files_outside_the_run(tmp_path: Path, upstream_run: MakeUpstream) -> None:
    run_id = upstream_run(manifest=f"s {'0' * 64} ../../etc/passwd\ns {'0' * 64} /etc/passwd\n")
    assert [file["size"] for file in run_details(RunStore(tmp_path).run(run_id))["files"]] == [None, None]


@pytest.mark.parametrize("live", [False, True])
def test_output_is_read_from_directory_and_zip(tmp_path: Path, upstream_run: MakeUpstream, live: bool) -> None:
    run = RunStore(tmp_path).run(upstream_run(live=live))
    assert read_output(run) == b"hello\nworld\n"
    assert output_tail(run, 3) == b"ld\n"
    assert output_tail(run, 100, "output/10_sourcecode") == b""


def test_newest_runs_come_first_by_the_furthest_they_got(tmp_path: Path, upstream_run: MakeUpstream) -> None:
    old = upstream_run(begun=1_000_000)
    new = upstream_run(begun=3_000_000)
    staged = upstream_run(begun=2_000_015, started="-")
    pending = upstream_run(begun=2_000_002, started="-", staged="-")
    assert [run.id for run in RunStore(tmp_path).runs()] == [new, staged, pending, old]


def test_damaged_and_foreign_entries_are_set_aside_with_a_reason(tmp_path: Path, upstream_run: MakeUpstream) -> None:
    good, cut, foreign, bare = (upstream_run() for _ in range(4))
    zipped = tmp_path / f"{cut}.meta.zip"
    zipped.write_bytes(zipped.read_bytes()[:200])
    (tmp_path / f"{foreign}.meta.zip").unlink()
    (tmp_path / f"{foreign}.meta").mkdir()
    (tmp_path / f"{foreign}.meta" / "opref").write_text("7 something else")
    (tmp_path / f"{bare}.meta.zip").unlink()
    (tmp_path / f"{bare}.meta").mkdir()
    (tmp_path / "notes.meta").mkdir()
    (tmp_path / "notes.txt").write_text("hello")
    store = RunStore(tmp_path)
    assert [run.id for run in store.runs()] == [good]
    reasons = {name.partition(".meta")[0]: reason for name, reason in store.skipped}
    assert set(reasons) == {cut, foreign, bare, "notes", "notes.txt"}
    assert "not a readable zip" in reasons[cut]
    assert "opref" in reasons[foreign]
    assert "no opref" in reasons[bare]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no pipes in directories")
def test_pipes_and_devices_in_place_of_files_keep_nobody_waiting(tmp_path: Path, upstream_run: MakeUpstream) -> None:
    run_id, zipped, whole = upstream_run(live=True), upstream_run(), upstream_run()
    meta, user = tmp_path / f"{run_id}.meta", tmp_path / f"{run_id}.user"
    user.mkdir()
    os.mkfifo(user / "01a2075c-a3b7-4000-8000-000000000000.json")
    os.mkfifo(tmp_path / f"{run_id}.project")
    for path in (meta / "config.json", tmp_path / f"{zipped}.meta.zip"):
        path.unlink()
        os.mkfifo(path)
    (meta / "output" / "40_run").unlink()
    (meta / "output" / "40_run").symlink_to("/dev/zero")
    store = RunStore(tmp_path)
    assert {run.id for run in store.runs()} == {run_id, whole}
    run = store.run(run_id)
    assert (run.config, run.project, run.user_attributes) == ({}, None, {})
    with pytest.raises(OSError, match="is no file"):
        read_output(run)


@pytest.mark.parametrize("cut_at", range(0, 1600, 37))
def test_a_zip_cut_anywhere_never_stops_a_listing(tmp_path: Path, upstream_run: MakeUpstream, cut_at: int) -> None:
    zipped = tmp_path / f"{upstream_run()}.meta.zip"
    content = zipped.read_bytes()
    zipped.write_bytes(content[:cut_at] + bytes(reversed(content[cut_at : cut_at + 50])))
    RunStore(tmp_path).runs()


def test_deleted_and_archived_runs_are_not_listed(tmp_path: Path, upstream_run: MakeUpstream) -> None:
    restored, deleted, archived = (upstream_run() for _ in range(3))
    first, second = "01a2075c-a3b7-4000-8000-000000000000", "01a2075c-a3b8-4000-8000-000000000000"
    for run_id, *markers in (
        (restored, f"{first}-trash", f"{second}-active"),
        (deleted, f"{first}-active", f"{second}-trash"),
        (archived, f"{first}-5b2f0c1e-9c5e-4f0e-8f43-3f1b6c1f7a11"),
    ):
        (tmp_path / f"{run_id}.move").mkdir()
        for marker in markers:
            (tmp_path / f"{run_id}.move" / marker).touch()
    assert [run.id for run in RunStore(tmp_path).runs()] == [restored]


def test_a_made_run_appears_with_project_label_and_tags(tmp_path: Path) -> None:
    runs_dir = tmp_path / "project" / ".gage" / "runs"
    runs_dir.mkdir(parents=True)
    store = RunStore(runs_dir)
    run_id = store.make_run({**MEMBERS}, tmp_path / "project", "first try", ["small", "new"])
    [run] = store.runs()
    assert (run.id, run.label, run.tags, run.project, run.opref) == (
        run_id, "first try", ["new", "small"], (tmp_path / "project").resolve(), Opref("demo", "train")
    )  # fmt: skip
    assert run_status(run) == "pending"
    assert (runs_dir / f"{run_id}.project").read_text() == "file:../.."


def test_a_run_that_cannot_be_written_leaves_no_run(tmp_path: Path) -> None:
    record = Record(tmp_path, "x")
    with pytest.raises(OSError, match="proc"):
        record.make({"proc": b"a file", "proc/exit": b"needs a directory"})
    assert list(tmp_path.iterdir()) == []


def test_every_change_moves_the_marker(tmp_path: Path) -> None:
    store = RunStore(tmp_path)
    seen = set()
    for _ in range(50):
        store.touch()
        marker = tmp_path / ".changes"
        seen.add((marker.read_text(), marker.stat().st_mtime_ns))
    assert len(seen) == len({text for text, _ in seen}) == len({mtime for _, mtime in seen}) == 50


TOUCH = (
    "import sys; from pathlib import Path; from gage.runs.store import RunStore; RunStore(Path(sys.argv[1])).touch()"
)


def test_a_marker_that_may_not_be_written_is_replaced(tmp_path: Path) -> None:
    """It is another user's, in a directory that is shared."""
    marker = tmp_path / ".changes"
    marker.write_text("0")
    marker.chmod(0o400)
    through = as_someone_bound_by_permissions()
    subprocess.run([*through, sys.executable, "-c", TOUCH, str(tmp_path)], check=True)
    assert int(marker.read_text()) == marker.stat().st_mtime_ns


def test_a_store_that_does_not_exist_has_no_runs(tmp_path: Path) -> None:
    assert RunStore(tmp_path / "none").runs() == []
    with pytest.raises(NoRunError):
        RunStore(tmp_path).run("00000000-0000-4000-8000-000000000000")


def test_a_member_appears_whole_and_a_sealed_record_reads_the_same(tmp_path: Path) -> None:
    record = Record(tmp_path, "x")
    record.make({"opref": b"2 a b"})
    record.append("log/runner", b"one\n")
    record.append("log/runner", b"two\n")
    record.write("proc/exit", b"0")
    before = {name: record.read(name) for name in record.members()}
    record.seal()
    assert {name: record.read(name) for name in record.members() if name != "run.json"} == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["x.meta.zip"]
    assert set(before) == {"opref", "log/runner", "proc/exit"}


@pytest.mark.parametrize(
    ("environ", "project", "configured", "expected"),
    [
        ({"GAGE_RUNS": "/a", "RUNS_DIR": "/b"}, "/p", "x", "/a"),
        ({"GAGE_RUNS": "", "RUNS_DIR": "/b"}, "/p", "x", "/b"),
        ({"RUNS_DIR": ""}, "/p", "x/y", "/p/x/y"),
        ({}, "/p", "../x", "/x"),
        ({}, "/p", "", "/p/.gage/runs"),
        ({}, None, None, "~/.gage/runs"),
    ],
)
def test_the_runs_directory_is_the_first_that_is_set(
    environ: dict[str, str], project: str | None, configured: str | None, expected: str
) -> None:
    found = runs_directory(environ, Path(project) if project else None, configured)
    assert found == Path(os.path.abspath(os.path.expanduser(expected)))


@pytest.mark.parametrize(
    ("members", "status"),
    [
        ({"proc__exit": "0"}, "completed"),
        ({"proc__exit": "3"}, "error"),
        ({"proc__exit": "-9"}, "terminated"),
        ({"proc__exit": "what"}, "staged"),
        ({"proc__exit": "-", "proc__lock": "nonsense"}, "terminated"),
        ({"proc__exit": "-", "proc__lock": "999999999999"}, "terminated"),
        ({"proc__exit": "-"}, "staged"),
    ],
)
def test_status_follows_the_record(
    tmp_path: Path, upstream_run: MakeUpstream, members: dict[str, str], status: str
) -> None:
    assert run_status(RunStore(tmp_path).run(upstream_run(live=True, **members))) == status


def test_a_record_cut_off_before_it_was_complete_is_pending_or_unknown(
    tmp_path: Path, upstream_run: MakeUpstream
) -> None:
    half = dict.fromkeys(("proc__exit", "staged", "stopped", "summary.json"), "-")
    pending = upstream_run(live=True, **half)
    unknown = upstream_run(live=True, **half, initialized="-")
    store = RunStore(tmp_path)
    assert run_status(store.run(pending)) == "pending"
    assert run_status(store.run(unknown)) == "unknown"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells zombies apart")
def test_a_zombie_is_not_running(tmp_path: Path, upstream_run: MakeUpstream) -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        run_id = upstream_run(live=True, proc__exit="-", proc__lock=str(child.pid))
        assert run_status(RunStore(tmp_path).run(run_id)) == "running"
        child.kill()
        os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
        assert run_status(RunStore(tmp_path).run(run_id)) == "terminated"
    assert run_status(RunStore(tmp_path).run(run_id)) == "terminated"
