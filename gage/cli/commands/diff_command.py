"""`gage diff`: shows what changed from one run to another; changes nothing."""

from __future__ import annotations

import argparse

from gage.cli.command import Command, UsageError
from gage.cli.options import add_json_option, current_project
from gage.cli.output import say, write_json
from gage.cli.pager import paged
from gage.cli.run_selection import ONE_RUN_HELP, RUN_ARGUMENT, one_id
from gage.runs.diff import Aspect, Difference, diff_runs
from gage.runs.select import SelectError
from gage.runs.store import RunStore

_HELP = f"""\
Show what changed from one run to another: config and source code, metrics, or the output.

{ONE_RUN_HELP} Of two runs the first is
the older side; without them the newest run is compared with the one before it."""
_ASPECTS: dict[Aspect, str] = {
    "config": "config",
    "source": "source code",
    "summary": "metrics and attributes",
    "output": "output",
}


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("runs", metavar="RUN", nargs="*", help=RUN_ARGUMENT)
    for aspect, text in _ASPECTS.items():
        parser.add_argument(f"--{aspect}", action="store_true", help=f"only the {text}; may be combined")
    add_json_option(parser)


def _run(options: argparse.Namespace) -> int:
    """Print unified diffs, or a JSON list of them."""
    store = RunStore(current_project().runs_dir)
    ids = store.find()
    if len(options.runs) not in (0, 2):
        raise UsageError("name two runs, or none for the two newest")
    if not options.runs and len(ids) < 2:
        raise SelectError("there are no two runs yet to compare")
    chosen = [one_id(store, ids, argument) for argument in options.runs] or [ids[1], ids[0]]
    old, new = (store.run(run_id) for run_id in chosen)
    aspects = tuple(aspect for aspect in _ASPECTS if getattr(options, aspect)) or ("config", "source")
    differences = list(diff_runs(old, new, aspects))
    if options.json:
        write_json([each._asdict() for each in differences])
        return 0
    with paged():
        for each in differences:
            _print(each)
    if not differences:
        say(f"{old.name} and {new.name} do not differ in {' and '.join(aspects)}.")
    return 0


command = Command(_HELP, _arguments, _run)


def _print(difference: Difference) -> None:
    from gage.cli.console import print_diff, print_title

    note = f" ({difference.note})" if difference.note else ""
    print_title(f"{difference.name}{note}")
    print_diff(difference.lines)
