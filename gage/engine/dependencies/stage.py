"""Puts what was found into the run directory: links, copies of what may be written to, new files."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

from gage.engine.dependencies.found import FoundFile
from gage.engine.live_run import LiveRun
from gage.runs.supplied import MEMBER, encode_supplied


def stage_found(live: LiveRun) -> None:
    """Put all files in place; those that no name is taken by yet. Raises OSError, StagingError."""
    for found in live.plan.dependencies:
        live.journal.write(f"Staging dependency {found.dependency.text}")
        for file in found.files:
            live.heed_signals()
            _put(live.run_dir, file, found.dependency.writeable)
    live.files.expect(each.supplied() for each in live.plan.dependencies)


def record_digests(live: LiveRun) -> None:
    """Pin what the run was given. Raises OSError."""
    if live.plan.dependencies:
        supplied = tuple(each.supplied().with_digests(live.files.digests) for each in live.plan.dependencies)
        live.record.note(MEMBER, encode_supplied(supplied))


def _put(run_dir: Path, file: FoundFile, writeable: bool) -> None:
    target = run_dir / file.path
    if os.path.lexists(target):
        if file.origin and os.path.realpath(target) == str(file.origin):
            return
        raise FileExistsError(errno.EEXIST, "a staging command or another dependency made that file", file.path)
    target.parent.mkdir(parents=True, exist_ok=True)
    if file.content is not None:
        target.write_bytes(file.content)
    elif file.origin is None:
        raise FileNotFoundError(errno.ENOENT, "was not fetched", file.path)
    elif not file.origin.exists():
        raise FileNotFoundError(errno.ENOENT, "is gone; it was there when the run was planned", file.source)
    elif writeable:
        _copy(file.origin, target)
    else:
        _link(file.origin, target)


def _copy(origin: Path, target: Path) -> None:
    import shutil  # which few runs need

    shutil.copy(origin, target)
    target.chmod(target.stat().st_mode | 0o200)


def _link(origin: Path, target: Path) -> None:
    try:
        target.symlink_to(origin)
    except OSError:
        if sys.platform != "win32":
            raise
        # There, links are a privilege.
        _copy(origin, target)
