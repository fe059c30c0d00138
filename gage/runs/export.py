"""Puts whole runs into a zip or a directory that is a runs directory again; takes no file that a link leads out to.

What says which project a run is of stays here: it is a path of this machine.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from gage.errors import GageError
from gage.runs.manifest import is_recordable
from gage.runs.run import Run
from gage.runs.words import counted

_PARTIAL = ".partial"


class ExportError(GageError):
    """Runs cannot be exported; what was written of it is removed."""


class Part(NamedTuple):
    """A file or directory of a run: ``name`` is its path in a runs directory, with slashes."""

    name: str
    path: Path


def export_zip(runs: Sequence[Run], target: Path, tell: Callable[[str], None]) -> None:
    """Write the runs into a zip, which appears whole or not at all. Raises ExportError."""
    import zipfile

    draft = _draft(target)
    try:
        # Most bytes are those of models, which hardly get smaller, however long one tries.
        with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED, compresslevel=1, strict_timestamps=False) as archive:
            for part in _parts(runs, tell):
                archive.write(part.path, part.name)
        os.replace(draft, target)
    except OSError as error:
        raise _failed(target, error) from None
    finally:
        with suppress(OSError):
            draft.unlink()


def export_directory(runs: Sequence[Run], target: Path, tell: Callable[[str], None]) -> None:
    """Copy the runs into a new directory, which appears whole or not at all. Raises ExportError."""
    draft = _draft(target)
    try:
        draft.mkdir(parents=True)
        try:
            for part in _parts(runs, tell):
                copy = draft / part.name
                if part.path.is_dir():
                    copy.mkdir(parents=True, exist_ok=True)
                else:
                    copy.parent.mkdir(parents=True, exist_ok=True)
                    shutil.copy2(part.path, copy)
            if target.is_dir():
                target.rmdir()
            draft.rename(target)
        except BaseException:
            shutil.rmtree(draft, ignore_errors=True)
            raise
    except OSError as error:
        raise _failed(target, error) from None


def _draft(target: Path) -> Path:
    return target.with_name(f"{target.name}.{os.getpid()}{_PARTIAL}")


def _failed(target: Path, error: OSError) -> ExportError:
    about = f"{error.filename}: " if error.filename and not str(error.filename).startswith(str(target)) else ""
    return ExportError(f"cannot export to {target}: {about}{error.strerror or error}")


def _parts(runs: Iterable[Run], tell: Callable[[str], None]) -> Iterator[Part]:
    for run in runs:
        left_out = []
        for part in _parts_of(run):
            if is_recordable(part.name) and not _leads_out(run, part.path):
                yield part
            else:
                left_out.append(part)
        if left_out:
            count = counted(len(left_out), "file")
            tell(f"{count} of run {run.name} left out, as its name is no line of text, or it is a link that leads out")


def _parts_of(run: Run) -> Iterator[Part]:
    """The record comes last, so that a directory that is cut short lists no run that is not whole."""
    yield from _below(run.run_dir, run.id)
    yield from _below(run.user_dir, f"{run.id}.user")
    if run.record.is_sealed:
        yield Part(f"{run.id}.meta.zip", run.record.archive)
    else:
        yield from _below(run.record.directory, f"{run.id}.meta")


def _below(directory: Path, name: str) -> Iterator[Part]:
    """A directory, and the files and directories in it; pipes and the like are nobody's result."""
    if not directory.is_dir():
        return
    yield Part(f"{name}/", directory)
    for place, directories, files in os.walk(directory):
        directories.sort()
        prefix = Path(name, os.path.relpath(place, directory)).as_posix()
        for inner in directories:
            if not Path(place, inner).is_symlink():
                yield Part(f"{prefix}/{inner}/", Path(place, inner))
        for inner in sorted(files):
            path = Path(place, inner)
            if path.is_file() and not inner.endswith(_PARTIAL):
                yield Part(f"{prefix}/{inner}", path)


def _leads_out(run: Run, path: Path) -> bool:
    return not os.path.realpath(path).startswith(os.path.join(os.path.realpath(run.runs_dir), run.id))
