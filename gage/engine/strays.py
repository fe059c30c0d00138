"""Finds a command that was started a moment before its engine was killed, by the run's id in its environment.

Looks at nothing of other users, and finds nothing on systems that do not show environments as files.
"""

from __future__ import annotations

import os
from pathlib import Path

from gage.runs.process_identity import ProcessIdentity, identify

_PROCESSES = Path("/proc")


def strays(run_id: str) -> list[ProcessIdentity]:
    """The processes that were started as commands of a run: each heads a process group of its own."""
    if not _PROCESSES.is_dir():
        return []
    numbers = (int(name) for name in os.listdir(_PROCESSES) if name.isdecimal())
    return [identify(pid) for pid in numbers if _is_command_of(pid, run_id)]


def _is_command_of(pid: int, run_id: str) -> bool:
    try:
        variables = (_PROCESSES / str(pid) / "environ").read_bytes().split(b"\0")
        return f"RUN_ID={run_id}".encode() in variables and os.getpgid(pid) == pid
    except OSError:
        # Another user's, or gone.
        return False
