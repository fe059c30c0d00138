"""`gage select`: prints which runs are meant, a line each, for scripts; changes nothing."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from gage.cli.command import Command
from gage.cli.options import current_project
from gage.cli.output import write_text
from gage.cli.run_selection import RUN_HELP, add_run_arguments, found
from gage.runs.run import Run
from gage.runs.select import SelectError, select_id, select_ids
from gage.runs.store import RunStore

_HELP = f"""\
Print which runs are meant, a line each.

{RUN_HELP} Without it the newest run is meant. What is printed is the id, or what an option names; a run that has
none of that has an empty line."""

_FACTS: dict[str, tuple[str, Callable[[Run], object]]] = {
    "name": ("the name", lambda run: run.name),
    "run-dir": ("the directory of the run's files", lambda run: run.run_dir),
    "meta-dir": ("the run's record: a directory, or a zip once the run is over", lambda run: _record(run)),
    "project-dir": ("the directory of the project it is a run of", lambda run: run.project),
    "label": ("the label", lambda run: run.label),
}


def _arguments(parser: argparse.ArgumentParser) -> None:
    add_run_arguments(parser)
    wanted = parser.add_mutually_exclusive_group()
    for name, (text, _) in _FACTS.items():
        wanted.add_argument(f"--{name}", dest="wanted", action="store_const", const=name, help=f"print {text}")


def _run(options: argparse.Namespace) -> int:
    """Print the lines; an argument that means no run is an error, so that no script goes on without it."""
    store = RunStore(current_project().runs_dir)
    for run in store.load(_chosen(found(store, options.where), options)):
        fact = _FACTS[options.wanted][1](run) if options.wanted else run.id
        write_text(f"{'' if fact is None else fact}\n")
    return 0


command = Command(_HELP, _arguments, _run)


def _chosen(ids: list[str], options: argparse.Namespace) -> list[str]:
    for argument in options.runs:
        if not select_ids(ids, [argument]):
            raise SelectError(f"no run matches {argument!r}; 'gage list' shows what there is")
    if options.runs:
        return select_ids(ids, options.runs)
    if options.where is None:
        return [select_id(ids, None)]
    if not ids:
        raise SelectError("no runs match")
    return ids


def _record(run: Run) -> object:
    return run.record.archive if run.record.is_sealed else run.record.directory
