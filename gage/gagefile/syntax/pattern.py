"""Regular expressions compiled at first use: most serve only broken text, and compiling them costs start-up time."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator


class Pattern:
    """A pattern with the ``match`` and ``search`` of ``re.Pattern``."""

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self.pattern = pattern
        self.flags = flags
        self._compiled: re.Pattern[str] | None = None

    def match(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """A match that begins at an offset, or None."""
        return (self._compiled or self._compile()).match(text, start, end)

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """The first match between two offsets, or None."""
        return (self._compiled or self._compile()).search(text, start, end)

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
        """All matches between two offsets."""
        return (self._compiled or self._compile()).finditer(text, start, end)

    def _compile(self) -> re.Pattern[str]:
        self._compiled = re.compile(self.pattern, self.flags)
        return self._compiled
