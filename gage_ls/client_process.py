"""Notices that the client's process has ended, for clients that die without hanging up; ends no process itself."""

from __future__ import annotations

import asyncio
import os
import sys

INTERVAL = 1.0
"""Seconds between looks."""


async def until_gone(process: int) -> None:
    """Return when a process is gone. One that cannot be seen, as from within a container, is waited for in vain."""
    while is_alive(process):
        await asyncio.sleep(INTERVAL)


def is_alive(process: int) -> bool:
    """Whether a process is there."""
    if process <= 0:
        return False
    return _is_alive_on_windows(process) if sys.platform == "win32" else _is_alive(process)


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)  # signal 0 is sent to nobody
    except PermissionError:
        return True
    except (ProcessLookupError, OverflowError):
        return False
    return True


def _is_alive_on_windows(process: int) -> bool:
    """There, `os.kill` ends a process whatever the signal."""
    import ctypes

    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined,unused-ignore]  # there on Windows alone
    synchronize, timed_out = 0x00100000, 0x102
    handle = kernel.OpenProcess(synchronize, False, process)
    if not handle:
        return False
    try:
        return bool(kernel.WaitForSingleObject(handle, 0) == timed_out)
    finally:
        kernel.CloseHandle(handle)
