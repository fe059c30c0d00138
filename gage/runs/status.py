"""Whether a run is pending, staged, running or how it ended; asks the operating system whether processes still live."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Literal

from gage.runs.run import Run, whole_number

Status = Literal["pending", "staged", "running", "completed", "error", "terminated", "unknown"]


def run_status(run: Run) -> Status:
    """The status of a run as it was read; only the life of its processes is looked at now."""
    exit_code = run.exit_code
    if exit_code is not None:
        return exit_status(exit_code)
    if "proc/lock" in run.facts:
        return _locked_status(run)
    if "staged" in run.facts:
        return "staged"
    return "pending" if "initialized" in run.facts else "unknown"


def exit_status(exit_code: int) -> Status:
    """What a recorded exit code means; a negative one is a signal."""
    if exit_code == 0:
        return "completed"
    return "terminated" if exit_code < 0 else "error"


def _locked_status(run: Run) -> Status:
    """A command was begun and no end is recorded.

    ``proc/lock`` names the command's process and ``proc/owner`` the one that waits for it. In the moment between the
    command's end and its record only the owner lives.
    """
    processes = (whole_number(run.facts.get(member)) for member in ("proc/lock", "proc/owner"))
    if any(pid is not None and process_lives(pid) for pid in processes):
        return "running"
    ended = whole_number(run.record.read("proc/exit"))
    return "terminated" if ended is None else exit_status(ended)


def process_lives(pid: int) -> bool:
    """Whether a process exists and has not ended; one that waits for its parent to notice (a zombie) has ended."""
    if not 0 < pid < 1 << 31:
        return False
    if sys.platform == "win32":
        return _windows_process_lives(pid)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        # It is there, and another user's.
        return not _is_zombie(pid)
    return not _is_zombie(pid)


def _is_zombie(pid: int) -> bool:
    """Only Linux tells without starting a program; elsewhere a zombie passes for alive."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_bytes()
    except OSError:
        return False
    # The state follows the program's name, which stands in parentheses and may itself hold any character.
    return stat.rpartition(b")")[2].strip()[:1] in (b"Z", b"X")


def _windows_process_lives(pid: int) -> bool:
    """``os.kill(pid, 0)`` would end the process on Windows."""
    if sys.platform != "win32":
        return False
    import ctypes

    query_limited_information, still_active = 0x1000, 259
    kernel = ctypes.windll.kernel32
    handle = kernel.OpenProcess(query_limited_information, False, pid)
    if not handle:
        access_denied = 5
        return bool(kernel.GetLastError() == access_denied)
    code = ctypes.c_ulong()
    kernel.GetExitCodeProcess(handle, ctypes.byref(code))
    kernel.CloseHandle(handle)
    return code.value == still_active
