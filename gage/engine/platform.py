"""The few things operating systems do differently that more than one phase needs."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path


def describe_platform() -> str:
    """System, release and machine, such as ``Linux-6.1.0-x86_64``."""
    if sys.platform != "win32":
        # What platform.platform() adds costs 10 ms: it reads the interpreter's whole file.
        system = os.uname()
        return f"{system.sysname}-{system.release}-{system.machine}"
    import platform

    return platform.platform()


def room_for_more(path: Path) -> int | None:
    """Bytes that we may still write on the file system of a path; None where it knows no sizes. Raises OSError."""
    if sys.platform == "win32":
        import shutil

        return shutil.disk_usage(path).free
    found = os.statvfs(path)
    return found.f_bavail * found.f_frsize if found.f_blocks else None


def make_read_only(path: str) -> None:
    """Take the right to write from everybody; what anybody may execute all may. Raises OSError."""
    mode = os.stat(path).st_mode
    os.chmod(path, 0o555 if mode & 0o111 and os.name != "nt" else 0o444)


def make_pipe_hold(descriptor: int, size: int) -> None:
    """Let a pipe hold so many bytes, where the system lets us choose: the other end waits less often."""
    if sys.platform == "linux":
        import fcntl

        # Who has many large pipes already gets no more.
        with suppress(OSError):
            fcntl.fcntl(descriptor, fcntl.F_SETPIPE_SZ, size)


def pipe_holds_data(descriptor: int) -> bool:
    """Whether something is there to be read from a pipe without waiting."""
    if sys.platform != "win32":
        import select

        poll = select.poll()
        poll.register(descriptor, select.POLLIN)
        return any(event & select.POLLIN for _, event in poll.poll(0))
    import _winapi
    import msvcrt

    try:
        return _winapi.PeekNamedPipe(msvcrt.get_osfhandle(descriptor), 0)[0] > 0
    except OSError:
        return False
