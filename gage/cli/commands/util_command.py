"""`gage util`: rare work on the runs directory; removes no file before a person saw which and agreed."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from fnmatch import fnmatchcase
from typing import NamedTuple

from gage.cli.command import Command, Parser, UsageError
from gage.cli.options import current_project
from gage.cli.output import say, visible
from gage.cli.run_selection import RUN_HELP, ChangeError, add_change_arguments, runs_to_change
from gage.runs.purged_files import file_sizes, purge_files
from gage.runs.run import Run
from gage.runs.status import run_status
from gage.runs.store import RunStore
from gage.runs.words import counted

_HELP = f"""\
Do rare work on runs.

'gage util purge-run-files' removes files of runs for good, such as checkpoints that take too much room; the runs stay.
PATTERN is matched with the whole path of a file in its run's directory; * stands for any characters, / included. What
was removed is noted, and the record keeps the digests: 'gage check --run' tells a purged file from a lost one.

{RUN_HELP}"""
_TASK = "purge-run-files"
_SHOWN = 20


class _Chosen(NamedTuple):
    """A run and the files of it that are to go, with their sizes in bytes."""

    run: Run
    files: dict[str, int]


def _arguments(parser: Parser) -> None:
    parser.add_argument("task", metavar="TASK", help=_TASK)
    add_change_arguments(parser)
    parser.add_argument(
        "-f", "--file", metavar="PATTERN", action="append", default=[], help="files to remove; may be repeated"
    )
    parser.add_argument("--preview", action="store_true", help="print which files these are, and remove none")


def _run(options: argparse.Namespace) -> int:
    """Show, ask, remove."""
    if options.task != _TASK:
        raise UsageError(f"'{options.task}' is no task; there is {_TASK}")
    if not options.file:
        raise UsageError("name the files with --file, such as --file '*.ckpt'")
    store = RunStore(current_project().runs_dir)
    chosen = _chosen(runs_to_change(options, store), options.file)
    if not chosen:
        say("No files match.")
    elif options.preview:
        _preview(chosen)
    elif options.yes or _is_confirmed(chosen):
        _purge(store, chosen)
    return 0


command = Command(_HELP, _arguments, _run)


def _chosen(runs: Sequence[Run], patterns: Sequence[str]) -> list[_Chosen]:
    chosen = []
    for run in runs:
        if run_status(run) in ("pending", "staged", "running"):
            say(f"gage: run {run.name} is {run_status(run)}, so it is left out")
            continue
        files = file_sizes(run.run_dir).items()
        found = {path: size for path, size in files if any(fnmatchcase(path, pattern) for pattern in patterns)}
        if found:
            chosen.append(_Chosen(run, found))
    return chosen


def _preview(chosen: Sequence[_Chosen]) -> None:
    from gage.cli.console import print_table

    rows = [(each.run.name, path, f"{size:,}") for each in chosen for path, size in each.files.items()]
    print_table(("run", "file", "bytes"), rows, wide="file")
    say(f"{_summary(chosen)}; nothing was removed.")


def _is_confirmed(chosen: Sequence[_Chosen]) -> bool:
    from gage.cli.console import confirm

    say(f"You are about to remove {_summary(chosen)} for good:")
    lines = [f"  {each.run.name}  {path}  {size:,}" for each in chosen for path, size in each.files.items()]
    for line in lines[:_SHOWN]:
        say(visible(line))
    if len(lines) > _SHOWN:
        say(f"  … and {len(lines) - _SHOWN} more; --preview shows all")
    return confirm("Continue?", by_default=False)


def _purge(store: RunStore, chosen: Sequence[_Chosen]) -> None:
    try:
        for run, files in chosen:
            purge_files(run, list(files))
    except OSError as error:
        raise ChangeError(f"cannot remove files of run {run.name}: {error}") from None
    finally:
        store.touch()
    say(f"gage: removed {_summary(chosen)}")


def _summary(chosen: Sequence[_Chosen]) -> str:
    files = sum(len(each.files) for each in chosen)
    size = sum(sum(each.files.values()) for each in chosen)
    return f"{counted(files, 'file')} ({counted(size, 'byte')}) of {counted(len(chosen), 'run')}"
