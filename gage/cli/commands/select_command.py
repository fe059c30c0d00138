"""`gage select`: prints which runs are meant, a line each, for scripts; changes nothing."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from gage.cli.command import Command, Parser
from gage.cli.options import current_project
from gage.cli.output import write_text
from gage.cli.run_selection import RUN_HELP, add_run_arguments, each_named, found, one_id
from gage.runs.run import Run
from gage.runs.select import SelectError
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


def _arguments(parser: Parser) -> None:
    add_run_arguments(parser)
    for name, (text, _) in _FACTS.items():
        parser.add_argument(f"--{name}", dest="wanted", action="store_const", const=name, help=f"print {text}")
    parser.only_one(*(f"--{name}" for name in _FACTS))


def _run(options: argparse.Namespace) -> int:
    """Print the lines; an argument that means no run is an error, so that no script goes on without it."""
    store = RunStore(current_project().runs_dir)
    for run in store.load(_chosen(store, found(store, options.where), options)):
        fact = _FACTS[options.wanted][1](run) if options.wanted else run.id
        write_text(f"{'' if fact is None else fact}\n")
    return 0


command = Command(_HELP, _arguments, _run)


def _chosen(store: RunStore, ids: list[str], options: argparse.Namespace) -> list[str]:
    if options.runs:
        return each_named(store, ids, options.runs)
    if options.where is None:
        return [one_id(store, ids, None)]
    if not ids:
        raise SelectError("no runs match")
    return ids


def _record(run: Run) -> object:
    return run.record.archive if run.record.is_sealed else run.record.directory
