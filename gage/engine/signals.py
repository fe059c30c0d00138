"""Signals that ask a run to end: passed on to its command while there is one, remembered while there is none."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from gage.engine.process import Child

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")


class Signals:
    """Catches the signals while its ``with`` block runs.

    Python lets only the main thread do this; in any other, and for signals the caller ignores (``nohup``), nothing is
    caught.
    """

    def __init__(self) -> None:
        self._before: dict[int, Any] = {}
        self._child: Child | None = None
        self._pending: list[int] = []  # not one that is read, then reset: a signal may arrive in between
        self._sent: int | None = None

    def __enter__(self) -> Signals:
        if threading.current_thread() is threading.main_thread():
            for signum in (getattr(signal, name) for name in _NAMES if hasattr(signal, name)):
                if signal.getsignal(signum) not in (signal.SIG_IGN, None):
                    self._before[signum] = signal.signal(signum, self._receive)
        return self

    def __exit__(self, *_: object) -> None:
        for signum, handler in self._before.items():
            signal.signal(signum, handler)

    def ask(self, signum: int) -> None:
        """Do as if a signal had come; for other threads."""
        self._receive(signum, None)

    def take(self) -> int | None:
        """The signal that came while no command ran, once."""
        if not self._pending:
            return None
        signum = self._pending[0]
        self._pending.clear()
        return signum

    @contextmanager
    def passed_to(self, child: Child) -> Iterator[None]:
        """Pass signals on to a command's group: the first as it is, any further one as a kill."""
        self._sent = None
        self._child = child
        try:
            if (signum := self.take()) is not None:
                self._receive(signum, None)
            yield
        finally:
            self._child = None

    @property
    def sent(self) -> int | None:
        """The first signal passed on to the last command, or None."""
        return self._sent

    def _receive(self, signum: int, _frame: FrameType | None) -> None:
        if self._child is None:
            self._pending.append(signum)
        elif self._sent is None:
            self._sent = signum
            self._child.send(signum)
        else:
            self._child.kill()
