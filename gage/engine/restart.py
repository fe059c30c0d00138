"""The source code of an earlier run, to run it again; refuses a run that does not have all of it any more."""

from __future__ import annotations

import os

from gage.errors import GageError
from gage.runs.file_digest import file_digest
from gage.runs.manifest import ManifestEntry, read_file_events, read_manifest
from gage.runs.run import Run
from gage.sources.source_selection import SourceSelection


class RestartError(GageError):
    """A run that cannot be restarted, and why."""


def staged_sources(run: Run) -> SourceSelection:
    """The source code files of a run, as they were when it was staged. Raises RestartError, RecordError."""
    manifest = run.record.read("manifest")
    if run.staged is None or manifest is None:
        raise RestartError(f"run {run.name} was never staged, so it has no source code to restart with")
    entries = [entry for entry in read_manifest(manifest) if entry.type == "s"]
    _refuse_removed(run)
    journal = (run.record.read("log/runner") or b"").decode("utf-8", "replace")
    for entry in entries:
        _refuse_changed(run, entry, journal)
    rule = f"source code of run {run.name}"
    paths = [entry.path for entry in entries]
    return SourceSelection(
        paths, [rule] if paths else [], [], [], dict.fromkeys(paths, rule), matches=[len(paths)] * bool(paths)
    )


def _refuse_removed(run: Run) -> None:
    """A file that its own command removed is not in the manifest any more."""
    events = read_file_events(run.record.read("log/files") or b"")
    last = {event.path: event for event in events if event.type == "s"}
    for path, event in last.items():
        if event.event == "d":
            raise _lost(run, path, "was removed while it ran")


def _refuse_changed(run: Run, entry: ManifestEntry, journal: str) -> None:
    path = run.run_dir / entry.path
    root = os.path.realpath(run.run_dir)
    if not os.path.realpath(path).startswith(root + os.sep):
        raise _lost(run, entry.path, "leads out of it")
    try:
        digest = file_digest(path)
    except FileNotFoundError:
        raise _lost(run, entry.path, "is gone") from None
    except OSError as error:
        raise _lost(run, entry.path, f"cannot be read: {error.strerror}") from None
    if digest != entry.sha256:
        raise _lost(run, entry.path, "was changed since")
    # The manifest has what the run left behind.
    if f'File "{" ".join(entry.path.splitlines())}" was modified during the run\n' in journal:
        raise _lost(run, entry.path, "was changed while it ran")


def _lost(run: Run, path: str, what: str) -> RestartError:
    return RestartError(
        f"run {run.name} cannot be restarted: its {path} {what}; to run the project's code with its config, use --proto"
    )
