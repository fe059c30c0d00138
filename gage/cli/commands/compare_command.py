"""`gage compare`: shows runs side by side; changes nothing."""

from __future__ import annotations

import argparse
from typing import Any

from gage.cli.command import Command
from gage.cli.options import add_json_option, current_project
from gage.cli.output import say, write_json
from gage.cli.run_selection import RUN_HELP, add_run_arguments, found, named_ids
from gage.runs.compare import comparison_object
from gage.runs.select import SelectError
from gage.runs.store import RunStore

_HELP = f"""\
Compare runs: config, metrics and attributes side by side. Without RUN the two newest are compared.

{RUN_HELP}"""


def _arguments(parser: argparse.ArgumentParser) -> None:
    add_run_arguments(parser)
    parser.add_argument("-d", "--differences", action="store_true", help="show only what differs")
    add_json_option(parser)


def _run(options: argparse.Namespace) -> int:
    """Print a table, or the object of docs/interfaces.md."""
    project = current_project()
    store = RunStore(project.runs_dir)
    ids = found(store, options.where)
    chosen = named_ids(store, ids, options.runs) if options.runs else ids[:2]
    if not chosen:
        raise SelectError("no runs match; 'gage list' shows what there is")
    compared = comparison_object(store.load(chosen), project.known)
    if options.differences:
        for group in ("config", "metrics", "attributes"):
            compared[group] = [row for row in compared[group] if row["differs"]]
    if options.json:
        write_json(compared)
    else:
        _print(compared, options.differences)
    return 0


command = Command(_HELP, _arguments, _run)


def _print(compared: dict[str, Any], only_differences: bool) -> None:
    from gage.cli.console import print_table
    from gage.runs.words import value

    runs = compared["runs"]
    about = [("operation", [run["operation"] for run in runs]), ("status", [run["status"] for run in runs])]
    if any(run["label"] for run in runs):
        about.append(("label", [run["label"] for run in runs]))
    rows = [(name, *(text or "" for text in texts), "*" if len(set(texts)) > 1 else "") for name, texts in about]
    for group in ("config", "metrics", "attributes"):
        rows += [
            (row["name"], *(value(each) for each in row["values"]), "*" if row["differs"] else "")
            for row in compared[group]
        ]
    if only_differences:
        rows = [row for row in rows if row[-1]]
    print_table(("name", *(run["name"].partition("-")[0] for run in runs), "differs"), rows)
    say("'*' marks what differs.")
