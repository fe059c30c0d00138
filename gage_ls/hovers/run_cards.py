"""The runs that a selection finds now."""

from __future__ import annotations

from collections.abc import Sequence

from gage.gagefile.dependencies import DependencyText
from gage.runs.run import Run
from gage_ls.hovers.markdown import code, items
from gage_ls.hovers.run_words import counted, run_line
from gage_ls.project_view import ProjectView
from gage_ls.selected_runs import selected_runs

_MOST_RUNS = 5


def runs_card(needed: DependencyText, view: ProjectView) -> list[str]:
    """What an expression or an operation's name selects; nothing where it cannot be understood, which is a problem."""
    if needed.role == "operation":
        runs: Sequence[Run] | None = view.runs_of(needed.text)
    else:
        runs = selected_runs(needed.text, view)
    if runs is None:
        return []
    if not runs:
        return ["It selects no run now."]
    newest = needed.role != "runs-select" and len(runs) > 1
    taken = f", of which the newest is taken, {code(runs[0].short_name)}" if newest else ""
    return [f"It selects **{counted(len(runs), 'run')}** now{taken}.", items(runs, _MOST_RUNS, _line)]


def _line(run: Run) -> str:
    return f"{code(run.opref.name)} {run_line(run)}"
