"""What left runs half-made, stuck, or without an end that is true (5, 8 to 12, 18, 19, 21, 22, 27, 34)."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from defects.project import PYTHON, Project

from gage.runs.process_identity import process_lives

posix = pytest.mark.skipif(os.name == "nt", reason="needs a POSIX shell")


@pytest.mark.parametrize("settings", ['sourcecode = "**/*"', ""], ids=["everything", "defaults"])
@pytest.mark.parametrize("runs_dir", ["", '"$runs-dir" = "runs"\n'], ids=["hidden", "visible"])
def test_defect_05_earlier_runs_are_never_copied(project: Project, settings: str, runs_dir: str) -> None:
    project.write({"gage.toml": f'{runs_dir}[train]\nexec = "echo"\n{settings}\n', "train.py": "pass\n"})
    counts = []
    for _ in range(4):
        project.run()
        run_dir = Path(project.newest()["run_dir"])
        counts.append(len([path for path in run_dir.rglob("*") if path.is_file()]))
    assert counts == [2, 2, 2, 2]


@posix
def test_defect_08_output_that_is_no_text_is_kept_to_the_byte(project: Project) -> None:
    project.write(
        {
            "gage.toml": r"""
[train]
exec = '''printf 'caf\351 \000\377 end\n'; exit 0'''
"""
        }
    )
    command = [sys.executable, "-m", "gage", "--runs", "kept", "run", "-y"]
    done = subprocess.run(command, cwd=project.directory, capture_output=True, check=True)
    assert done.stdout == b"caf\xe9 \0\xff end\n"
    shown = subprocess.run([*command[:-2], "show", "--output"], cwd=project.directory, capture_output=True, check=True)
    assert shown.stdout == done.stdout
    assert json.loads(project.gage("--runs", "kept", "show", "--json").stdout)["status"] == "completed"
    assert "end" in project.gage("--runs", "kept", "show").stdout


@pytest.mark.parametrize("text", ["{", '{"metrics": {"a": }}', "nonsense", "\xff"])
def test_defect_09_a_summary_that_cannot_be_read_does_not_stop_the_end(project: Project, text: str) -> None:
    program = f"open('summary.json', 'wb').write({text.encode('latin-1')!r})\n"
    project.write({"gage.toml": f"[train]\nexec = [{PYTHON}, 'train.py']\n", "train.py": program})
    project.run()
    shown = project.newest()
    assert (shown["status"], shown["exit_code"], shown["metrics"]) == ("completed", 0, {})
    assert "summary.json" in {file["path"] for file in shown["files"]}


@posix
def test_defect_10_a_line_break_in_a_file_name_loses_nothing_else(project: Project) -> None:
    program = "open('a\\nb.txt', 'w').write('x')\nopen('c.txt', 'w').write('y')\n"
    project.write({"gage.toml": f"[train]\nexec = [{PYTHON}, 'train.py']\n", "train.py": program})
    project.run()
    shown = project.newest()
    assert shown["status"] == "completed"
    assert "c.txt" in {file["path"] for file in shown["files"]}
    assert (Path(shown["run_dir"]) / "a\nb.txt").read_text() == "x"
    assert project.gage("show").returncode == 0


@posix
def test_defect_11_a_script_keeps_its_line_breaks(project: Project) -> None:
    project.write({"gage.toml": "[train]\nexec = '''#!/bin/sh\necho one\nif true; then\n  echo two\nfi\n'''\n"})
    assert project.run().stdout == "one\ntwo\n"


@posix
def test_defect_12_a_program_stays_one(project: Project) -> None:
    project.write(
        {
            "gage.toml": '[train]\nexec.stage-runtime = "cp run.sh made.sh"\nexec.run = "./run.sh && ./made.sh"\n',
            "run.sh": "#!/bin/sh\necho ran $0\n",
        }
    )
    (project.directory / "run.sh").chmod(0o755)
    assert project.run().stdout == "ran ./run.sh\nran ./made.sh\n"


@posix
@pytest.mark.parametrize("phase", ["stage-sourcecode", "stage-runtime", "stage-dependencies"])
def test_defect_18_a_staging_command_that_fails_ends_the_run(project: Project, phase: str) -> None:
    project.write({"gage.toml": f'[train]\nexec.{phase} = "exit 4"\nexec.run = "echo never"\n'})
    done = project.gage("run", "-y")
    assert (done.returncode, "never" in done.stdout) == (4, False)
    run = project.newest()
    assert (run["status"], run["exit_code"]) == ("error", 4)
    assert run["stopped"] is not None
    assert not list(project.runs_dir.glob("*.meta"))


@posix
def test_defect_18_a_finalize_command_that_fails_ends_the_run(project: Project) -> None:
    project.write({"gage.toml": '[train]\nexec.run = "echo ran"\nexec.finalize = "exit 5"\n'})
    assert project.gage("run", "-y").returncode == 5
    run = project.newest()
    assert (run["status"], run["exit_code"]) == ("error", 5)
    assert {file["path"] for file in run["files"]} == {"gage.toml"}


@pytest.mark.parametrize("command", ["", 'exec = ""', "exec = []", 'exec.finalize = "echo"'])
def test_defect_18_an_operation_without_a_command_makes_no_run(project: Project, command: str) -> None:
    project.write({"gage.toml": f'[train]\ndescription = "Train"\n{command}\n'})
    refused = project.gage("run", "-y")
    assert refused.returncode == 1
    assert "exec" in refused.stderr
    assert not project.runs_dir.exists()


@posix
def test_defect_19_a_terminated_gage_ends_its_command(project: Project) -> None:
    project.write({"gage.toml": "[train]\nexec = 'echo $$ > pid.txt; echo ready; exec sleep 600'\n"})
    engine = project.start("run", "-y")
    assert engine.stdout is not None
    assert engine.stdout.readline() == "ready\n"
    pid = int(project.file_of_newest("pid.txt"))
    assert process_lives(pid)
    engine.send_signal(signal.SIGTERM)
    engine.communicate()
    assert engine.returncode == 256 - signal.SIGTERM
    assert not process_lives(pid)
    run = project.newest()
    assert (run["status"], run["exit_code"]) == ("terminated", -signal.SIGTERM)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="only Linux tells such processes apart")
def test_defect_19_a_process_that_ended_or_is_another_is_not_running(project: Project) -> None:
    project.write({"gage.toml": "[train]\nexec = 'echo'\n"}).run(NO_ZIP_META="1")
    (record,) = project.runs_dir.glob("*.meta")
    (record / "proc" / "exit").unlink()
    # What gage 0.1.2 has recorded while a command runs is its number alone.
    zombie = subprocess.Popen(["true"])
    while Path(f"/proc/{zombie.pid}/stat").read_text().split()[2] != "Z":
        time.sleep(0.01)
    (record / "proc" / "lock").write_text(str(zombie.pid))
    assert project.runs()[0]["status"] == "terminated"
    zombie.wait()
    # The number was given out again: this process is not the one that began at clock tick 1.
    (record / "proc" / "lock").write_text(str(os.getpid()))
    assert project.runs()[0]["status"] == "running"
    (record / "proc" / "process").write_text(f"{os.getpid()} 1")
    assert project.runs()[0]["status"] == "terminated"


@posix
def test_defect_21_what_a_command_is_told_of_its_run_is_true(project: Project) -> None:
    names = ("RUN_ID", "run_id", "RUN_DIR", "run_dir", "PROJECT_DIR", "project_dir")
    echo = "echo " + " ".join(f"${name}" for name in names)
    project.write(
        {"gage.toml": f"[train]\nexec.stage-runtime = '{echo}'\nexec.run = '{echo}'\nexec.finalize = '{echo}'\n"}
    )
    outer = {name: "outer" for name in names if name != "PROJECT_DIR"}
    done = project.run(**outer)
    run = project.newest()
    told = [run["id"], run["id"], run["run_dir"], run["run_dir"], *[str(project.directory)] * 2]
    assert done.stdout.splitlines() == [" ".join(told)] * 3


@posix
def test_defect_21_a_run_inside_a_run_has_its_own_id(project: Project) -> None:
    inner = f"{PYTHON[1:-1]} -m gage -C $PROJECT_DIR run inner -y -q"
    project.write({"gage.toml": f"[inner]\nexec = 'echo $RUN_ID > id.txt'\n[outer]\nexec = '{inner}'\n"})
    project.run("outer")
    inner_run = project.runs("-w", "op = inner")[0]
    assert (Path(inner_run["run_dir"]) / "id.txt").read_text().strip() == inner_run["id"]


@posix
@pytest.mark.parametrize("later", ["---", "--- done ---", "a --- b", "--- summary"])
def test_defect_22_later_dashes_do_not_swallow_a_summary(project: Project, later: str) -> None:
    summary = '{"metrics": {"loss": 0.25}}'
    project.write(
        {
            "gage.json": json.dumps(
                {"train": {"exec": f"echo '--- summary ---'; echo '{summary}'; echo '---'; echo '{later}'"}}
            )
        }
    )
    project.run()
    assert project.newest()["metrics"] == {"loss": 0.25}


@posix
def test_defect_27_the_words_after_an_interpreter_are_its_arguments(project: Project) -> None:
    project.write({"gage.toml": "[train]\nexec = '''#!/usr/bin/env python3 -u\nprint('one')\nprint('two')\n'''\n"})
    assert project.run().stdout == "one\ntwo\n"


def test_defect_27_an_unknown_progress_parser_is_told_and_stops_nothing(project: Project) -> None:
    project.write({"gage.toml": '[train]\nexec = "echo hello"\nprogress = "tdqm"\n'})
    checked = project.gage("check")
    assert "tdqm" in checked.stdout
    assert "tqdm" in checked.stdout
    done = project.run()
    assert done.stdout == "hello\n"
    assert "tdqm" in done.stderr
    assert project.newest()["status"] == "completed"


def test_defect_34_output_is_relayed_in_pieces_and_not_line_by_line(project: Project) -> None:
    lines = 200_000
    program = f"for number in range({lines}):\n    print(number)\nprint('10%\\r20%\\r', end='')\n"
    project.write({"gage.toml": f"[train]\nexec = [{PYTHON}, 'train.py']\n", "train.py": program})
    events = [json.loads(line) for line in project.run("--json").stdout.splitlines()]
    pieces = [event["text"] for event in events if event["event"] == "output"]
    assert "".join(pieces) == "".join(f"{number}\n" for number in range(lines)) + "10%\r20%\r"
    assert len(pieces) < lines / 20


@posix
def test_defect_34_carriage_returns_reach_the_terminal_as_they_reach_the_disk(project: Project) -> None:
    project.write({"gage.toml": "[train]\nexec = '''printf '10%%\\r20%%\\r\\n' '''\n"})
    command = [sys.executable, "-m", "gage", "--runs", "kept", "run", "-y"]
    assert subprocess.run(command, cwd=project.directory, capture_output=True, check=True).stdout == b"10%\r20%\r\n"
    shown = subprocess.run([*command[:-2], "show", "-o"], cwd=project.directory, capture_output=True, check=True)
    assert shown.stdout == b"10%\r20%\r\n"
