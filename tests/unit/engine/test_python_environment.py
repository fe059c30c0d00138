"""Which Python a command would run with, and what is installed there, in real environments; none of them is started."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from importlib.metadata import distributions
from pathlib import Path

import pytest

from gage.engine.python_environment import PythonEnvironment, python_environment
from gage.gagefile.model import Command

VERSION = ".".join(map(str, sys.version_info[:3]))


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A virtual environment with two packages and a script."""
    directory = tmp_path_factory.mktemp("environment") / ".venv"
    venv.create(directory, symlinks=True)
    [site] = directory.glob("lib/python*/site-packages")
    for name in ("Some_Package-1.2.dist-info", "old.name-3.0-py3.11.egg-info", "no_version.dist-info", "other-1"):
        (site / name).mkdir()
    script = directory / "bin" / "trainer"
    script.write_text(f"#!{directory}/bin/python\nraise SystemExit('executed')\n")
    script.chmod(0o755)
    return directory


def look(command: Command, directory: Path, path: str = "", **environ: str) -> PythonEnvironment | None:
    return python_environment(command, directory, {"PATH": path, **environ})


COMMANDS = {
    "a path in a line": "{env}/bin/python train.py",
    "a path in words": ("{env}/bin/python", "-c", "print(1)"),
    "a path from the run directory": "../project/.venv/bin/python3 train.py",
    "behind other commands": "cd x && CUDA_VISIBLE_DEVICES=0 nice {env}/bin/python train.py | tee log",
    "a variable": "$project_dir/.venv/bin/python train.py",
    "a variable in braces": '"${{PY}}" train.py',
    "a script whose first line names it": "OMP_NUM_THREADS=1 {env}/bin/trainer --epochs 3",
    "a program of another language that calls it": "#!/bin/sh\n{env}/bin/python train.py\n",
    "its own first line": "#!{env}/bin/python -u\nprint(1)\n",
}


@pytest.mark.parametrize("name", COMMANDS)
def test_the_environment_that_a_command_names_is_found(environment: Path, tmp_path: Path, name: str) -> None:
    project = tmp_path / "project"
    project.mkdir()
    (project / ".venv").symlink_to(environment)
    run_dir = tmp_path / "run"
    run_dir.mkdir()
    command = COMMANDS[name]
    words = (
        command.format(env=environment)
        if isinstance(command, str)
        else tuple(w.format(env=environment) for w in command)
    )
    found = look(words, run_dir, os.defpath, project_dir=str(project), PY=f"{environment}/bin/python3")
    assert found
    assert os.path.samefile(found.environment or "", environment)
    assert found.version == VERSION
    assert found.packages == {"some-package": "1.2", "old-name": "3.0"}


@pytest.mark.parametrize("command", ["python train.py", "python3 -m train", "make train", "no-such-program", ("true",)])
def test_else_it_is_the_first_on_the_path(environment: Path, tmp_path: Path, command: Command) -> None:
    found = look(command, tmp_path, os.pathsep.join([f"{environment}/bin", os.defpath]))
    assert found
    assert (found.environment, found.version) == (str(environment), VERSION)


def test_what_is_found_is_what_python_itself_says(tmp_path: Path) -> None:
    found = look((sys.executable, "train.py"), tmp_path)
    assert found
    assert found.executable == sys.executable
    installed = {
        dist.metadata["Name"].lower().replace("_", "-").replace(".", "-"): dist.version for dist in distributions()
    }
    assert {name: found.packages.get(name) for name in installed} == installed


def test_a_python_that_is_installed_tells_its_version_by_its_headers_and_names(tmp_path: Path) -> None:
    real = Path(os.path.realpath(sys.executable))
    found = look((str(real),), tmp_path)
    assert found
    assert (found.version, found.environment) == (VERSION, None)

    program = tmp_path / "opt" / "bin" / "python3.9"
    program.parent.mkdir(parents=True)
    program.write_bytes(b"\x7fELF")
    program.chmod(0o755)
    (tmp_path / "opt/lib/python3.9/site-packages/a-1.dist-info").mkdir(parents=True)
    (tmp_path / "opt/lib/python3.8/site-packages/b-1.dist-info").mkdir(parents=True)
    found = look("python3.9 x.py", tmp_path, str(program.parent))
    assert found
    assert (found.version, found.packages) == ("3.9", {"a": "1"})
    header = tmp_path / "opt/include/python3.9/patchlevel.h"
    header.parent.mkdir(parents=True)
    header.write_text('#define PY_VERSION      \t"3.9.18"\n')
    assert look("python3.9 x.py", tmp_path, str(program.parent)) == found._replace(version="3.9.18")


def test_behind_a_shim_of_pyenv_is_the_version_that_is_set(tmp_path: Path) -> None:
    root = tmp_path / "pyenv"
    for path in ("shims/python", "versions/3.9.1/bin/python", "versions/3.8.2/bin/python"):
        (root / path).parent.mkdir(parents=True)
        (root / path).write_text("#!/bin/sh\nexit 1\n")
        (root / path).chmod(0o755)

    def executable(**environ: str) -> str:
        found = look("python x.py", tmp_path, str(root / "shims"), **environ)
        assert found
        return Path(found.executable).relative_to(root).as_posix()

    assert executable() == "shims/python"
    (root / "version").write_text("3.9.1\n")
    assert executable() == "versions/3.9.1/bin/python"
    (tmp_path / ".python-version").write_text("3.8.2\n3.9.1\n")
    assert executable() == "versions/3.8.2/bin/python"
    assert executable(PYENV_VERSION="3.9.1") == "versions/3.9.1/bin/python"
    assert executable(PYENV_VERSION="../../x") == "shims/python"


@pytest.mark.parametrize("path", ["", ".", "/no/such/directory"])
def test_without_any_python_there_is_none(tmp_path: Path, path: str) -> None:
    (tmp_path / "python").write_text("#!/bin/sh\n")
    (tmp_path / "python").chmod(0o755)
    assert look("true", tmp_path, path) is None


def test_nothing_is_executed(tmp_path: Path) -> None:
    """Not even a file that claims to be a Python, by its name, its first line and its settings."""
    for name in ("bin/python", "bin/train"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"#!{tmp_path}/bin/python\ntouch {tmp_path}/executed\n")
        path.chmod(0o755)
    os.mkfifo(tmp_path / "pyvenv.cfg")
    for command in ("bin/python x", "bin/train", ("bin/python",), "x" * 100_000, "'" * 1_000, ""):
        look(command, tmp_path, f"{tmp_path}/bin")
    assert not (tmp_path / "executed").exists()
    assert subprocess.run(["/bin/sh", str(tmp_path / "bin/train")], check=True).returncode == 0
    assert (tmp_path / "executed").exists()
