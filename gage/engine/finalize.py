"""End a run, however it went: summary, times, exit code, files, and the record packed into one zip."""

from __future__ import annotations

from collections.abc import Callable

from gage.engine.collect_summary import collect_summary
from gage.engine.dependencies.references import replace_links
from gage.engine.live_run import LiveRun
from gage.engine.phase_command import run_command
from gage.engine.provenance import finish_provenance
from gage.runs.packing import pack, pack_left
from gage.runs.provenance import USAGE
from gage.runs.record import FIRST_MEMBER
from gage.runs.run_json import encode as run_json
from gage.runs.supplied import MEMBER, read_supplied


def finalize(live: LiveRun) -> int:
    """Record the end of a run and return its exit code, negative for a signal.

    Each step stands alone: what one cannot do (a full disk) is told, and the others still happen.
    """
    if not live.record.directory.is_dir():
        live.warn("the record of the run is gone, so its end is not recorded")
        return live.exit_code or 0
    live.note("summary.json", _summary(live) if live.was_started else b"{}")
    live.stamp("stopped")
    with live.usage.timed("finalize"):
        _step(live, "the finalize command could not be run", _run_finalize_command)
    exit_code = live.exit_code or 0
    if live.record.read("proc/exit") != str(exit_code).encode():
        live.write("proc/exit", str(exit_code).encode())
    if _is_to_be_packed(live) and (data := run_json(live.store.run(live.id))) is not None:
        live.note(FIRST_MEMBER, data)
    live.reserve.release()
    with live.usage.timed("finalize"):
        _step(live, "the files of the run are not all recorded", _record_files)
    finish_provenance(live)
    live.note(USAGE, live.usage.encode())
    _step(live, "the record of the run stays unpacked", _close_record)
    live.store.touch()
    pack_left(live.store.runs_dir)
    return exit_code


def _summary(live: LiveRun) -> bytes:
    return collect_summary(live.run_dir, live.record, live.plan.operation, live.files.digests, live.journal)


def _run_finalize_command(live: LiveRun) -> None:
    """Run the operation's own ending after a command that had its turn; the first failure is the run's."""
    command = live.plan.commands.get("finalize")
    if command is None or not live.was_started:
        return
    live.signals.take()
    exit_code = run_command(live, "finalize", command)
    if exit_code != 0:
        live.warn(f"the finalize command ended with exit code {exit_code}")
        live.exit_code = live.exit_code or exit_code


def _record_files(live: LiveRun) -> None:
    live.journal.write("Finalizing run files (see manifest)")
    live.files.note_changes("g")
    if replace_links(live.run_dir, read_supplied(live.record.read(MEMBER)), live.journal):
        live.files.note_changes("d")
    live.files.write_manifest()


def _close_record(live: LiveRun) -> None:
    live.let_go()
    if _is_to_be_packed(live):
        pack(live.record)


def _is_to_be_packed(live: LiveRun) -> bool:
    return live.plan.request.environ.get("NO_ZIP_META") != "1"


def _step(live: LiveRun, failed: str, step: Callable[[LiveRun], None]) -> None:
    try:
        step(live)
    except OSError as error:
        live.warn(f"{failed}: {error.strerror}")
