"""The list of runs as it changes: on a terminal a table that is drawn anew, else a line for each change."""

from __future__ import annotations

import sys
import time

from gage.cli.full_screen import can_be_filled, full_screen
from gage.cli.live_runs import LiveRuns, Look
from gage.cli.output import write
from gage.cli.run_changes import RunChanges
from gage.runs.changes import marker_state
from gage.runs.store import RunStore

_PAUSE = 0.25
"""Seconds between two looks at what tells of changes, which are two files."""

_TICK = 1.0
"""Seconds between two looks at runs while one is under way: its clock, its progress and its metrics go on."""

_REST = 30.0
"""Seconds between two looks at runs while nothing tells of a change."""

_SHARE = 10
"""Times as long as the last look took is the least time before the next one: many thousand runs may be slow."""


class _Due:
    """Says when to look again."""

    def __init__(self, store: RunStore) -> None:
        self._store = store
        self._state: object = ()
        self._began = self._ended = 0.0
        self._size: object = None

    def is_due(self, size: object, is_under_way: bool) -> bool:
        """Whether something changed, or may have; ``size`` is that of what is looked at."""
        now, state = time.monotonic(), marker_state(self._store.runs_dir)
        if size == self._size and now - self._ended < _SHARE * (self._ended - self._began):
            return False
        is_old = now - self._began >= (_TICK if is_under_way else _REST)
        if state == self._state and size == self._size and not is_old:
            return False
        self._state, self._size, self._began = state, size, now
        return True

    def looked(self) -> None:
        """A look that was due is over."""
        self._ended = time.monotonic()


def watch_list(store: RunStore, runs: LiveRuns) -> None:
    """Show the list until a person ends it. Raises KeyboardInterrupt, OSError when the terminal is gone."""
    if can_be_filled():
        _fill_screen(store, runs)
    else:
        _print_changes(store, runs)


def _fill_screen(store: RunStore, runs: LiveRuns) -> None:
    from gage.cli.live_table import HEAD_ROWS, table_lines

    due, look = _Due(store), Look([], 0, 0)
    with full_screen() as screen:
        while True:
            columns, rows = screen.size
            if due.is_due((columns, rows), look.under_way > 0):
                look = runs.look(max(1, rows - HEAD_ROWS))
                screen.draw(table_lines(look, columns))
                due.looked()
            if screen.wait(_PAUSE):
                return


def _print_changes(store: RunStore, runs: LiveRuns) -> None:
    """A line for each run under way, and for each change from then on."""
    due, changes = _Due(store), RunChanges(store, runs)
    while True:
        if due.is_due(None, changes.is_under_way):
            write("".join(f"{line}\n" for line in changes.look()))
            sys.stdout.flush()
            due.looked()
        time.sleep(_PAUSE)
