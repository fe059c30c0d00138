"""Stage what the command needs beside its source code: its runtime, its dependencies, and what its commands fetch."""

from __future__ import annotations

from gage.engine.dependencies.stage import record_digests, stage_found
from gage.engine.live_run import LiveRun
from gage.engine.phase_command import stage_with_command
from gage.engine.provenance import finish_provenance
from gage.runs.provenance import USAGE


def stage_runtime(live: LiveRun) -> None:
    """Let the operation install its runtime. Raises OSError, StagingError."""
    if "stage-runtime" in live.plan.commands:
        stage_with_command(live, "stage-runtime")
        live.files.note_changes("r")


def stage_dependencies(live: LiveRun) -> None:
    """Put its dependencies in place, then let the operation's own command add to them. Raises OSError, StagingError."""
    if live.plan.dependencies or "stage-dependencies" in live.plan.commands:
        stage_found(live)
        stage_with_command(live, "stage-dependencies")
        live.files.note_changes("d")


def finish_staging(live: LiveRun) -> None:
    """Close the staged files to writing and record their digests: the run could start now or later. Raises OSError."""
    live.journal.write("Finalizing staged files (see manifest)")
    live.files.write_manifest(is_over=False)
    record_digests(live)
    live.record.note("staged", live.clock.timestamp())
    live.store.touch()


def let_go(live: LiveRun) -> None:
    """Leave a staged run to whoever starts it. Raises OSError."""
    finish_provenance(live)
    live.note(USAGE, live.usage.encode())
    live.let_go()
    live.store.touch()
