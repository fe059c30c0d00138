"""The files that bring `gage check` into pre-commit and GitHub Actions."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from gage_command import environment, gage
from published_schemas import departures

ROOT = Path(__file__).parents[2]
HOOKS: list[dict[str, Any]] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
BROKEN = '[train]\nexce = "python train.py"\n'

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
needs_bash = pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A git repository whose gagefiles are added, with our hooks as local ones.

    `language: python` has pre-commit install this project from the network; here the installed command is called, and
    all else of the hooks is as it is.
    """
    root = tmp_path / "repository"
    for name in ("gage.toml", "project/.gage/gage.toml", ".gage/runs/0123/gage.toml", "notes.toml"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(BROKEN)
    hooks = [{**hook, "language": "system"} for hook in HOOKS]
    config = {"repos": [{"repo": "local", "hooks": hooks}]}
    (root / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config))
    for command in (["init", "--quiet"], ["add", "--all", "--force"]):
        subprocess.run(["git", *command], cwd=root, env=environment(tmp_path), check=True)
    return root


AUTHOR = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")


def run_git(directory: Path, *arguments: str) -> str:
    home = environment(directory.parent) if directory != ROOT else None
    return subprocess.run(
        ["git", *arguments], cwd=directory, env=home, check=True, capture_output=True, text=True
    ).stdout


def pre_commit(repository: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pre_commit", *arguments]
    settings = {"PRE_COMMIT_HOME": str(repository.parent / "cache"), "PRE_COMMIT_COLOR": "never"}
    return subprocess.run(
        command, cwd=repository, env=environment(repository.parent, **settings), capture_output=True, text=True
    )


@needs_git
def test_pre_commit_checks_the_gagefiles_of_a_repository(repository: Path) -> None:
    done = pre_commit(repository, "run", "gage-check", "--all-files")
    assert done.returncode == 1, done.stderr
    assert "gage check....." in done.stdout
    assert "exit code: 1" in done.stdout
    places = re.findall(r"^(\S+):2:1: error: unknown key 'exce'", done.stdout, re.MULTILINE)
    assert sorted(places) == ["gage.toml", "project/.gage/gage.toml"]


@needs_git
def test_pre_commit_fixes_and_then_passes(repository: Path) -> None:
    done = pre_commit(repository, "run", "gage-check-fix", "--all-files")
    assert done.returncode == 1
    assert "files were modified by this hook" in done.stdout
    again = pre_commit(repository, "run", "--all-files")
    assert again.returncode == 0, again.stdout
    assert (repository / "gage.toml").read_text() == BROKEN.replace("exce", "exec")
    assert (repository / "notes.toml").read_text() == BROKEN


@pytest.mark.slow
@needs_git
def test_pre_commit_installs_the_hooks_from_a_repository_of_ours(repository: Path) -> None:
    """As users have it: pre-commit clones this project, and pip makes an environment of the clone."""
    published = repository.parent / "published"
    for name in run_git(ROOT, "ls-files", "--cached", "--others", "--exclude-standard").splitlines():
        if (ROOT / name).is_file() and not name.startswith(("tests/", "vscode-extension/")):
            (published / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, published / name)
    run_git(published, "init", "--quiet")
    run_git(published, "add", "--all")
    run_git(published, *AUTHOR, "commit", "--quiet", "--message", "published")
    hooks = [{"id": hook["id"]} for hook in HOOKS]
    repo = {"repo": str(published), "rev": run_git(published, "rev-parse", "HEAD").strip(), "hooks": hooks}
    (repository / ".pre-commit-config.yaml").write_text(yaml.safe_dump({"repos": [repo]}))
    done = pre_commit(repository, "run", "--all-files")
    assert done.returncode == 1, done.stdout + done.stderr
    assert re.findall(r"^(\S+):2:1: error: unknown key 'exce'", done.stdout, re.MULTILINE)
    assert "files were modified by this hook" in done.stdout
    again = pre_commit(repository, "run", "--all-files")
    assert again.returncode == 0, again.stdout + again.stderr
    assert (repository / "gage.toml").read_text() == BROKEN.replace("exce", "exec")
    assert (repository / ".gage/runs/0123/gage.toml").read_text() == BROKEN


@needs_git
def test_pre_commit_takes_the_hooks_as_they_are_published(tmp_path: Path) -> None:
    done = pre_commit(tmp_path, "validate-manifest", str(ROOT / ".pre-commit-hooks.yaml"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert [hook["language"] for hook in HOOKS] == ["python", "python"]


def test_hooks_and_action_are_what_their_readers_expect() -> None:
    assert departures(HOOKS, "pre-commit-hooks") == []
    assert departures(ACTION, "github-action") == []
    assert departures([{**HOOKS[0], "language": "pyhton"}], "pre-commit-hooks")
    assert departures({**ACTION, "runs": {}}, "github-action")


def test_the_action_installs_the_package_and_calls_what_there_is() -> None:
    assert ACTION["runs"]["using"] == "composite"
    assert {"name", "description", "inputs", "runs"} <= set(ACTION)
    install, check = ACTION["runs"]["steps"]
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert re.search(r'^name = "gage-ls"$', project, re.MULTILINE)
    assert 'pip install --quiet "gage-ls${GAGE_VERSION}"' in install["run"]
    for step in (install, check):
        assert step["shell"] == "bash"
        assert "${{" not in step["run"], "an input in a script can add commands to it"
    used = re.findall(r"\$\{\{ inputs\.(\w+) \}\}", (ROOT / "action.yml").read_text(encoding="utf-8"))
    assert sorted(used) == sorted(ACTION["inputs"])
    assert all(described["description"] for described in ACTION["inputs"].values())


@needs_bash
@pytest.mark.parametrize(
    ("paths", "arguments", "found"),
    [
        ("", "", ["gage.toml", "a/gage.toml"]),
        ("a", "", ["a/gage.toml"]),
        ("*/*.toml gage.toml", "", ["a/gage.toml", "gage.toml"]),
        ("", "--ignore unknown-key", []),
        ("; touch made", "", []),
    ],
)
def test_the_check_of_the_action_annotates(tmp_path: Path, paths: str, arguments: str, found: list[str]) -> None:
    directory = tmp_path / "repository"
    for name in ("gage.toml", "a/gage.toml"):
        (directory / name).parent.mkdir(parents=True, exist_ok=True)
        (directory / name).write_text(BROKEN)
    script = ACTION["runs"]["steps"][1]["run"]
    settings = {"GAGE_PATHS": paths, "GAGE_ARGUMENTS": arguments}
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
        cwd=directory,
        env=environment(tmp_path, **settings),
        capture_output=True,
        text=True,
    )
    places = re.findall(r"^::error file=([^,]+),line=2,.*title=unknown-key", done.stdout, re.MULTILINE)
    assert [place.replace("%2F", "/") for place in places] == found
    assert (done.returncode == 0) == (arguments != "")
    assert not (directory / "made").exists()


@pytest.mark.slow
@needs_bash
def test_the_steps_of_the_action_run_one_after_the_other_on_a_fresh_python(tmp_path: Path) -> None:
    """As the runner has it; the package that is installed is made of this tree, as it need not be published yet."""
    repository, links = tmp_path / "repository", tmp_path / "links"
    repository.mkdir()
    (repository / "gage.toml").write_text(BROKEN)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "wheel", "--quiet", "--no-deps"]
    subprocess.run([*pip, "--wheel-dir", str(links), str(ROOT)], check=True)
    (wheel,) = links.iterdir()
    subprocess.run([sys.executable, "-m", "venv", str(tmp_path / "python")], check=True)
    python = str(next((tmp_path / "python").glob("bin*" if os.name == "posix" else "Scripts*")))
    inputs = {"paths": "", "arguments": "", "version": f"=={wheel.name.split('-')[1]}"}
    outputs = []
    for step in ACTION["runs"]["steps"]:
        given = {
            name: re.sub(r"\$\{\{ inputs\.(\w+) \}\}", lambda match: inputs[match[1]], value)
            for name, value in step["env"].items()
        }
        settings = environment(tmp_path, **given, PIP_FIND_LINKS=str(links), PIP_DISABLE_PIP_VERSION_CHECK="1")
        settings["PATH"] = os.pathsep.join([python, os.environ["PATH"]])
        shell = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
        outputs.append(subprocess.run(shell, cwd=repository, env=settings, capture_output=True, text=True))
    installed, checked = outputs
    assert installed.returncode == 0, installed.stderr
    assert checked.returncode == 1, checked.stderr
    assert checked.stdout.startswith("::error file=gage.toml,line=2,")


def test_what_the_action_calls_is_an_option_of_the_command(tmp_path: Path) -> None:
    help_text = gage(tmp_path, "check", "--help").stdout
    for option in re.findall(r"--[a-z]+", ACTION["runs"]["steps"][1]["run"]):
        assert option in help_text
