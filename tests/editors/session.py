"""Starts a real editor on a project of a test, with nothing of the person's own settings, and reads what it saw."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
EDITORS = HERE.parent.parent / "editors"
BESIDE_PYTHON = Path(sys.executable).parent
PATH = f"{BESIDE_PYTHON}{os.pathsep}{os.environ['PATH']}"


def find_editor(name: str, package: str) -> str:
    """The program of an editor, which must be there for a test to go on."""
    found = shutil.which(name, path=PATH)
    need(found is not None, f"needs {name}: install {package}")
    return found or ""


def need(is_there: bool, missing: str) -> None:
    """In CI what a test needs must be there; elsewhere it says what it misses and is skipped."""
    if not is_there:
        words = f"{missing}, or run 'sh tests/editors/install.sh'"
        assert "CI" not in os.environ, words
        pytest.skip(words)


def run_session(command: list[str], directory: Path, plugin: str, **environ: str) -> dict[str, Any]:
    """What an editor saw, which a script of ours writes to ``$SEEN``."""
    seen = directory / "seen.json"
    own = {f"XDG_{name}_HOME": str(directory / name) for name in ("CONFIG", "DATA", "STATE", "CACHE")}
    given = {"HOME": str(directory), "PATH": PATH, "PLUGIN": str(EDITORS / plugin), "SEEN": str(seen)}
    done = subprocess.run(
        command,
        env={**os.environ, **own, **given, **environ},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert seen.exists(), done.stdout + done.stderr
    return dict(json.loads(seen.read_text(encoding="utf-8")))
