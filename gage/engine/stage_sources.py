"""Stage source code: copy the selected project files into the run directory; copies only regular files."""

from __future__ import annotations

import os

from gage.config.apply import apply_config
from gage.engine.copy_source import Copied, copy_source
from gage.engine.live_run import LiveRun
from gage.engine.phase_command import stage_with_command
from gage.runs.source_digest import MEMBER, combined_digest

_MOST_NAMED = 20
"""Names that a line of the journal holds."""


def stage_sources(live: LiveRun) -> None:
    """Copy, then let the operation's own command add to it. Raises OSError, SourceFileError, StagingError."""
    live.run_dir.mkdir()
    sources = live.plan.sources
    if sources.files:
        live.journal.write(f"Copying source code (see log/files): {', '.join(sources.patterns)}")
    if ignored := [each.path for each in sources.left_out if each.reason == "gitignore"]:
        more = ", …" if len(ignored) > _MOST_NAMED else ""
        live.journal.write(f"Leaving out what .gitignore ignores: {', '.join(ignored[:_MOST_NAMED])}{more}")
    # Where no command may add to the copies, they need not be closed one by one afterwards.
    closed = not any(phase.startswith("stage-") for phase in live.plan.commands)
    source_dir, run_dir = str(live.plan.request.source_dir), str(live.run_dir)
    digests = {}
    for path in sources.files:
        live.heed_signals()
        copied = _copy(os.path.join(source_dir, path), os.path.join(run_dir, path), path, closed)
        live.files.know(path, copied.state, copied.sha256)
        digests[path] = copied.sha256
        if not copied.was_steady:
            live.warn(f'source file "{path}" kept changing while it was copied; the run has what was there in between')
    # Nobody waits for the disk here: without it a run is only never taken for equal to another.
    live.record.note(MEMBER, combined_digest(digests).encode())
    stage_with_command(live, "stage-sourcecode")


def apply_flags(live: LiveRun) -> None:
    """Write the run's configuration into the copied files. Raises ConfigError, OSError."""
    if live.plan.values:
        live.journal.write("Applying configuration (see log/patched)")
        patched = apply_config(live.plan.config, live.plan.values, live.run_dir)
        if patched:
            live.record.note("log/patched", live.plan.masking.hide(patched).encode("utf-8", "surrogateescape"))
    live.files.note_changes("s")


def _copy(source: str, target: str, path: str, closed: bool) -> Copied:
    try:
        return copy_source(source, target, path, closed=closed)
    except FileNotFoundError:
        os.makedirs(os.path.dirname(target), exist_ok=True)
        return copy_source(source, target, path, closed=closed)
