"""Runs that are made now and executed later, perhaps elsewhere, by another process, without their project."""

from __future__ import annotations

import json
import os
import shutil
import sys
import threading
from pathlib import Path

import pytest
from unit.engine.sample_project import Project

from gage.engine.events import PhaseStarted, RunEnded, RunMade
from gage.engine.prepare import RefusedError
from gage.engine.run import start_run
from gage.errors import GageError
from gage.runs.status import run_status
from gage.runs.store import RunStore

PYTHON = sys.executable
TRAIN = {"exec": [PYTHON, "train.py"], "config": "train.py", "env": {"TEAM": "vision"}}
SCRIPT = (
    "import os\nlr = 0.1\nopen('model.txt', 'w').write('m')\nprint(lr, os.environ['TEAM'], os.environ['PROJECT_DIR'])\n"
)


@pytest.fixture
def staged(project: Project) -> Project:
    result = project.write(train_py=SCRIPT).stage(TRAIN, lr=0.5)
    assert (result.status, result.exit_code) == ("staged", 0)
    return project


def phases(project: Project) -> list[str]:
    return [event.phase for event in project.events if isinstance(event, PhaseStarted)]


def test_a_staged_run_has_all_but_its_command_behind_it(staged: Project) -> None:
    run = staged.newest
    assert (run_status(run), run.started, run.exit_code) == ("staged", None, None)
    assert "lr = 0.5" in (run.run_dir / "train.py").read_text()
    assert [line.split()[2] for line in staged.member("manifest").splitlines()] == ["train.py"]
    assert phases(staged) == []
    assert [event.status for event in staged.events if isinstance(event, RunEnded)] == ["staged"]
    assert "proc/owner" not in run.facts


def test_it_starts_without_its_project(staged: Project) -> None:
    shutil.rmtree(staged.directory)
    result = staged.start()
    assert (result.status, result.exit_code) == ("completed", 0)
    assert staged.output.decode() == f"0.5 vision {staged.directory}\n"
    assert isinstance(staged.events[0], RunMade)
    run = staged.newest
    assert run.record.is_sealed
    assert run.config == {"lr": 0.5}
    assert [line.split()[0::2] for line in staged.member("manifest").splitlines()] == [
        ["s", "train.py"],
        ["g", "model.txt"],
    ]


def test_staging_commands_have_their_turn_once_and_the_end_has_its_own(project: Project) -> None:
    commands = {"stage-runtime": "echo ready > r.txt", "run": "cat r.txt", "finalize": "echo done {lr}"}
    project.write(train_py=SCRIPT).stage({"exec": commands, "config": "train.py"}, lr=2)
    assert phases(project) == ["stage-runtime"]
    project.start()
    assert phases(project) == ["run", "finalize"]
    assert project.output == b"ready\ndone 2.0\n"


def test_a_staging_command_that_fails_ends_the_run(project: Project) -> None:
    result = project.stage({"exec": {"stage-runtime": "exit 4", "run": "true"}})
    assert (result.status, result.exit_code) == ("error", 4)
    assert project.newest.record.is_sealed


def test_what_was_changed_since_it_was_staged_is_told(staged: Project) -> None:
    script = staged.newest.run_dir / "train.py"
    script.chmod(0o644)
    script.write_text(SCRIPT.replace("0.1", "9.5"))
    os.utime(script, (1, 1))
    staged.start()
    assert staged.output.startswith(b"9.5 ")
    assert 'File "train.py" was modified during the run' in staged.member("log/runner")
    assert "\nm s 1000000 train.py\n" in staged.member("log/files")


def test_a_run_that_is_not_staged_is_not_started(staged: Project) -> None:
    staged.start()
    for _ in range(2):
        with pytest.raises(RefusedError, match='has the status "completed"; only a staged run can be started'):
            staged.start()


@pytest.mark.parametrize("keep_record", ["0", "1"])
def test_of_two_that_start_a_run_one_does(staged: Project, keep_record: str) -> None:
    """Both have seen it staged; the second comes while the first is at work, and after."""
    seen, late = staged.newest, staged.newest
    seen.record.write("proc/cmd.json", json.dumps("echo ran >> ran.txt; sleep 0.3").encode())
    environ = {**os.environ, "NO_ZIP_META": keep_record}
    first = threading.Thread(target=start_run, args=(seen, environ, lambda _event: None))
    first.start()
    while "proc/owner" not in staged.newest.facts:
        pass
    with pytest.raises(RefusedError, match="is being started by another process"):
        start_run(late, environ, lambda _event: None)
    first.join()
    with pytest.raises(RefusedError, match="was started by another process, and has ended"):
        start_run(late, environ, lambda _event: None)
    assert (seen.run_dir / "ran.txt").read_text() == "ran\n"
    assert run_status(staged.newest) == "completed"


def test_a_run_that_gage_0_1_2_staged_starts(project: Project, tmp_path: Path) -> None:
    project.write(train_py=SCRIPT).stage(TRAIN)
    record = project.newest.record.directory
    (tmp_path / "runs").rename(tmp_path / "theirs")
    run_id = project_id = record.name.partition(".")[0]
    (tmp_path / "runs").mkdir()
    theirs = tmp_path / "theirs"
    # It knows no owner, and its ids are random.
    upstream = "60a825b1-9c2a-4f0e-8f5e-1a5e1f0f2a3b"
    for suffix in ("", ".meta", ".project"):
        (theirs / f"{project_id}{suffix}").rename(project.runs_dir / f"{upstream}{suffix}")
    (project.runs_dir / f"{upstream}.meta" / "id").write_text(upstream)
    assert run_status(project.newest) == "staged"
    assert project.start().run_id == upstream != run_id
    assert project.output.startswith(b"0.1 vision ")


@pytest.mark.parametrize(
    ("member", "content", "status"),
    [
        ("opdef.json", b"no json", "completed"),
        ("manifest", b"x\n\xff", "completed"),
        ("log/files", b"a s", "completed"),
    ],
)
def test_a_damaged_record_is_read_as_far_as_it_goes(project: Project, member: str, content: bytes, status: str) -> None:
    project.stage({"exec": "true"})
    project.newest.record.write(member, content)
    assert project.start().status == status


def test_a_run_without_a_command_on_record_is_refused_and_stays_staged(project: Project) -> None:
    project.stage({"exec": "true"})
    project.newest.record.write("proc/cmd.json", b"7")
    with pytest.raises(RefusedError, match="has no command recorded"):
        project.start()
    assert run_status(project.newest) == "staged"


@pytest.mark.parametrize(
    ("operation", "message"),
    [
        ({"output-summary": "("}, "is not a regular expression"),
        ({"output-summary": "no group"}, "needs a group"),
        ({"depends": {"files": "data.csv"}}, "was staged without its dependencies"),
    ],
)
def test_what_another_program_staged_is_refused_where_we_could_only_run_it_wrongly(
    project: Project, operation: dict[str, object], message: str
) -> None:
    project.stage({"exec": "true"})
    project.newest.record.write("opdef.json", json.dumps({"exec": "true", **operation}).encode())
    with pytest.raises(GageError, match=message):
        project.start()
    assert run_status(project.newest) == "staged"


def test_staged_runs_list_beside_others(project: Project) -> None:
    project.stage({"exec": "true"})
    project.python("pass")
    project.stage({"exec": "true"})
    assert [run_status(run) for run in RunStore(project.runs_dir).runs()] == ["staged", "completed", "staged"]
