"""`gage show`: shows one run: attributes, config, metrics, files, output and comments; changes nothing."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from gage.cli.command import Command, Parser
from gage.cli.options import count, current_project
from gage.cli.output import say, write_json
from gage.cli.pager import paged
from gage.cli.run_selection import ONE_RUN_HELP, RUN_ARGUMENT, add_where, one_run
from gage.runs.output import read_output
from gage.runs.provenance import DIFF
from gage.runs.run_object import run_details
from gage.runs.store import RunStore

_HELP = f"""\
Show a run: attributes, config, metrics and how they went, files, the end of the output, and comments.

{ONE_RUN_HELP} Without
it the newest run is shown."""
_MOST_FILES = 40


def _arguments(parser: Parser) -> None:
    parser.add_argument("run", metavar="RUN", nargs="?", help=RUN_ARGUMENT)
    add_where(parser)
    part = parser.add_argument_group("what is shown")
    part.add_argument("-o", "--output", action="store_true", help="print only what the run printed, byte for byte")
    part.add_argument("--diff", action="store_true", help="print only what was changed since the commit, as a patch")
    part.add_argument("-c", "--config", action="store_true", help="print only the config")
    part.add_argument("-s", "--summary", action="store_true", help="print only metrics and attributes")
    part.add_argument("-f", "--files", action="store_true", help="print only the files")
    part.add_argument("--comments", action="store_true", help="print only the comments")
    part.add_argument(
        "-p", "--plot", metavar="METRIC", action="append", help="draw only the curve of a metric; may be repeated"
    )
    part.add_argument("--json", action="store_true", help="print JSON for other programs")
    part.add_argument(
        "--limit-files", type=count, metavar="N", default=_MOST_FILES, help=f"list N files (default: {_MOST_FILES})"
    )
    part.add_argument("--all-files", action="store_true", help="list all files")
    parser.only_one("--output", "--diff", "--config", "--summary", "--files", "--comments", "--plot", "--json")
    parser.only_one("--limit-files", "--all-files")


def _run(options: argparse.Namespace) -> int:
    """Print panels, one part of them, curves, the raw output, or the run object of docs/interfaces.md."""
    project = current_project()
    found = one_run(RunStore(project.runs_dir), options.run, options.where)
    if options.output or options.diff:
        sys.stdout.buffer.write(read_output(found) if options.output else found.record.read(DIFF) or b"")
        return 0
    if options.plot:
        from gage.cli.run_plot import print_plots

        with paged():
            print_plots(found, options.plot)
        return 0
    details = run_details(found, project.known)
    most_files = None if options.all_files else options.limit_files
    if options.json:
        write_json(details)
        return 0
    with paged():
        if not _print_part(options, details, most_files):
            from gage.cli.run_panels import print_run

            print_run(found, details, project.known, most_files)
    return 0


command = Command(_HELP, _arguments, _run)


def _print_part(options: argparse.Namespace, details: dict[str, Any], most_files: int | None) -> bool:
    """Print the one part that is asked for, if one is."""
    if options.config:
        _print_values([("", details["config"])])
    elif options.summary:
        _print_values([("metric", details["metrics"]), ("attribute", details["attributes"])])
    elif options.files:
        from gage.cli.run_panels import print_file_table

        print_file_table(details["files"], most_files)
    elif options.comments:
        from gage.cli.run_panels import print_comments

        print_comments(details["comments"]) if details["comments"] else say("No comments.")
    return any((options.config, options.summary, options.files, options.comments))


def _print_values(kinds: list[tuple[str, dict[str, Any]]]) -> None:
    """A table of names and values, which says the kind of each where there are several."""
    from gage.cli.console import print_table
    from gage.runs.words import value

    headers = ("name", "value", "type") if len(kinds) > 1 else ("name", "value")
    rows = [(name, value(scalar), kind) for kind, values in kinds for name, scalar in sorted(values.items())]
    print_table(headers, [row[: len(headers)] for row in rows])
