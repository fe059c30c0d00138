"""`gage export`: hands runs to others, whole or as a table; changes no run, and replaces no file unasked."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Sequence
from pathlib import Path

from gage.cli.command import Command, Parser, UsageError
from gage.cli.options import current_project
from gage.cli.output import say, write_csv, write_text
from gage.cli.run_selection import RUN_HELP, add_run_arguments, runs_to_change
from gage.errors import GageError
from gage.runs.run import Run
from gage.runs.run_csv import run_rows, runs_csv
from gage.runs.store import RunStore
from gage.runs.words import counted

_HELP = f"""\
Export runs for others: whole ones, or a table of them.

A zip or a directory has everything of the runs and is a runs directory again: 'unzip runs.zip -d theirs', then
'gage --runs theirs list'. Only runs that are over are exported whole. A table has a row, or a line of JSON, for each.
The name of PATH says which it is: runs.zip, runs.csv, runs.jsonl; one without an ending is a directory.

{RUN_HELP}"""
_FORMATS = ("zip", "directory", "csv", "jsonl")
_BY_ENDING = {".zip": "zip", ".csv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl", "": "directory"}


class ExistsError(GageError):
    """Something is there already under the name of an export."""


def _arguments(parser: Parser) -> None:
    add_run_arguments(parser)
    parser.add_argument("-a", "--all", action="store_true", help="all runs")
    parser.add_argument("-o", "--output", metavar="PATH", help="where to, or - to print a table")
    parser.add_argument(
        "--format", metavar="FORMAT", choices=_FORMATS, help="what to write, whatever the name of PATH says"
    )
    parser.add_argument("--force", action="store_true", help="replace a file that is there")


def _run(options: argparse.Namespace) -> int:
    """Write, and say how many runs."""
    format_ = _format(options)
    store = RunStore(current_project().runs_dir)
    runs = runs_to_change(options, store)
    if options.output != "-":
        _refuse_place(Path(options.output), store, format_, options.force)
    if format_ in ("csv", "jsonl"):
        _export_table(runs, format_, options.output)
        return 0
    runs = _over(runs)
    from gage.runs.export import export_directory, export_zip

    (export_zip if format_ == "zip" else export_directory)(runs, Path(options.output), _tell)
    say(f"gage: exported {counted(len(runs), 'run')} to {options.output}")
    return 0


command = Command(_HELP, _arguments, _run)


def _tell(message: str) -> None:
    say(f"gage: {message}")


def _format(options: argparse.Namespace) -> str:
    if not options.output:
        raise UsageError("name with --output where to export to, such as runs.zip, runs.csv or a directory")
    ending = Path(options.output).suffix.lower()
    format_ = options.format or _BY_ENDING.get(ending)
    if options.output == "-":
        if options.format not in ("csv", "jsonl"):
            raise UsageError("--output - prints a table; add --format csv or --format jsonl")
    elif format_ is None:
        raise UsageError(f"--output {options.output}: nothing is known to end in {ending}; add --format")
    return str(format_)


def _refuse_place(path: Path, store: RunStore, format_: str, is_forced: bool) -> None:
    if Path(os.path.realpath(path)).is_relative_to(os.path.realpath(store.runs_dir)):
        raise UsageError(f"--output {path} lies in the runs directory; choose another place")
    if format_ == "directory":
        if path.is_dir() and not any(path.iterdir()):
            return
        if os.path.lexists(path):
            raise ExistsError(f"{path} is there already; name a new directory, or one that is empty")
    elif path.is_dir():
        raise ExistsError(f"{path} is a directory; name a file in it")
    elif os.path.lexists(path) and not is_forced:
        raise ExistsError(f"{path} is there already; add --force to replace it")


def _over(runs: Sequence[Run]) -> list[Run]:
    """The runs that can be exported whole; of the others it is told. Raises UsageError where there is none."""
    from gage.runs.status import run_status

    over = [run for run in runs if run_status(run) not in ("pending", "staged", "running")]
    for run in runs:
        if run not in over:
            _tell(f"run {run.name} is {run_status(run)}, so it is left out")
    if not over:
        raise UsageError("none of these runs is over; export them when they are")
    return over


def _export_table(runs: Sequence[Run], format_: str, output: str) -> None:
    from gage.runs.run_object import run_object

    objects = [run_object(run) for run in runs]
    if format_ == "csv" and output == "-":
        write_csv(run_rows(objects))
        return
    lines = "".join(json.dumps(run, ensure_ascii=False) + "\n" for run in objects)
    if output == "-":
        write_text(lines)
        return
    from gage.cli.replace_file import replace_file

    replace_file(Path(output), runs_csv(objects) if format_ == "csv" else lines.encode("utf-8", "backslashreplace"))
    say(f"gage: exported {counted(len(runs), 'run')} to {output}")
