"""Whether the files of a run are those of its manifest, as they were and nobody's to write; follows no link out."""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Iterator
from pathlib import Path

from gage.runs.file_digest import file_digest
from gage.runs.manifest import ManifestEntry, is_inside, is_recordable, read_manifest
from gage.runs.purged_files import purged_files
from gage.runs.run import Run
from gage.runs.supplied import MEMBER, read_supplied
from gage.runs.verify.change import Change, Verdict


def verify_files(run: Run) -> Verdict:
    """What changed in the directory of a run that is over, or staged. Raises RecordError."""
    # Paths that lead out are wrong in the manifest, and told with it.
    entries = [entry for entry in read_manifest(run.record.read("manifest") or b"") if is_inside(entry.path)]
    if not run.run_dir.is_dir():
        lost = Change("missing-run-directory", str(run.run_dir), "the run's directory is gone, with all its files")
        return Verdict([lost] if entries else [], [])
    supplied = [file for each in read_supplied(run.record.read(MEMBER)) for file in each.files]
    links = {file.path for file in supplied if file.origin}
    open_to_writing = {file.path for file in supplied if file.writeable} if run.exit_code is None else set()
    purged = purged_files(run)
    changes: list[Change] = []
    for entry in entries:
        if os.path.lexists(run.run_dir / entry.path) or entry.path not in purged:
            changes += _changed(run.run_dir, entry, links, open_to_writing)
    changes += _new(run, {entry.path for entry in entries}, links)
    gone = [entry.path for entry in entries if entry.path in purged and not os.path.lexists(run.run_dir / entry.path)]
    return Verdict(changes, [_purged(gone, {purged[path] for path in gone})] if gone else [])


def _purged(paths: Collection[str], authors: Collection[str]) -> str:
    count = "a file was" if len(paths) == 1 else f"{len(paths)} files were"
    return f"{count} purged, by {', '.join(sorted(authors))}"


def _changed(
    run_dir: Path, entry: ManifestEntry, links: Collection[str], open_to_writing: Collection[str]
) -> Iterator[Change]:
    path = run_dir / entry.path
    try:
        found = path.lstat()
        if _leads_out(run_dir, path) and entry.path not in links:
            yield _change("changed-file", entry, "leads out of the run now")
            return
        if not stat.S_ISREG(os.stat(path).st_mode):
            yield _change("changed-file", entry, "is no file any more")
            return
        if file_digest(path) != entry.sha256:
            yield _change("changed-file", entry, f"has changed; it has {os.stat(path).st_size:,} bytes now")
    except FileNotFoundError:
        yield _change("missing-file", entry, "leads nowhere" if path.is_symlink() else "is gone")
        return
    except OSError as error:
        yield _change("unreadable-file", entry, f"cannot be read: {error.strerror}")
        return
    if stat.S_ISREG(found.st_mode) and found.st_mode & 0o222 and entry.path not in open_to_writing:
        yield _change("writable-file", entry, "can be written to; Gage left it read-only")


def _change(code: str, entry: ManifestEntry, what: str) -> Change:
    return Change(code, entry.path, f'"{entry.path}" {what}')


def _new(run: Run, known: Collection[str], links: Collection[str]) -> Iterator[Change]:
    """The files that the manifest does not name, and could: its writer passes over the others as well."""
    journal = (run.record.read("log/runner") or b"").decode("utf-8", "replace")
    for path in _files(run.run_dir, links):
        if path not in known and is_recordable(path) and f'File "{path}" is left out of the manifest' not in journal:
            yield Change("new-file", path, f'"{path}" is new; the run did not leave it')


def _files(run_dir: Path, links: Collection[str]) -> Iterator[str]:
    """Regular files, and links to such that lead nowhere else."""
    for directory, _, names in os.walk(run_dir):
        for name in sorted(names):
            path = Path(directory, name)
            relative = path.relative_to(run_dir).as_posix()
            if path.is_file() and (relative in links or not _leads_out(run_dir, path)):
                yield relative


def _leads_out(run_dir: Path, path: Path) -> bool:
    return not os.path.realpath(path).startswith(os.path.realpath(run_dir) + os.sep)
