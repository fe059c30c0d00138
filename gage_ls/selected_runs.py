"""The runs of a project that an expression selects, as far as it only names operations; no run of another one."""

from __future__ import annotations

from collections.abc import Sequence

from gage.runs.run import Run
from gage.where.expression import Comparison, Membership
from gage.where.fields import OPERATION
from gage.where.parse import parse
from gage.where.tokens import WhereError
from gage_ls.project_view import ProjectView


def selected_runs(expression: str, view: ProjectView) -> Sequence[Run] | None:
    """The runs, the latest first; None where the expression cannot be read, or asks for more than operations."""
    try:
        parsed = parse(expression)
    except WhereError:
        return None
    if parsed is None:
        return view.runs
    if isinstance(parsed, Comparison) and parsed.operator == "=" and parsed.field.text in OPERATION:
        names = {parsed.value.text}
    elif isinstance(parsed, Membership) and not parsed.negated and parsed.field.text in OPERATION:
        names = {word.text for word in parsed.values}
    else:
        return None
    return [run for run in view.runs if run.opref.name in names]
