"""The runs of a project that an expression of a gagefile selects now."""

from __future__ import annotations

from collections.abc import Sequence

from gage.runs.filter import run_filter
from gage.runs.run import Run
from gage.where.tokens import WhereError
from gage_ls.project_view import ProjectView


def selected_runs(expression: str, view: ProjectView) -> Sequence[Run] | None:
    """The runs, the latest first; None where the expression cannot be read."""
    try:
        selects = run_filter(expression)
    except WhereError:
        return None
    return [run for run in view.runs if selects(run)]
