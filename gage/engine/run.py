"""The life of a run, from request to result: refuse or make, stage, execute, finalize."""

from __future__ import annotations

from collections.abc import Callable

from gage.engine.events import Event, RunEnded, RunMade
from gage.engine.execute import execute
from gage.engine.finalize import finalize
from gage.engine.live_run import LiveRun, StagingError
from gage.engine.prepare import Plan, RefusedError, prepare
from gage.engine.request import RunRequest, RunResult
from gage.engine.signals import Signals
from gage.engine.stage_runtime import finish_staging, stage_dependencies, stage_runtime
from gage.engine.stage_sources import apply_flags, stage_sources
from gage.errors import GageError
from gage.runs.ids import run_name
from gage.runs.status import exit_status
from gage.runs.store import RunStore

__all__ = ["PHASES", "RunRequest", "RunResult", "run_operation"]

PHASES: tuple[Callable[[LiveRun], None], ...] = (
    stage_sources,
    apply_flags,
    stage_runtime,
    stage_dependencies,
    finish_staging,
    execute,
)
"""What happens to a run once it is made, in this order; `finalize` follows, whichever of them was the last."""


def run_operation(request: RunRequest, report: Callable[[Event], None]) -> RunResult:
    """Run an operation and wait for its end.

    ``report`` is told what happens as it happens; output arrives in a thread of its own, one event at a time. While
    the run lives, SIGINT, SIGTERM and SIGHUP end it in order: they go to its command, and the run is recorded as
    terminated. Raises GageError where nothing was made; a run that was made always ends in a result.
    """
    report = _while_heard(report)
    plan = prepare(request, report)
    with Signals() as signals:
        live = _make(plan, signals, report)
        _stage_and_execute(live)
        recorded = finalize(live)
    result = RunResult(live.id, exit_status(recorded), recorded if recorded >= 0 else 256 + recorded)
    report(RunEnded(result.run_id, result.status, result.exit_code))
    return result


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
        run_id = store.make_run(plan.first_members(), request.project_dir, request.label)
    except OSError as error:
        raise RefusedError(f"no run can be made in {request.runs_dir}: {error.strerror}") from None
    live = LiveRun(plan, store, run_id, signals, report)
    report(RunMade(run_id, run_name(run_id), live.run_dir))
    return live


def _stage_and_execute(live: LiveRun) -> None:
    """Go through the phases until one says that the run ends here."""
    try:
        for phase in PHASES:
            live.heed_signals()
            phase(live)
    except StagingError as failure:
        live.exit_code = failure.exit_code
    except (OSError, GageError) as error:
        live.warn(f"the run ends early: {error}")
        live.exit_code = live.exit_code or 1
