"""What a run records of its making: commit and changes, Python, machine, time and memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from unit.engine.sample_project import Project

from gage.engine.machine import gpu_names
from gage.runs.provenance import provenance, read_phases
from gage.runs.run_object import run_details
from gage.runs.store import RunStore

WRITE = "open('out.txt', 'w').write('x')"


def git(project: Project, *arguments: str) -> str:
    identity = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    command = ["git", *identity, *arguments]
    return subprocess.run(command, cwd=project.directory, check=True, capture_output=True, encoding="utf-8").stdout


@pytest.fixture
def committed(project: Project) -> Project:
    project.write(train_py=f"lr = 0.1\n{WRITE}\n")
    git(project, "init", "--quiet", "--initial-branch", "main")
    git(project, "add", ".")
    git(project, "commit", "--quiet", "--message", "x")
    return project


def details(project: Project) -> dict[str, Any]:
    return run_details(project.newest)


def test_a_run_knows_the_commit_it_was_made_from(committed: Project) -> None:
    committed.run({"exec": f"{sys.executable} train.py"})
    assert details(committed)["git"] == {
        "root": str(committed.directory),
        "commit": git(committed, "rev-parse", "HEAD").strip(),
        "branch": "main",
        "dirty": False,
        "note": None,
    }
    assert committed.newest.record.read("sys/git.diff") is None


def test_a_run_keeps_what_was_changed_since_but_no_secrets(committed: Project) -> None:
    committed.write(train_py="lr = 0.2\npassword = 'hunter2'\nkey = 'k3y-0f-the-operation'\n")
    operation = {"exec": "true", "env": {"API_KEY": "k3y-0f-the-operation"}}
    committed.run(operation)
    recorded = details(committed)["git"]
    assert (recorded["dirty"], recorded["note"]) == (True, "what looks like a secret is hidden in the diff")
    diff = committed.member("sys/git.diff")
    assert "-lr = 0.1\n" in diff
    assert "+lr = 0.2\n" in diff
    assert "+password = '<secret PASSWORD>'\n" in diff
    assert "+key = '<secret API_KEY>'\n" in diff


def test_a_repository_without_a_commit_and_none_at_all(project: Project) -> None:
    project.run({"exec": "true"})
    assert details(project)["git"] is None
    git(project, "init", "--quiet", "--initial-branch", "main")
    project.run({"exec": "true"})
    recorded = details(project)["git"]
    assert (recorded["commit"], recorded["branch"], recorded["dirty"]) == (None, "main", None)
    assert recorded["note"] == "there is no commit yet"
    (project.directory / ".git/HEAD").write_text("ref: refs/heads/.invalid\n")  # kept in a way that is not known here
    project.run({"exec": "true"})
    assert details(project)["git"]["note"] == "the commit cannot be read"


def test_python_machine_and_platform_are_recorded(project: Project) -> None:
    project.run({"exec": [sys.executable, "-c", "pass"]})
    found = details(project)
    assert found["python"]["executable"] == sys.executable
    assert "pytest" in found["python"]["packages"]
    assert found["machine"]["processors"] == os.cpu_count()
    assert found["machine"]["host"] == os.uname().nodename
    assert found["platform"].startswith(os.uname().sysname)


def test_the_python_of_the_operations_path_counts(project: Project, tmp_path: Path) -> None:
    program = tmp_path / "bin" / "python"
    program.parent.mkdir()
    program.symlink_to(sys.executable)
    project.run({"exec": "python -c 1", "env": {"PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}"}})
    assert details(project)["python"]["executable"] == str(program)


def test_phases_have_durations_and_commands_what_they_used(project: Project) -> None:
    use = "import time; data = bytearray(150_000_000); end = time.process_time() + 0.2\nwhile time.process_time() < end: pass"
    operation = {"exec": {"stage-runtime": "sleep 0.2", "run": [sys.executable, "-c", use], "finalize": "true"}}
    project.run(operation)
    phases = details(project)["phases"]
    assert list(phases) == ["stage-sourcecode", "stage-runtime", "stage-dependencies", "run", "finalize"]
    assert phases["stage-runtime"]["seconds"] >= 0.2
    assert phases["run"]["seconds"] >= phases["run"]["cpu_seconds"] >= 0.2
    assert phases["run"]["peak_memory"] >= 150_000_000
    assert phases["finalize"]["seconds"] > 0
    assert "cpu_seconds" not in phases["stage-sourcecode"]


def test_memory_is_that_of_the_largest_process_of_all_the_command_waited_for(project: Project) -> None:
    project.run({"exec": f"{sys.executable} -c 'bytearray(150_000_000)' && true"})
    assert details(project)["phases"]["run"]["peak_memory"] >= 150_000_000


def test_a_run_in_two_steps_keeps_the_figures_of_both(committed: Project) -> None:
    committed.stage({"exec": {"stage-runtime": "sleep 0.2", "run": "true"}})
    staged = details(committed)
    assert staged["phases"]["stage-runtime"]["seconds"] >= 0.2
    assert staged["git"]["dirty"] is False
    assert staged["machine"] is not None
    committed.write(train_py="lr = 7\n")
    committed.start()
    done = details(committed)
    assert list(done["phases"]) == ["stage-sourcecode", "stage-runtime", "stage-dependencies", "run", "finalize"]
    assert done["phases"]["stage-runtime"] == staged["phases"]["stage-runtime"]
    assert done["git"] == staged["git"]


def test_a_command_that_fails_or_cannot_be_started_is_recorded_alike(committed: Project) -> None:
    committed.run({"exec": ["/no/such/program"]})
    found = details(committed)
    assert found["git"]["branch"] == "main"
    assert "seconds" in found["phases"]["run"]
    committed.run({"exec": {"stage-sourcecode": "exit 3", "run": "true"}})
    found = details(committed)
    assert found["git"]["branch"] == "main"
    assert list(found["phases"]) == ["stage-sourcecode", "finalize"]


def test_graphics_cards_are_named_by_their_drivers(tmp_path: Path) -> None:
    files = {
        "proc/driver/nvidia/gpus/0000:01:00.0/information": "Model: \t\t NVIDIA A100-SXM4-80GB\nIRQ:   \t\t 16\n",
        "proc/driver/nvidia/gpus/0000:02:00.0/information": "Model: \t\t NVIDIA A100-SXM4-80GB\n",
        "sys/class/drm/card0/device/product_name": "AMD Instinct MI210\n",
        "sys/class/drm/card0-DP-1/device/product_name": "of a connector\n",
        "sys/class/drm/card1/device/vendor": "0x8086\n",
    }
    assert gpu_names(tmp_path) == []
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    assert gpu_names(tmp_path) == ["NVIDIA A100-SXM4-80GB", "NVIDIA A100-SXM4-80GB", "AMD Instinct MI210"]


@pytest.mark.parametrize(
    "data", [b"", b"[]", b"null", b"1", b"\xff", b'{"a": 1}', b"[" * 100_000, b'{"run": [], "x": null}']
)
def test_members_that_make_no_sense_are_left_out(tmp_path: Path, data: bytes) -> None:
    names = ("sys/git.json", "sys/python.json", "sys/machine.json", "sys/platform.json", "proc/usage.json")
    members = {"opref": b"2 ns op", **dict.fromkeys(names, data), "sourcecode/digest": b"\xff" * 1_000}
    store = RunStore(tmp_path)
    found = provenance(store.run(store.make_run(members)).record)
    json.dumps(found)
    assert found["platform"] is None
    assert found["phases"] == {}
    for name in ("git", "python", "machine"):
        values = (found[name] or {}).values()
        assert not any(values), found[name]


def test_of_phases_only_figures_are_taken() -> None:
    data = b'{"run": {"seconds": 1.5, "peak_memory": "much", "cpu_seconds": true, "x": 1}, "y": 2, "z": {}}'
    assert read_phases(data) == {"run": {"seconds": 1.5}, "z": {}}
