"""A real file system of a megabyte, in a mount namespace of its own that nothing outlives; refuses to pretend one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

_SIZE = 1 << 20
_HOLD = 'mount -t tmpfs -o size="$2" tmpfs "$1" && echo mounted && exec cat'
"""A shell that mounts, says so, and keeps the namespace until its input ends."""


@dataclass(frozen=True)
class SmallDisk:
    """``path`` is the disk for programs that are called ``through`` these words; ``inside`` is the same for us."""

    path: Path
    inside: Path
    through: list[str]

    def fill(self, leave: int = 0) -> None:
        """Use up all room but for so many bytes."""
        with (self.inside / "filler").open("ab", buffering=0) as filler:
            try:
                while True:
                    filler.write(bytes(4096))
            except OSError:
                filler.truncate(filler.tell() - leave)

    def free(self) -> None:
        """Make room again."""
        (self.inside / "filler").unlink()

    def remount(self, options: str) -> None:
        subprocess.run([*self.through, "mount", "-o", f"remount,{options}", str(self.path)], check=True)


@contextmanager
def small_disk(path: Path, working_directory: Path) -> Iterator[SmallDisk]:
    """Mount one on a new directory; ``working_directory`` is that of programs that are called through."""
    if not sys.platform.startswith("linux") or shutil.which("unshare") is None or shutil.which("nsenter") is None:
        _cannot("only Linux has disks that a test may mount")
    path.mkdir()
    is_root = os.geteuid() == 0
    unshare = ["unshare", "--mount" if is_root else "-rm"]
    with subprocess.Popen(
        [*unshare, "sh", "-c", _HOLD, "sh", str(path), str(_SIZE)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as holder:
        assert holder.stdin is not None
        assert holder.stdout is not None
        said = holder.stdout.readline().strip()
        if said != "mounted":
            _cannot(f"no small disk can be mounted here: {said}")
        user = [] if is_root else ["--user", "--preserve-credentials"]
        through = ["nsenter", "--target", str(holder.pid), "--mount", *user, f"--wd={working_directory}"]
        yield SmallDisk(path, Path(f"/proc/{holder.pid}/root{path}"), through)
        holder.stdin.close()


def _cannot(reason: str) -> None:
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)
