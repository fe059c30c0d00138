"""The life of a run, from request to result: refuse or make, stage, execute, finalize."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext

from gage.engine.dependencies.references import refuse_gone
from gage.engine.events import Event, RunEnded, RunMade
from gage.engine.execute import execute
from gage.engine.finalize import finalize
from gage.engine.live_run import LiveRun, StagingError
from gage.engine.prepare import Plan, RefusedError, prepare, refuse_full, refuse_unsupported
from gage.engine.provenance import record_machine, record_provenance
from gage.engine.recorded_plan import recorded_plan, refuse_masked
from gage.engine.request import RunRequest, RunResult
from gage.engine.signals import Signals
from gage.engine.stage_runtime import finish_staging, let_go, stage_dependencies, stage_runtime
from gage.engine.stage_sources import apply_flags, stage_sources
from gage.engine.timeout import Timeout
from gage.errors import GageError
from gage.gagefile.model import PROGRESS_PARSERS
from gage.runs.ids import run_name
from gage.runs.process_identity import identify
from gage.runs.run import Run
from gage.runs.status import exit_status, run_status
from gage.runs.store import RunStore

__all__ = ["PHASES", "RunRequest", "RunResult", "run_operation", "stage_operation", "start_run"]

Phases = tuple[Callable[[LiveRun], None], ...]

STAGING: Phases = (record_provenance, stage_sources, apply_flags, stage_runtime, stage_dependencies, finish_staging)
PHASES: Phases = (*STAGING, execute)
"""What happens to a run once it is made, in this order; `finalize` follows, whichever of them was the last."""

_NAMES: dict[Callable[[LiveRun], None], str] = {
    stage_sources: "stage-sourcecode",
    apply_flags: "stage-sourcecode",
    stage_runtime: "stage-runtime",
    stage_dependencies: "stage-dependencies",
    finish_staging: "stage-dependencies",
    execute: "run",
}
"""What their time is counted as."""


def run_operation(request: RunRequest, report: Callable[[Event], None]) -> RunResult:
    """Run an operation and wait for its end.

    ``report`` is told what happens as it happens; output arrives in a thread of its own, one event at a time. While
    the run lives, SIGINT, SIGTERM and SIGHUP end it in order: they go to its command, and the run is recorded as
    terminated. Raises GageError where nothing was made; a run that was made always ends in a result.
    """
    report = _while_heard(report)
    plan = prepare(request, report)
    with Signals() as signals, _watched(_make(plan, signals, report)) as live:
        _go_through(live, PHASES)
        return _end(live)


def stage_operation(request: RunRequest, report: Callable[[Event], None]) -> RunResult:
    """Make a run and put everything in place for its command, as `run_operation` does; ``start_run`` goes on."""
    report = _while_heard(report)
    plan = prepare(request, report)
    with Signals() as signals, _watched(_make(plan, signals, report)) as live:
        staged = _go_through(live, (*STAGING, let_go))
        return _told(live, RunResult(live.id, "staged", 0)) if staged else _end(live)


def start_run(
    run: Run,
    environ: Mapping[str, str],
    report: Callable[[Event], None],
    env: Mapping[str, str] | None = None,
    timeout: Timeout | None = None,
) -> RunResult:
    """Execute a staged run and wait for its end, as `run_operation` does; the project is not needed.

    ``env`` are variables for its commands, which win over those it was staged with.
    Raises RefusedError for a run that is not staged, or that another process starts, and UnmetError for one whose
    dependencies are gone.
    """
    report = _while_heard(report)
    if run_status(run) != "staged":
        raise RefusedError(f'run {run.name} has the status "{run_status(run)}"; only a staged run can be started')
    plan = recorded_plan(run, environ, env, timeout)
    refuse_masked(run, plan)
    refuse_unsupported(plan.operation)
    refuse_gone(run, plan.operation)
    refuse_full(run.runs_dir)
    with Signals() as signals:
        live = LiveRun(plan, RunStore(run.runs_dir), run.id, signals, report)
        _claim(live)
        with _watched(live):
            _go_through(live, (_recall, record_machine, execute))
            return _end(live)


def _while_heard(report: Callable[[Event], None]) -> Callable[[Event], None]:
    """Stop telling once nobody listens (a closed terminal or pipe); the run goes on and is recorded."""
    heard = True

    def tell(event: Event) -> None:
        nonlocal heard
        if heard:
            try:
                report(event)
            except OSError:
                heard = False

    return tell


def _make(plan: Plan, signals: Signals, report: Callable[[Event], None]) -> LiveRun:
    request = plan.request
    store = RunStore(request.runs_dir)
    try:
        run_id = store.make_run(plan.first_members(), request.project_dir, plan.label, plan.tags)
    except OSError as error:
        raise RefusedError(f"no run can be made in {request.runs_dir}: {error.strerror}") from None
    return LiveRun(plan, store, run_id, signals, report)


@contextmanager
def _watched(live: LiveRun) -> Iterator[LiveRun]:
    """Say that the run is there, and have it watched over until it is recorded."""
    live.watch()
    try:
        tells = live.plan.operation.progress.get("run") in PROGRESS_PARSERS
        live.report(RunMade(live.id, run_name(live.id), live.run_dir, tells))
        yield live
    finally:
        live.unwatch()


def _claim(live: LiveRun) -> None:
    """Take a staged run, which one process alone can. Raises RefusedError."""
    try:
        live.record.claim("proc/owner", identify(os.getpid()).encode())
    except FileExistsError:
        raise RefusedError(f"run {run_name(live.id)} is being started by another process") from None
    except FileNotFoundError:
        # The record is packed.
        raise _ended_meanwhile(live) from None
    except OSError as error:
        raise RefusedError(f"run {run_name(live.id)} cannot be started: {error.strerror}") from None
    if live.record.read("proc/exit") is not None:
        live.record.delete("proc/owner")
        raise _ended_meanwhile(live)


def _ended_meanwhile(live: LiveRun) -> RefusedError:
    return RefusedError(f"run {run_name(live.id)} was started by another process, and has ended")


def _recall(live: LiveRun) -> None:
    live.files.recall()
    live.usage.recall(live.record)


def _go_through(live: LiveRun, phases: Phases) -> bool:
    """Go through phases until one says that the run ends there; whether all had their turn."""
    try:
        for phase in phases:
            live.heed_signals()
            with live.usage.timed(_NAMES[phase]) if phase in _NAMES else nullcontext():
                phase(live)
    except StagingError as failure:
        live.exit_code = failure.exit_code
    except OSError as error:
        path = error.filename2 or error.filename
        live.warn(f"the run ends early: {error.strerror}{f': {path}' if path else ''}")
        live.exit_code = live.exit_code or 1
    except GageError as error:
        live.warn(f"the run ends early: {error}")
        live.exit_code = live.exit_code or 1
    else:
        return True
    return False


def _end(live: LiveRun) -> RunResult:
    recorded = finalize(live)
    return _told(live, RunResult(live.id, exit_status(recorded), recorded if recorded >= 0 else 256 + recorded))


def _told(live: LiveRun, result: RunResult) -> RunResult:
    live.report(RunEnded(result.run_id, result.status, result.exit_code))
    return result
