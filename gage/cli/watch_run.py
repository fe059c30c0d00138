"""What a run prints, as it prints it, until it is over: on a terminal with a line below that says how far it is."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence

from gage.cli.output import say
from gage.cli.status_line import StatusLine, status_line
from gage.engine.run_progress import run_progress
from gage.runs.output_part import Piece, output_part
from gage.runs.run import Run
from gage.runs.status import run_status
from gage.runs.store import RunStore

_TAIL = 20_000
"""Bytes that were printed before and are shown first."""

_PART = 1 << 16
_LOOK = 0.2
"""Seconds between looks."""


def watch_run(store: RunStore, run: Run, whole: bool) -> None:
    """Print from the beginning if ``whole``, else from near the end, and then how the run ended.

    Raises NoRunError when it is removed meanwhile, RecordError, OSError.
    """
    sys.stdout.flush()
    shown = _Shown(run, status_line())
    offset, is_last = (0 if whole else -_TAIL), False
    try:
        while not is_last:
            run = store.run(run.id)
            part = output_part(run, offset, _PART)
            shown.pieces(part.pieces)
            if part.next == part.size and not part.is_last:
                shown.progress(run)
                time.sleep(_LOOK)
            offset, is_last = part.next, part.is_last
    finally:
        shown.end()
    shown.say(f"gage: run {run.name} is {run_status(run)}")


class _Shown:
    """What was shown of a run so far, on a terminal that has a line below it or elsewhere."""

    def __init__(self, run: Run, line: StatusLine | None) -> None:
        self._line = line
        self._phase = "staging" if run.started is None else "run"
        if line:
            line.begin(run.name, 0 if run.started is None else time.time() - run.started / 1_000_000)
            line.phase(self._phase)

    def pieces(self, pieces: Sequence[Piece]) -> None:
        """Print them as they are."""
        for piece in pieces:
            if self._line is None:
                sys.stdout.write(piece.text)
                continue
            if piece.phase != self._phase:
                self._phase = piece.phase
                self._line.phase(piece.phase)
            self._line.pass_on(piece.text.encode(sys.stdout.encoding, "backslashreplace"))
        sys.stdout.flush()

    def progress(self, run: Run) -> None:
        """Tell how far the run is, where there is a line for it."""
        if self._line and (steps := run_progress(run)):
            self._line.progress(*steps)

    def end(self) -> None:
        """Take the line away."""
        if self._line:
            self._line.end()

    def say(self, text: str) -> None:
        """Print a line of our own, below one that was left open."""
        self._line.line(text) if self._line else say(text)
