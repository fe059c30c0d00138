"""The gage 0.1.2 of the package index, in a virtual environment of its own that is made once and kept in `.peers`."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from gage_command import environment

REQUIREMENTS = ("gage==0.1.2", "typer==0.12.3", "click==8.1.7", "setuptools<80")
"""Its own requirements have no upper bounds, and what is new today breaks it."""

_PEERS = Path(os.environ.get("GAGE_PEERS", Path(__file__).parents[2] / ".peers"))


class Gage012:
    """Calls it in a project, with the environment that our own command gets in tests."""

    def __init__(self, python: Path) -> None:
        self.python = python

    def __call__(self, directory: Path, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [str(self.python), "-m", "gage", *arguments],
            cwd=directory,
            env=environment(directory.parent, COLUMNS="120"),
            input=stdin,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert "Traceback" not in done.stdout + done.stderr, done.stderr
        return done

    def table(self, directory: Path, *arguments: str) -> list[tuple[str, ...]]:
        """The rows of a table it prints, without the number and the name, which it makes of the head of the id."""
        printed = self(directory, *arguments).stdout
        rows = [tuple(cell.strip() for cell in line.strip().strip("|").split("|")) for line in printed.splitlines()]
        return [(row[2], row[4], row[5]) for row in rows if re.fullmatch(r"\d+", row[0])]


def install() -> Gage012:
    """Make the environment unless it is there. Skips, and fails in CI, where the package index cannot be reached."""
    key = hashlib.sha256(repr((sys.version_info[:3], REQUIREMENTS)).encode()).hexdigest()[:10]
    home = _PEERS / f"gage-0.1.2-{key}"
    if not home.exists():
        _make(home)
    return Gage012(home / "bin" / "python")


def _make(home: Path) -> None:
    # Several processes may be here at once: what is complete takes the name.
    draft = home.with_name(f"{home.name}.{os.getpid()}")
    subprocess.run([sys.executable, "-m", "venv", str(draft)], check=True, capture_output=True)
    pip = [str(draft / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    done = subprocess.run([*pip, *REQUIREMENTS], capture_output=True, text=True, check=False)
    if done.returncode:
        shutil.rmtree(draft)
        if "CI" in os.environ:
            pytest.fail(f"gage 0.1.2 cannot be installed: {done.stderr}")
        pytest.skip("gage 0.1.2 cannot be installed from the package index")
    try:
        draft.rename(home)
    except OSError:
        shutil.rmtree(draft)
