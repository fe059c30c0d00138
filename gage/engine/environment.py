"""The environment of a run's commands: the caller's, then the operation's, then what identifies the run."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

IDENTITY = frozenset({"RUN_ID", "RUN_DIR", "PROJECT_DIR", "PARENT_PWD", "run_id", "run_dir", "project_dir"})
"""The variables that tell a run what it is; nothing else may set them."""


def command_environment(
    environ: Mapping[str, str], operation_env: Mapping[str, str], run_id: str, run_dir: Path, project_dir: Path
) -> dict[str, str]:
    """Variables for every phase.

    The identity of the run comes last, so that a run started inside another knows itself. It is given in capitals
    and, as staging commands have always had it, in small letters.
    """
    identity = {"run_id": run_id, "run_dir": str(run_dir), "project_dir": str(project_dir)}
    return {
        "PYTHONDONTWRITEBYTECODE": "1",
        # A Python script would hold its output back until it has some kilobytes, as its output is a pipe.
        "PYTHONUNBUFFERED": "1",
        **environ,
        **operation_env,
        **identity,
        **{name.upper(): value for name, value in identity.items()},
        "PARENT_PWD": _working_directory(project_dir),
    }


def _working_directory(project_dir: Path) -> str:
    try:
        return os.getcwd()
    except OSError:
        # The directory was removed under the caller.
        return str(project_dir)
