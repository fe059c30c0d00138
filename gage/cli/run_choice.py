"""Which of several runs a person means by one argument: names them and, on a terminal, lets one be chosen."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence

from gage.cli.output import say
from gage.runs.run import Run
from gage.runs.select import SelectError, SeveralRunsError
from gage.runs.store import RunStore
from gage.runs.words import ago

_SHOWN = 20
_ID_LENGTH = 13
"""Characters of an id that tell when, to the millisecond, its run was made."""


def chosen_run(store: RunStore, matched: SeveralRunsError, may_ask: bool) -> str:
    """The id of the run a person chooses. Raises SelectError, which names the runs, where nobody can be asked."""
    from gage.cli.output import visible

    runs = store.load(matched.ids[:_SHOWN])
    lines = [visible(line) for line in _lines(runs)]
    more = [f"  … and {len(matched.ids) - len(runs)} more"] if len(matched.ids) > len(runs) else []
    if not (may_ask and sys.stdin.isatty() and sys.stderr.isatty()):
        told = [f"  {line}" for line in lines]
        raise SelectError("\n".join([f"{matched.heading}; give more of the name or id", *told, *more]))
    say(f"{matched.heading}:")
    for number, line in enumerate(lines, start=1):
        say(f"{number:>4}  {line}")
    for line in more:
        say(line)
    return runs[_number(len(runs)) - 1].id


def _lines(runs: Sequence[Run]) -> list[str]:
    """What tells runs apart, in columns."""
    rows = [(run.name, run.id[:_ID_LENGTH], run.opref.name, _age(run), run.label or "") for run in runs]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def _age(run: Run) -> str:
    began = run.started or run.staged or run.initialized
    return ago(time.time() - began / 1_000_000) if began else ""


def _number(last: int) -> int:
    """A number up to ``last``; without one the command ends, and nothing was done."""
    while True:
        sys.stderr.write(f"Which one? (1-{last}, or Enter for none) ")
        sys.stderr.flush()
        answer = sys.stdin.readline().strip()
        if not answer:
            say("Aborted!")
            sys.exit(1)
        if answer.isdecimal() and 1 <= int(answer[:10]) <= last:
            return int(answer)
