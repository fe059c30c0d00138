"""Stage source code: copy the selected project files into the run directory; copies only regular files."""

from __future__ import annotations

import shutil
from pathlib import Path

from gage.config.apply import apply_config
from gage.engine.live_run import LiveRun
from gage.engine.phase_command import stage_with_command
from gage.engine.restart import make_writeable
from gage.engine.source_digest import MEMBER, source_digest


def stage_sources(live: LiveRun) -> None:
    """Copy, then let the operation's own command add to it. Raises OSError, StagingError."""
    live.run_dir.mkdir()
    sources = live.plan.sources
    if sources.files:
        live.journal.write(f"Copying source code (see log/files): {', '.join(sources.patterns)}")
    for path in sources.files:
        live.heed_signals()
        _copy(live.plan.request.source_dir / path, live.run_dir / path)
    if live.plan.request.restarted:
        make_writeable(live.run_dir, sources.files)
    # Nobody waits for the disk here: without it a run is only never taken for equal to another.
    live.record.note(MEMBER, source_digest(live.run_dir, sources.files).encode())
    stage_with_command(live, "stage-sourcecode")


def apply_flags(live: LiveRun) -> None:
    """Write the run's configuration into the copied files. Raises ConfigError, OSError."""
    if live.plan.values:
        live.journal.write("Applying configuration (see log/patched)")
        patched = apply_config(live.plan.config, live.plan.values, live.run_dir)
        if patched:
            live.record.write("log/patched", live.plan.masking.hide(patched).encode("utf-8", "surrogateescape"))
    live.files.note_changes("s")


def _copy(source: Path, target: Path) -> None:
    """Copy content and mode; of a link, the file it leads to."""
    try:
        shutil.copy(source, target)
    except FileNotFoundError:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, target)
