"""The real `gage` command in a directory of a test, with nothing of the caller's settings."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

_SETTINGS = (
    "GAGE_RUNS",
    "RUNS_DIR",
    "PROJECT_DIR",
    "NO_ZIP_META",
    "FORCE_COLOR",
    "PYTHONPATH",
    "VISUAL",
    "EDITOR",
    "GAGE_DEBUG",
)


def environment(home: Path, **settings: str) -> dict[str, str]:
    """The caller's environment with its own Python first in PATH, ``home`` as home directory and a dumb terminal.

    ``settings`` are added to it.
    """
    inherited = {name: value for name, value in os.environ.items() if name not in _SETTINGS}
    return {
        **inherited,
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]),
        "HOME": str(home),
        "TERM": "dumb",
        "COLUMNS": "80",
        "NO_COLOR": "1",
        **settings,
    }


def gage(
    directory: Path, *arguments: str, stdin: str = "", through: Sequence[str] = (), **settings: str
) -> subprocess.CompletedProcess[str]:
    """Call `gage`, if need be through another program; stdout and stderr are UTF-8 text.

    A traceback fails the test, whatever it is about.
    """
    done = subprocess.run(
        [*through, sys.executable, "-m", "gage", *arguments],
        cwd=directory,
        env=environment(directory.parent, **settings),
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert "Traceback" not in done.stdout + done.stderr, done.stderr
    return done


def gage_json(directory: Path, *arguments: str) -> Any:
    """What `gage` prints as JSON."""
    return json.loads(gage(directory, *arguments).stdout)
