"""What the README and CONTRIBUTING promise about the repository itself."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
needs_make = pytest.mark.skipif(shutil.which("make") is None, reason="needs make")


def test_the_readme_names_three_commands() -> None:
    assert re.findall(r"^make \w+", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE) == [
        "make demo",
        "make check",
        "make test",
    ]


def test_ci_runs_the_test_command_and_nothing_else() -> None:
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    commands = [line for line in lines if line and not line.startswith("#")]
    assert commands == ["set -euo pipefail", 'cd "$(dirname "$0")/.."', "exec make check"]


@needs_make
def test_ci_runs_the_slow_tests_and_make_test_leaves_them_out() -> None:
    assert re.search(r"bin/pytest -n 2$", _recipe("check"), re.MULTILINE)
    assert 'pytest -n 2 -m "not slow"' in _recipe("test")


def _recipe(target: str) -> str:
    return subprocess.run(["make", "--dry-run", target], cwd=ROOT, capture_output=True, text=True, check=True).stdout


@needs_make
@pytest.mark.parametrize("target", ["demo", "check", "test"])
def test_a_second_call_sets_nothing_up_again(target: str, tmp_path: Path) -> None:
    # A virtual environment that is newer than what it was made from, wherever this one is.
    for name in ("Makefile", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / ".venv").mkdir()
    for name in (".installed", ".installed-dev"):
        (tmp_path / ".venv" / name).touch()
    command = ["make", "--dry-run", target]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "pip install" not in done.stdout
    assert ("demo.sh" if target == "demo" else "pytest") in done.stdout
    (tmp_path / ".venv" / ".installed").unlink()
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "pip install" in done.stdout


@needs_make
def test_the_same_in_plain_commands_stands_in_contributing(tmp_path: Path) -> None:
    for name in ("Makefile", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path / name)
    contributing = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    dry = subprocess.run(["make", "--dry-run", "check"], cwd=tmp_path, capture_output=True, text=True, check=True)
    programs = re.findall(r"^\.venv/bin/(?!python)([\w-]+(?: [a-z]+)?)", dry.stdout, re.MULTILINE)
    assert len(programs) == 11
    for program in programs:
        assert f".venv/bin/{program}" in contributing
    for part in ("python3 -m venv .venv", "--editable .", "--group dev", "sh examples/demo.sh"):
        assert part in contributing


@needs_make
def test_an_old_python_is_refused_in_words(tmp_path: Path) -> None:
    for name in ("Makefile", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path / name)
    old = tmp_path / "python3.9"
    old.write_text(f"#!/bin/sh\nexec '{sys.executable}' -c \"import sys; sys.version_info = (3, 9); $2\"\n")
    old.chmod(0o755)
    command = ["make", f"PYTHON={old}", "demo"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "Gage needs Python 3.10 or newer" in done.stderr
    assert not (tmp_path / ".venv").exists()


def test_the_benchmark_of_start_up_prints_ratios() -> None:
    command = [sys.executable, str(ROOT / "benchmarks" / "startup.py"), "--rounds", "1"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    rows = dict(re.findall(r"^(gage .*?)\s+[\d.]+ ms\s+([\d.]+)", done.stdout, re.MULTILINE))
    assert {"gage --version", "gage check gage.toml", "gage check gage.yaml", "gage check gage.json"} <= rows.keys()


def test_examples_are_at_least_six_and_use_all_three_syntaxes() -> None:
    gagefiles = [path for path in (ROOT / "examples").glob("*/gage.*") if not path.parent.name.startswith("broken-")]
    assert len(gagefiles) >= 6
    assert {path.suffix for path in gagefiles} == {".toml", ".yaml", ".json"}


@pytest.mark.parametrize(
    "document",
    [
        *("README.md", "CONTRIBUTING.md", "docs/architecture.md", "docs/editors.md", "examples/README.md"),
        *(f"editors/{editor}/README.md" for editor in ("neovim", "emacs", "vim")),
    ],
)
def test_links_between_documents_lead_somewhere(document: str) -> None:
    path = ROOT / document
    links = re.findall(r"\]\(([^)#]+)", path.read_text(encoding="utf-8"))
    assert not [link for link in links if "://" not in link and not (path.parent / link).exists()]
