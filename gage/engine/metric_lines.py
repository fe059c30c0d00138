"""Finds metrics in what a command prints: lines such as `loss: 0.12`, or what an operation's own patterns find."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from gage.runs.series import LONGEST_NAME, MOST_NAMES, finite

STEP = "step"
"""The name whose value is the step of the values that follow."""

_LINE = re.compile(
    rb"^(?P<name>[A-Za-z_\x80-\xff][^\s:]{0,%d}):[ \t]+"
    rb"(?P<value>[-+]?(?:\d+\.?\d*(?:[eE][-+]?\d+)?|\.\d+(?:[eE][-+]?\d+)?|nan|inf|infinity))[ \t]*$"
    % (LONGEST_NAME - 1),
    re.MULTILINE | re.IGNORECASE,
)
_LONGEST_LINE = 2_000
"""Bytes of a line that an operation's own patterns see."""

_LARGEST_STEP = 1 << 62


class Value(NamedTuple):
    """A value that was found, and the place of its line in the text, in bytes."""

    name: str
    step: int
    value: float | None
    at: int


class MetricLines:
    """Takes the output of one command, whole lines at a time, and remembers the step.

    Without a step that was named, the values of each metric are counted from 0. More than a thousand names are no
    metrics: those beyond are passed over.
    """

    def __init__(self, patterns: Mapping[str, str] | None = None) -> None:
        """``patterns`` are regular expressions by name of metric, whose first group is the value."""
        own = {name: re.compile(pattern) for name, pattern in (patterns or {}).items()}
        self._step_pattern = own.pop(STEP, None)
        self._patterns = own
        self._is_own = patterns is not None
        self._step: int | None = None
        self._counts: dict[str, int] = {}

    def read(self, text: bytes) -> Iterator[Value]:
        """The values in lines; a carriage return ends a line, too."""
        # Of the same length, so that places stay true.
        text = text.replace(b"\r", b"\n")
        return self._by_patterns(text) if self._is_own else self._by_names(text)

    def _by_names(self, text: bytes) -> Iterator[Value]:
        for found in _LINE.finditer(text):
            name, value = found["name"].decode("utf-8", "replace"), float(found["value"])
            if name == STEP:
                self._take_step(value)
            elif (each := self._value(name, value, found.start())) is not None:
                yield each

    def _by_patterns(self, text: bytes) -> Iterator[Value]:
        at = 0
        for line in text.split(b"\n"):
            shown = line[:_LONGEST_LINE].decode("utf-8", "replace")
            if self._step_pattern and (step := _number(self._step_pattern, shown)) is not None:
                self._take_step(step)
            for name, pattern in self._patterns.items():
                value = _number(pattern, shown)
                if value is not None and (each := self._value(name, value, at)) is not None:
                    yield each
            at += len(line) + 1

    def _take_step(self, value: float) -> None:
        if value.is_integer() and abs(value) < _LARGEST_STEP:
            self._step = int(value)

    def _value(self, name: str, value: float, at: int) -> Value | None:
        count = self._counts.get(name, 0)
        if not count and len(self._counts) >= MOST_NAMES:
            return None
        self._counts[name] = count + 1
        return Value(name, count if self._step is None else self._step, finite(value), at)


def _number(pattern: re.Pattern[str], line: str) -> float | None:
    found = pattern.search(line)
    try:
        return float(found[1]) if found and found[1] else None
    except ValueError:
        return None
