"""Whether a run is needed, or one that is completed is equal to it already; makes nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from gage.engine.events import Event
from gage.engine.prepare import Plan, RefusedError, plan_run
from gage.engine.request import RunRequest
from gage.runs.run import Run
from gage.runs.source_digest import MEMBER, source_digest
from gage.runs.status import run_status
from gage.runs.store import RunStore
from gage.runs.summary import Scalar, scalar


def equal_run(request: RunRequest, with_source: bool = False) -> Run | None:
    """The newest completed run of the same operation and version with equal config; None where the run is needed.

    With ``with_source`` its source code is equal, too; runs that have no digest of theirs recorded never are. Raises
    what `plan_run` does.
    """
    plan = plan_run(request, _pass_over)
    values = _recorded(plan.masking.hide_in(plan.values))
    digest = _digest(plan) if with_source else b""
    for run in RunStore(request.runs_dir).runs():
        is_equal = run.opref == plan.opref and run_status(run) == "completed" and _recorded(run.config) == values
        if is_equal and (not with_source or run.record.read(MEMBER) == digest):
            return run
    return None


def _pass_over(event: Event) -> None:
    """What is to be warned of is told when the run is made."""


def _recorded(config: Mapping[str, Scalar]) -> dict[str, tuple[type, Any]]:
    """Config values as a record gives them back, with their types: 1, 1.0 and true are three values."""
    values = {name: scalar(value) for name, value in json.loads(json.dumps(config)).items()}
    return {name: (type(value), value) for name, value in values.items()}


def _digest(plan: Plan) -> bytes:
    try:
        return source_digest(plan.request.source_dir, plan.sources.files).encode()
    except OSError as error:
        raise RefusedError(f"source code cannot be compared: {error}") from None
