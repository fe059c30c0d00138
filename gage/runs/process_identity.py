"""Which process a number meant when it was written down: numbers are given out again, and other machines have them too.

Refuses to guess: of a process of another machine, or of a container, it says that it cannot tell.
"""

from __future__ import annotations

import os
import sys
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple


class ProcessIdentity(NamedTuple):
    """A process: its number, when it began (in the system's own unit), the boot it lives in, the machine's name, and
    the namespace that the number counts in, which containers have their own of.

    What is not known is None. Only Linux tells start, boot and namespace without another program; elsewhere the number
    must do.
    """

    pid: int
    start: str | None = None
    boot: str | None = None
    host: str | None = None
    namespace: str | None = None

    def encode(self) -> bytes:
        """The line to store."""
        return " ".join([str(self.pid), *(part or "-" for part in self[1:])]).encode("utf-8", "replace")

    def lives(self) -> bool | None:
        """Whether the process exists and has not ended; None for one of which nothing can be known here.

        That is one of another boot: of another machine, as machines share names, or of this one before it went down.
        """
        if self.boot and _boot():
            if self.boot != _boot() or (self.namespace or _namespace()) != _namespace():
                return None
        elif self.host and self.host != host_name():
            return None
        return process_lives(self.pid) and (self.start is None or _start(self.pid) == self.start)


def identify(pid: int) -> ProcessIdentity:
    """The identity of a process that lives here now."""
    return ProcessIdentity(pid, _start(pid), _boot(), host_name(), _namespace())


def decode(line: bytes | None) -> ProcessIdentity | None:
    """Read a stored line, which may be a bare number; None where there is none or it makes no sense."""
    words = (line or b"").decode("utf-8", "replace").split()
    if not words or not words[0].isascii() or not words[0].isdecimal() or len(words[0]) > 10:
        return None
    return ProcessIdentity(int(words[0]), *(None if word == "-" else word for word in words[1:5]))


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
        pass  # it is there, and another user's
    return not _is_zombie(pid)


@lru_cache(maxsize=1)
def host_name() -> str:
    """The name of this machine, as one word."""
    if sys.platform == "win32":
        name = os.environ.get("COMPUTERNAME", "")
    else:
        name = os.uname().nodename
    return "-".join(name.split()) or "-"


def boot_id() -> str | None:
    """What tells this boot of the machine from every other one, or None where the system does not say."""
    return _boot()


@lru_cache(maxsize=1)
def _boot() -> str | None:
    """What tells this boot of the machine from every other one; containers on one machine share it."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip() or None
    except (OSError, ValueError):
        return None


@lru_cache(maxsize=1)
def _namespace() -> str | None:
    """The PID namespace of this process, by its number (pid_namespaces(7))."""
    try:
        return os.readlink("/proc/self/ns/pid").strip("pid:[]") or None
    except OSError:
        return None


def _start(pid: int) -> str | None:
    """Clock ticks between the boot and the start of a process (proc_pid_stat(5), field 22)."""
    fields = _stat(pid)
    return fields[19].decode("ascii", "replace") if len(fields) > 19 else None


def _is_zombie(pid: int) -> bool:
    """Only Linux tells without starting a program; elsewhere a zombie passes for alive."""
    return _stat(pid)[:1] in ([b"Z"], [b"X"])


def _stat(pid: int) -> list[bytes]:
    """The fields from the state on, which is the third; none where the system keeps no such file."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_bytes()
    except OSError:
        return []
    # The program's name stands before them in parentheses and may itself hold any character.
    return stat.rpartition(b")")[2].split()


def _windows_process_lives(pid: int) -> bool:  # pragma: no cover - only Windows calls it
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
