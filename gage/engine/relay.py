"""Takes what a command prints, of both streams as they come, and hands it on; waits for no disk and no command."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import IO

from gage.engine.platform import make_pipe_hold, pipe_holds_data

_PIPE_SIZE = 1 << 18
"""Bytes a pipe holds where that can be chosen, and bytes that are read at once: all that is there."""

_SMALL = 1 << 12
_LULL = 0.005
"""Seconds a busy stream's small writes may gather: programs that write each line alone would cost a wake-up a line."""

_REST_OF_LINE = 0.05
"""Seconds that a line has to be completed, before the other stream may break into it."""

_WAITS_FOR_SEVERAL = sys.platform != "win32"
"""Whether one thread can wait for several pipes."""

_ROUND = 0.05
"""Seconds between looks at the pipes after the command ended."""


class Relay:
    """A thread that takes what a command prints until the pipes end, so that the command never waits for us.

    ``hand_on`` gets the number of the stream (0 for stdout, 1 for stderr) and the bytes, one call at a time. Bytes of
    one stream keep their order. Those of both have the order they came in, as far as the time between two looks tells.
    """

    def __init__(self, pipes: Sequence[IO[bytes]], hand_on: Callable[[int, bytes], None]) -> None:
        self._pipes = pipes
        self._descriptors = [pipe.fileno() for pipe in pipes]
        for descriptor in self._descriptors:
            make_pipe_hold(descriptor, _PIPE_SIZE)
        self._hand_on = hand_on
        self._lock = threading.Lock()
        self._taken = 0
        self._busy = False
        self._finished = False
        streams = range(len(pipes))
        groups = [list(streams)] if _WAITS_FOR_SEVERAL else [[stream] for stream in streams]
        self._threads = [
            threading.Thread(target=self._take, args=(group,), name="output", daemon=True) for group in groups
        ]
        for thread in self._threads:
            thread.start()

    def finish(self) -> None:
        """Wait for all that the command itself printed.

        A process it left in the background may keep a pipe open for ever: what the pipes held when the command ended
        is taken, what comes later is not.
        """
        # Of each pipe, one full may wait there, and another be on its way through the thread.
        limit = self._taken + 2 * _PIPE_SIZE * len(self._pipes)
        patience = 20
        while self._is_taking and patience > 0 and self._taken <= limit:
            before = self._taken
            for thread in self._threads:
                thread.join(_ROUND / len(self._threads))
            if self._busy or not self._is_taking:
                continue
            quiet = self._taken == before and not any(map(pipe_holds_data, self._descriptors))
            patience -= 10 if quiet else 1
        with self._lock:
            self._finished = True

    @property
    def _is_taking(self) -> bool:
        return any(thread.is_alive() for thread in self._threads)

    def _take(self, streams: list[int]) -> None:
        try:
            turns = self._one_by_one(streams[0]) if len(streams) == 1 else self._by_turns()
            for stream, data in turns:
                with self._lock:
                    if self._finished:
                        return
                    self._busy = True
                    self._hand_on(stream, data)
                    self._taken += len(data)
                    self._busy = False
        finally:
            # When anything goes wrong here, this ends the command's writes; it must not block for ever.
            for stream in streams:
                self._pipes[stream].close()

    def _one_by_one(self, stream: int) -> Iterator[tuple[int, bytes]]:
        while data := os.read(self._descriptors[stream], _PIPE_SIZE):
            yield stream, data

    def _by_turns(self) -> Iterator[tuple[int, bytes]]:
        turns = _Turns(self._descriptors)
        before = 0.0
        while (stream := turns.next()) is not None:
            data = os.read(self._descriptors[stream], _PIPE_SIZE)
            turns.took(data)
            if not data:
                continue
            yield stream, data
            now = time.monotonic()
            if now - before < _LULL and len(data) < _SMALL:
                turns.gather()
            before = now


if sys.platform != "win32":
    import select

    class _Turns:
        """Which of two pipes to read next: whichever holds something, of both the one that was read last.

        A burst of prints comes before the error that ended it, and a burst of errors before the print after it.
        """

        def __init__(self, descriptors: Sequence[int]) -> None:
            self._streams = {descriptor: stream for stream, descriptor in enumerate(descriptors)}
            self._any = select.poll()
            self._each = [select.poll() for _ in descriptors]
            for descriptor, poll in zip(descriptors, self._each, strict=True):
                self._any.register(descriptor, select.POLLIN)
                poll.register(descriptor, select.POLLIN)
            self._ready: list[int] = []
            self._last = 0
            self._waits_until = 0.0

        def next(self) -> int | None:
            """Wait until there is something to read, and say where; None when both pipes have ended."""
            left = self._waits_until - time.monotonic() if self._waits_until else 0
            if left > 0 and self._each[self._last].poll(left * 1000):
                return self._last
            if not self._ready and self._streams:
                found = [self._streams[descriptor] for descriptor, _ in self._any.poll()]
                self._ready = sorted(found, key=lambda stream: stream == self._last)
            if not self._ready:
                return None
            self._last = self._ready.pop()
            self._waits_until = 0.0
            return self._last

        def took(self, data: bytes) -> None:
            """Tell what was read there; nothing is the end of the pipe."""
            if not data:
                [ended] = [descriptor for descriptor, stream in self._streams.items() if stream == self._last]
                del self._streams[ended]
                self._any.unregister(ended)
            if not data or data.endswith(b"\n"):
                self._waits_until = 0.0
            elif not self._waits_until:
                self._waits_until = time.monotonic() + _REST_OF_LINE

        def gather(self) -> None:
            """Let a busy stream write more, until the other one has something, too."""
            if self._ready:
                return
            others = [stream for stream in self._streams.values() if stream != self._last]
            if others:
                self._each[others[0]].poll(_LULL * 1000)
            else:
                time.sleep(_LULL)
