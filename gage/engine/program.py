"""Finds programs as a shell would, and executes none; passes over relative entries of PATH, which may lie anywhere."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path


def program_on_path(name: str, environ: Mapping[str, str]) -> Path | None:
    """The first program of that name on the PATH of an environment."""
    endings = ("", ".exe") if os.name == "nt" else ("",)
    for directory in environ.get("PATH", os.defpath).split(os.pathsep):
        if not os.path.isabs(directory):
            continue
        for ending in endings:
            path = os.path.join(directory, name + ending)
            if os.access(path, os.X_OK) and os.path.isfile(path):
                return Path(path)
    return None
