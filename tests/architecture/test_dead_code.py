"""Nothing is called alive that vulture sees the use of; that nothing else is dead, `make lint` says."""

from __future__ import annotations

import os
import subprocess
import sys
from fnmatch import fnmatchcase
from pathlib import Path

import tomli

ROOT = Path(__file__).parents[2]
PRODUCT = ("gage", "gage_ls")
REST = ("tests", "benchmarks")


def unused_names(*paths: str) -> set[str]:
    """What vulture finds when nobody tells it of anything."""
    words = [sys.executable, "-m", "vulture", "--config", os.devnull, "--exclude", "tests/cases/", *paths]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert not done.stderr
    return {line.split("'")[1] for line in done.stdout.splitlines()}


def test_every_name_that_is_said_to_be_alive_would_be_called_dead() -> None:
    names = tomli.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["vulture"]["ignore_names"]
    found = unused_names(*PRODUCT) | unused_names(*PRODUCT, *REST)
    assert [name for name in names if not any(fnmatchcase(each, name) for each in found)] == []
