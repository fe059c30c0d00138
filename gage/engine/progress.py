"""Reads from what a command prints how far it is, by the parser that the operation names; changes no output."""

from __future__ import annotations

import re
import time
from typing import NamedTuple

_PARSERS = {
    # As tqdm's format_meter writes them, `45/100 [00:01<00:01, 30.00it/s]` or `45it [00:01, 30.00it/s]`; the bar before
    # them may be of any characters, and numbers may end in a unit's prefix.
    "tqdm": (
        r"(?:^|[\s|])(?P<completed>\d{1,15}(?:\.\d{1,9})?[kMGTPEZ]?)"
        r"(?:/(?P<total>\d{1,15}(?:\.\d{1,9})?[kMGTPEZ]?)| ?[^\d\s/\[]{1,20}) \[\d+:\d\d.{0,400}\]"
    ),
    # Something must follow: the end of a line, or what shows that the number is whole.
    "fraction": r"(?<![^\s\[(])(?P<completed>\d{1,15})/(?P<total>\d{1,15})(?=[\s\]),:;])",
}
_PREFIXES = {prefix: 1000.0**power for power, prefix in enumerate(" kMGTPEZ")}
_MARKS = {"tqdm": b"[", "fraction": b"/"}
"""What is in all that a parser reads: to look for one byte costs next to nothing."""

_INNER = "\x1b[A"
"""What tqdm writes behind the bars below the first: the cursor goes up again."""

_LONGEST = 2_000
"""Bytes of an open line that are kept, and characters of a line that are looked at."""

PAUSE = 0.1
"""Seconds between two reports at the least, the last one aside."""


class Steps(NamedTuple):
    """How many steps are done, and of how many, if that is known."""

    completed: float
    total: float | None


class ProgressReader:
    """Follows the output of one command, chunk by chunk; a bar on one stream is not broken by lines on the other."""

    def __init__(self, parser: str) -> None:
        """``parser`` is one of PROGRESS_PARSERS."""
        self._pattern = re.compile(_PARSERS[parser])
        self._mark = _MARKS[parser]
        self._open_lines = {0: b"", 1: b""}
        self._found: Steps | None = None
        self._told: Steps | None = None
        self._told_at = 0.0

    def read(self, data: bytes, stream: int = 0) -> Steps | None:
        """What the newest output says, if that is news and the last news is a while ago."""
        data = self._open_lines[stream] + data
        end = max(data.rfind(b"\n"), data.rfind(b"\r")) + 1
        self._open_lines[stream] = data[max(end, len(data) - _LONGEST) :]
        if self._mark in data:
            self._look(data.decode("utf-8", "replace"))
        return self.rest() if time.monotonic() - self._told_at >= PAUSE else None

    @property
    def has_news(self) -> bool:
        """Whether something was found and not told yet."""
        return self._found != self._told

    def rest(self) -> Steps | None:
        """What was found and not told yet."""
        if not self.has_news:
            return None
        self._told, self._told_at = self._found, time.monotonic()
        return self._told

    def _look(self, text: str) -> None:
        *lines, rest = re.split(r"[\r\n]", text)
        # A bar is written whole, and its line ended only when the next one comes.
        for line in (rest[-_LONGEST:], *(f"{line[-_LONGEST:]}\n" for line in reversed(lines))):
            if steps := self._steps(line):
                self._found = steps
                break

    def _steps(self, line: str) -> Steps | None:
        if _INNER in line:
            return None
        found = self._pattern.search(line)
        if found is None:
            return None
        completed = _number(found["completed"])
        if found["total"] is None:
            return Steps(completed, None)
        total = _number(found["total"])
        return Steps(completed, total) if completed <= total and total > 0 else None


def _number(text: str) -> float:
    scale = _PREFIXES.get(text[-1])
    number = float(text[:-1]) * scale if scale else float(text)
    return int(number) if number.is_integer() else number
