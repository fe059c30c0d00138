from __future__ import annotations

import json
import os
import re
import stat
import struct
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest
from unit.engine.sample_project import Project

from gage.engine.events import Event, Output, PhaseStarted, RunEnded, RunMade
from gage.engine.run import RunRequest, RunResult, run_operation
from gage.errors import GageError
from gage.gagefile.model import Operation
from gage.runs.manifest import read_manifest
from gage.runs.run_object import run_details
from gage.runs.status import run_status
from gage.runs.store import RunStore

posix_only = pytest.mark.skipif(os.name != "posix", reason="needs a POSIX shell and file modes")


def test_a_run_copies_runs_and_records(project: Project) -> None:
    project.write(train_py="print('hello')\nopen('model.bin', 'w').write('m')\n", pkg__a_py="x = 1\n")
    result = project.run({"exec": [sys.executable, "train.py"], "version": "1.2", "description": "Train."})
    run = project.newest
    assert result == RunResult(run.id, "completed", 0)
    assert project.output == b"hello\n"
    told = [type(event) for event in project.events if not isinstance(event, Output)]
    assert told == [RunMade, PhaseStarted, RunEnded]
    assert run.opref == ("demo", "op", "1.2")
    assert run_status(run) == "completed"
    files = [(file["path"], file["type"], file["size"]) for file in run_details(run)["files"]]
    assert files == [
        ("train.py", "source code", 49),
        ("pkg/a.py", "source code", 6),
        ("model.bin", "generated", 1),
    ]
    assert run.initialized is not None
    assert run.staged is not None
    assert run.started is not None
    assert run.stopped is not None
    assert run.initialized <= run.staged <= run.started <= run.stopped
    assert run.project == project.directory.resolve()


def test_the_record_has_the_layout_of_gage_0_1_2(project: Project) -> None:
    project.write(train_py="print('one')\nprint('two', end='')\n")
    operation = {"exec": f"{sys.executable} train.py", "env": {"B": "1"}}
    run_id = project.run(operation).run_id
    assert sorted(path.name for path in project.runs_dir.iterdir()) == [
        ".changes", run_id, f"{run_id}.meta.zip", f"{run_id}.project"
    ]  # fmt: skip
    assert (project.runs_dir / f"{run_id}.project").read_text() == f"file:{project.directory.as_posix()}"
    assert project.newest.record.members() == [
        "__schema__", "config.json", "id", "initialized", "log/files", "log/runner", "manifest", "opdef.json", "opref",
        "output/40_run", "output/40_run.index", "proc/cmd.json", "proc/env.json", "proc/exit", "proc/usage.json",
        "run.json", "sourcecode/digest", "staged", "started", "stopped", "summary.json", "sys/machine.json", "sys/platform.json",
        "sys/python.json"
    ]  # fmt: skip
    assert project.member("__schema__") == "1"
    assert project.member("opref") == "1 demo op"
    assert project.member("id") == run_id
    assert project.member("opdef.json") == json.dumps(operation, indent=2, sort_keys=True)
    assert project.member("proc/cmd.json") == json.dumps(operation["exec"])
    assert project.member("proc/exit") == "0"
    assert project.member("summary.json") == "{}"
    assert project.member("output/40_run") == "one\ntwo"
    assert re.fullmatch(r"a s \d{16} train\.py\n", project.member("log/files"))
    assert re.fullmatch(r"s [0-9a-f]{64} train\.py\n", project.member("manifest"))
    stamp = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d{4} \S"
    assert all(re.match(stamp, line) for line in project.member("log/runner").splitlines())
    index = project.newest.record.read("output/40_run.index") or b""
    assert len(index) == 18
    for position in (0, 9):
        moment, stream = struct.unpack_from(">QB", index, position)
        assert (stream, abs(moment / 1000 - time.time()) < 3600) == (0, True)


def test_a_finished_run_takes_little_room(project: Project) -> None:
    """Beside what the command wrote: at most 6 inodes and 24 KiB, as the file system counts them."""
    run_id = project.python("print('hello')").run_id
    ours = [path for path in project.runs_dir.rglob("*") if path.name.startswith(run_id)]
    assert len(ours) <= 6
    assert sum(path.lstat().st_blocks for path in ours) * 512 <= 24 << 10


def test_a_finished_record_begins_with_what_lists_show(project: Project) -> None:
    run_id = project.python("print('loss: 1')").run_id
    with zipfile.ZipFile(project.runs_dir / f"{run_id}.meta.zip") as archive:
        assert archive.namelist()[0] == "run.json"
        assert archive.infolist()[0].header_offset == 0
        told = json.loads(archive.read("run.json"))
    run = project.newest
    assert told["opref"] == run.opref.encode().decode()
    assert (told["exit_code"], told["started"], told["stopped"]) == (0, run.started, run.stopped)
    assert (told["config"], told["metrics"]) == (run.config, run.summary.metrics)


def test_no_zip_meta_keeps_the_directory(project: Project) -> None:
    project.environ["NO_ZIP_META"] = "1"
    run_id = project.python("pass").run_id
    assert (project.runs_dir / f"{run_id}.meta" / "proc" / "exit").read_text() == "0"
    assert not (project.runs_dir / f"{run_id}.meta" / "proc" / "lock").exists()
    assert run_status(project.newest) == "completed"


def test_a_failing_command_gives_its_exit_code(project: Project) -> None:
    result = project.python("import sys; print('no'); sys.exit(7)")
    assert (result.status, result.exit_code) == ("error", 7)
    assert project.newest.exit_code == 7


@pytest.mark.parametrize("command", [["no-such-program", "x"], ["./none.sh"], "#!/no/such/interpreter\nx"])
def test_a_command_that_is_not_found_is_a_finished_run_with_the_reason_in_its_output(
    project: Project, command: Any
) -> None:
    result = project.run({"exec": command})
    assert (result.status, result.exit_code) == ("error", 127)
    assert b"command not found: " in project.output
    assert project.member("output/40_run").encode() == project.output
    assert project.newest.record.archive.exists()


@posix_only
def test_a_program_that_cannot_be_executed_is_a_finished_run(project: Project) -> None:
    project.write(run_sh="echo hi\n")
    assert project.run({"exec": ["./run.sh"]}).exit_code == 126
    assert project.run({"exec": ["echo", "a\0b"]}).exit_code == 126


@posix_only
def test_executable_bits_survive_staging_and_files_become_read_only(project: Project) -> None:
    project.write(run_sh="#!/bin/sh\necho ran > out.txt\n", data_csv="1")
    (project.directory / "run.sh").chmod(0o755)
    assert project.run({"exec": "./run.sh"}).exit_code == 0
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in project.newest.run_dir.iterdir()}
    assert modes == {"run.sh": 0o555, "data.csv": 0o444, "out.txt": 0o444}


@pytest.mark.parametrize("sourcecode", [True, "**/*"])
def test_earlier_runs_are_never_copied(project: Project, sourcecode: Any) -> None:
    project.write(a_py="pass\n")
    project.runs_dir = project.directory / "my-runs"
    for _ in range(3):
        project.python("pass", sourcecode=sourcecode)
    assert [path.name for path in project.newest.run_dir.iterdir()] == ["a.py"]
    assert (project.runs_dir / f"{project.newest.id}.project").read_text() == "file:.."


@posix_only
def test_a_line_break_in_a_file_name_is_left_out_of_the_lists_and_loses_nothing(project: Project) -> None:
    result = project.python("open('a\\nb', 'w'); open(b'\\xff', 'w'); open('c d', 'w')")
    assert result.status == "completed"
    assert [entry.path for entry in read_manifest(project.member("manifest").encode())] == ["c d"]
    assert project.member("log/files").count("\n") == 1
    assert "'a\\nb' is left out" in project.member("log/runner")
    assert (project.newest.run_dir / "a\nb").exists()


@posix_only
def test_pipes_and_links_that_lead_out_are_not_read(project: Project) -> None:
    program = (
        "import os; os.mkfifo('pipe'); os.symlink('/dev/zero', 'zero'); os.symlink('nowhere', 'dangling')\n"
        "open('real', 'w').write('x'); os.symlink('real', 'latest'); os.symlink('/', 'root')"
    )
    project.python(program)
    assert [entry.path for entry in read_manifest(project.member("manifest").encode())] == ["latest", "real"]


def test_output_that_is_not_utf_8_is_kept_byte_for_byte(project: Project) -> None:
    data = bytes(range(256)) * 3
    result = project.python("import sys; sys.stdout.buffer.write(bytes(range(256)) * 3)")
    assert result.status == "completed"
    assert project.output == project.newest.record.read("output/40_run") == data


def test_a_lot_of_output_arrives_whole_and_in_order_with_one_index_entry_a_line(project: Project) -> None:
    project.python("import sys\nfor i in range(200_000): print(i, file=sys.stderr if i % 2 else sys.stdout)")
    told = [event for event in project.events if isinstance(event, Output)]
    for first, stream in enumerate(("stdout", "stderr")):
        # Where the machine has other things to do, a line of one stream may stand within a line of the other.
        lines = b"".join(event.data for event in told if event.stream == stream).split()
        assert lines == [str(i).encode() for i in range(first, 200_000, 2)]
    assert project.newest.record.read("output/40_run") == project.output
    assert len(project.newest.record.read("output/40_run.index") or b"") == 9 * 200_000
    # How many it takes depends on what else the machine does; never one for each line.
    assert len(project.events) < 100_000


def test_output_is_told_and_recorded_while_the_command_runs(project: Project, tmp_path: Path) -> None:
    """The command waits for a file that only the arrival of its first line makes."""
    seen = tmp_path / "seen"
    program = (
        "import os, sys, time\nprint('ready', flush=True)\n"
        "while not os.path.exists(sys.argv[1]): time.sleep(0.01)\nprint('done')"
    )
    output: list[bytes] = []
    recorded: list[bytes] = []

    def report(event: Event) -> None:
        if isinstance(event, Output):
            output.append(event.data)
            [live] = project.runs_dir.glob("*.meta/output/40_run")
            recorded.append(live.read_bytes())
            seen.touch()

    operation = Operation("op", exec={"run": (sys.executable, "-c", program, str(seen))})
    request = RunRequest(operation, "demo", project.directory, project.runs_dir, {}, os.environ)
    assert run_operation(request, report).exit_code == 0
    assert b"".join(output).split() == [b"ready", b"done"]
    assert recorded[0] == output[0]


def test_a_listener_that_is_gone_does_not_end_the_run(project: Project) -> None:
    def report(_event: Event) -> None:
        raise BrokenPipeError

    operation = Operation("op", exec={"run": (sys.executable, "-c", "print('x' * 200_000)")})
    request = RunRequest(operation, "demo", project.directory, project.runs_dir, {}, os.environ)
    assert run_operation(request, report).status == "completed"
    assert len(project.member("output/40_run")) == 200_001


@posix_only
def test_a_background_process_that_holds_the_pipe_does_not_hold_the_run(project: Project) -> None:
    project.run({"exec": "echo before; sleep 600 & echo $! > pid; echo after"})
    assert project.output == b"before\nafter\n"
    os.kill(int((project.newest.run_dir / "pid").read_text()), 9)


@posix_only
def test_a_background_process_that_keeps_printing_does_not_hold_the_run(project: Project) -> None:
    project.run({"exec": "yes & echo $! > pid"})
    assert project.newest.exit_code == 0


def test_the_environment_is_the_callers_then_the_operations_then_the_runs(project: Project) -> None:
    project.environ.update(RUN_ID="outer", run_dir="outer", PROJECT_DIR="outer", A="caller", B="caller")
    names = ["RUN_ID", "RUN_DIR", "PROJECT_DIR", "run_id", "run_dir", "project_dir", "PARENT_PWD", "A", "B"]
    project.python(f"import os\nfor name in {names}: print(os.environ[name])", env={"B": "operation", "RUN_ID": "x"})
    run_dir = str(project.newest.run_dir)
    identity = [project.newest.id, run_dir, str(project.directory)]
    if os.name == "posix":
        assert project.output.decode().splitlines() == [*identity, *identity, os.getcwd(), "caller", "operation"]
    assert json.loads(project.member("proc/env.json")) == {"B": "operation", "RUN_ID": "x"}


@posix_only
@pytest.mark.parametrize(
    ("command", "output"),
    [
        ("#!/bin/sh\necho one\necho two", b"one\ntwo\n"),
        ("#!/usr/bin/env bash\nif true; then\n  echo yes\nfi\n", b"yes\n"),
        ("#!/usr/bin/env -S sh -e\nfalse\necho never", b""),
        (f"#! {sys.executable} -u\nfor i in range(2):\n    print(i)\n", b"0\n1\n"),
        ("echo $((1 + 1)) && pwd > where", b"2\n"),
        (["printf", "%s|", "a b", "$HOME"], b"a b|$HOME|"),
        ("echo $project_dir/x", b"PROJECT/x\n"),
        (["echo", "$project_dir"], b"PROJECT\n"),
    ],
)
def test_commands_in_every_form(project: Project, command: Any, output: bytes) -> None:
    project.run({"exec": command})
    assert project.output.replace(str(project.directory).encode(), b"PROJECT") == output


@posix_only
def test_phases_have_their_commands_outputs_and_file_types(project: Project) -> None:
    result = project.run(
        {
            "exec": {
                "stage-sourcecode": "echo 1; echo > src.txt",
                "stage-runtime": "echo 2; echo > lib.txt",
                "stage-dependencies": "echo 3; echo > dep.txt",
                "run": "echo 4; echo > out.txt",
                "finalize": "echo 5; echo > end.txt",
            }
        }
    )
    assert result.exit_code == 0
    assert project.output == b"1\n2\n3\n4\n5\n"
    names = ("10_sourcecode", "20_runtime", "30_dependencies", "40_run", "50_finalize")
    assert [project.member(f"output/{name}") for name in names] == ["1\n", "2\n", "3\n", "4\n", "5\n"]
    assert [(entry.type, entry.path) for entry in read_manifest(project.member("manifest").encode())] == [
        ("s", "src.txt"), ("r", "lib.txt"), ("d", "dep.txt"), ("g", "end.txt"), ("g", "out.txt")
    ]  # fmt: skip


@posix_only
@pytest.mark.parametrize("phase", ["stage-sourcecode", "stage-runtime", "stage-dependencies"])
def test_a_failing_staging_command_ends_the_run_with_its_code(project: Project, phase: str) -> None:
    result = project.run({"exec": {phase: "exit 5", "run": "echo never"}})
    assert (result.status, result.exit_code) == ("error", 5)
    assert project.output == b""
    assert (project.newest.exit_code, project.newest.started) == (5, None)
    assert project.newest.stopped is not None
    assert project.newest.record.archive.exists()


@posix_only
def test_a_failing_finalize_command_makes_the_run_an_error(project: Project) -> None:
    result = project.run({"exec": {"run": "echo ok", "finalize": "exit 4"}})
    assert (result.status, result.exit_code) == ("error", 4)
    assert project.run({"exec": {"run": "exit 3", "finalize": "exit 4"}}).exit_code == 3
    assert project.newest.record.archive.exists()


@posix_only
def test_changed_and_deleted_files_are_noted(project: Project) -> None:
    project.write(a_txt="a", b_txt="b")
    project.run({"exec": "chmod +w a.txt; echo more >> a.txt; rm -f b.txt"})
    events = [line.split(" ") for line in project.member("log/files").splitlines()]
    assert [(event, kind, path) for event, kind, _, path in events] == [
        ("a", "s", "a.txt"), ("a", "s", "b.txt"), ("m", "s", "a.txt"), ("d", "s", "b.txt")
    ]  # fmt: skip
    assert events[-1][2] == "-"
    assert 'File "a.txt" was modified during the run' in project.member("log/runner")
    assert [entry.path for entry in read_manifest(project.member("manifest").encode())] == ["a.txt"]


def test_flags_are_written_into_the_copy_and_recorded(project: Project) -> None:
    project.write(train_py="lr = 0.1\nprint(lr)\n")
    project.run({"exec": [sys.executable, "train.py"], "config": "train.py"}, lr=0.5)
    assert project.output == b"0.5\n"
    assert json.loads(project.member("config.json")) == {"lr": 0.5}
    assert "+lr = 0.5" in project.member("log/patched")
    assert (project.directory / "train.py").read_text() == "lr = 0.1\nprint(lr)\n"


def test_no_source_code_still_gives_a_place_to_run(project: Project) -> None:
    project.write(a_py="")
    assert project.python("import os; print(os.listdir())", sourcecode=False).exit_code == 0
    assert project.output == b"[]\n"


@pytest.mark.parametrize(
    ("operation", "words"),
    [
        ({"description": "none"}, "has no command"),
        ({"exec": {"finalize": "x"}}, "has no command"),
        ({"exec": "#!/bin/sh '\nx"}, "'#!' line"),
        ({"exec": "x", "depends": {"files": "data"}}, "cannot be met"),
        ({"exec": "x", "output-summary": "("}, "regular expression"),
        ({"exec": "x", "output-summary": "abc"}, "group"),
        (
            {"exec": "x", "output-metrics": {"loss": "("}},
            "'loss' of 'output-metrics' of operation 'op' is not a regular",
        ),
        ({"exec": "x", "output-metrics": {"step": "x"}}, "needs a group"),
        ({"exec": "x", "version": "1 0"}, "version '1 0'"),
    ],
)
def test_what_cannot_run_is_refused_before_anything_is_made(
    project: Project, operation: dict[str, Any], words: str
) -> None:
    with pytest.raises(GageError, match=re.escape(words)):
        project.run(operation)
    assert not project.runs_dir.exists()


def test_unknown_flags_and_names_with_spaces_are_refused_too(project: Project) -> None:
    project.write(train_py="lr = 0.1\n")
    with pytest.raises(GageError, match="lr"):
        project.run({"exec": "x", "config": "train.py"}, lrr=1)
    with pytest.raises(GageError, match="operation name 'my op'"):
        project.run({"exec": "x"}, name="my op")
    assert not project.runs_dir.exists()


def test_a_namespace_with_spaces_is_made_one_word_and_told(project: Project) -> None:
    project.run({"exec": [sys.executable, "-c", "pass"]}, namespace="my project")
    assert project.newest.opref.namespace == "my-project"
    assert "'my-project'" in project.warnings[0]


def test_a_runs_directory_that_cannot_be_made_is_refused(project: Project, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    project.runs_dir = tmp_path / "file" / "runs"
    with pytest.raises(GageError, match=r"runs cannot be kept in .*GAGE_RUNS"):
        project.python("pass")


def test_an_unknown_progress_parser_is_not_dropped_without_a_word(project: Project) -> None:
    project.python("pass", progress="rich")
    assert project.warnings == ['there is no progress parser "rich"; no progress is shown where it is named']


@posix_only
def test_two_runs_at_once_do_not_meet(project: Project) -> None:
    project.write(a_py="print(1)\n")
    engines = [project.start_engine({"exec": "echo $RUN_ID; touch out"}) for _ in range(4)]
    assert [engine.wait() for engine in engines] == [0] * 4
    runs = RunStore(project.runs_dir).runs()
    assert len(runs) == 4
    assert [(run.record.read("output/40_run") or b"").decode().strip() for run in runs] == [run.id for run in runs]


@posix_only
def test_standard_input_is_the_callers(project: Project) -> None:
    engine = project.start_engine({"exec": "read name; echo hi $name"}, stdin=subprocess.PIPE)
    engine.communicate(b"you\n")
    assert project.member("output/40_run") == "hi you\n"


@pytest.mark.unmeasured  # what is measured would not fit either
@posix_only
def test_a_full_disk_ends_the_recording_and_not_the_command(project: Project) -> None:
    """No file may grow past 100 kB: not all that the command prints can be kept, how it ended can."""
    import resource

    limit = (100_000, resource.getrlimit(resource.RLIMIT_FSIZE)[1])
    engine = project.start_engine(
        {"exec": [sys.executable, "-c", "print('x' * 1_000_000)"]},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, limit),
    )
    assert engine.wait() == 0
    run = project.newest
    assert run_status(run) == "completed"
    assert "the last 900,001 bytes printed are not in output/40_run: File too large" in project.member("log/runner")
    assert len(run.record.read("output/40_run") or b"") <= 100_000


@posix_only
def test_a_disk_that_fills_while_staging_ends_the_run_as_an_error(project: Project) -> None:
    import resource

    project.write(data_txt="x" * 90_000)
    engine = project.start_engine(
        {"exec": "echo never"},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, resource.RLIM_INFINITY)),
    )
    assert engine.wait() == 1
    assert (run_status(project.newest), project.newest.started) == ("error", None)
    assert "the run ends early" in project.member("log/runner")
