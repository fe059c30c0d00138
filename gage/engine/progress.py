"""Reads from what a command prints how far it is, by the parser that the operation names; changes no output."""

from __future__ import annotations

import re
import time
from typing import NamedTuple

_PARSERS = {
    # As tqdm's format_meter writes them, `45/100 [00:01<00:01, 30.00it/s]` or `45it [00:01, 30.00it/s]`; the bar before
    # them may be of any characters, and numbers may end in a unit's prefix.
    "tqdm": re.compile(
        r"(?:^|[\s|])(?P<completed>\d{1,15}(?:\.\d{1,9})?[kMGTPEZ]?)"
        r"(?:/(?P<total>\d{1,15}(?:\.\d{1,9})?[kMGTPEZ]?)| ?[^\d\s/\[]{1,20}) \[\d+:\d\d.{0,400}\]"
    ),
    # Something must follow: the end of a line, or what shows that the number is whole.
    "fraction": re.compile(r"(?<![^\s\[(])(?P<completed>\d{1,15})/(?P<total>\d{1,15})(?=[\s\]),:;])"),
}
_PREFIXES = {prefix: 1000.0**power for power, prefix in enumerate(" kMGTPEZ")}
_INNER = "\x1b[A"
"""What tqdm writes behind the bars below the first: the cursor goes up again."""

_LONGEST = 2_000
"""Characters of a line that are looked at."""

_PAUSE = 0.1
"""Seconds between two reports at the least, the last one aside."""


class Steps(NamedTuple):
    """How many steps are done, and of how many, if that is known."""

    completed: float
    total: float | None


class ProgressReader:
    """Follows the output of one command, chunk by chunk."""

    def __init__(self, parser: str) -> None:
        """``parser`` is one of PROGRESS_PARSERS."""
        self._pattern = _PARSERS[parser]
        self._open_line = ""
        self._found: Steps | None = None
        self._told: Steps | None = None
        self._told_at = 0.0

    def read(self, data: bytes) -> Steps | None:
        """What the newest output says, if that is news and the last news is a while ago."""
        # Only digits and ASCII marks matter, so a chunk that ends inside of a character does no harm.
        *lines, self._open_line = re.split(r"[\r\n]", self._open_line + data.decode("utf-8", "replace"))
        self._open_line = self._open_line[-_LONGEST:]
        # A bar is written whole, and its line ended only when the next one comes.
        for line in (self._open_line, *(f"{line[-_LONGEST:]}\n" for line in reversed(lines))):
            if steps := self._steps(line):
                self._found = steps
                break
        return self.rest() if time.monotonic() - self._told_at >= _PAUSE else None

    def rest(self) -> Steps | None:
        """What was found and not told yet."""
        if self._found == self._told:
            return None
        self._told, self._told_at = self._found, time.monotonic()
        return self._told

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
