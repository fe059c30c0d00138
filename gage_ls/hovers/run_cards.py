"""The runs that a selection finds now, files of the newest of them, and what the last runs had as a value."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from gage.gagefile.dependencies import DependencyText
from gage.gagefile.secrets import is_secret
from gage.runs.run import Run
from gage.runs.words import counted, value
from gage_ls.hovers.file_cards import files_card
from gage_ls.hovers.markdown import code, items
from gage_ls.hovers.run_words import run_line
from gage_ls.project_view import ProjectView
from gage_ls.resolved_config import MASK
from gage_ls.selected_runs import selected_runs

_MOST_RUNS = 5


def runs_card(needed: DependencyText, view: ProjectView) -> list[str]:
    """What an expression or an operation's name selects; nothing where it cannot be understood, which is a problem."""
    runs = _runs(needed, view)
    if runs is None:
        return []
    if not runs:
        return ["It selects no run now."]
    newest = needed.role != "runs-select" and len(runs) > 1
    taken = f", of which the newest is taken, {code(runs[0].short_name)}" if newest else ""
    return [f"It selects **{counted(len(runs), 'run')}** now{taken}.", items(runs, _MOST_RUNS, _line)]


def run_files_card(pattern: str, source: DependencyText, view: ProjectView) -> list[str]:
    """The files that a pattern matches in the newest run that a dependency takes them from."""
    runs = _runs(source, view)
    if not runs:
        return [] if runs is None else ["No run matches now, so there are no files."]
    found = view.matching.of(runs[0].run_dir, (shlex.quote(pattern),))
    where = f"in run {code(runs[0].short_name)}"
    return [] if found is None else files_card(found, f"match {where}", f"matches {where}")


def field_card(name: str, operation: str, view: ProjectView) -> list[str]:
    """What the newest run of an operation that has a metric, attribute or config value of a name has as its value."""
    for run in view.runs_of(operation):
        values = {**run.config, **run.summary.attributes, **run.summary.metrics}
        if values.get(name) is not None:
            shown = MASK if is_secret(name, str(values[name])) else value(values[name])
            return [f"{code(name)} = {code(shown)} · {run_line(run, 0)}"]
    return []


def _runs(needed: DependencyText, view: ProjectView) -> Sequence[Run] | None:
    if needed.role == "operation":
        return view.runs_of(needed.text)
    return selected_runs(needed.text, view)


def _line(run: Run) -> str:
    return f"{code(run.opref.name)} {run_line(run)}"
