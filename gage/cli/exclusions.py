"""Which arguments of a command do not go together, declared as data; reads no command line itself."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import combinations
from typing import NamedTuple


class Exclusion(NamedTuple):
    """No two of ``names`` go together, or, where there are ``others``, none of ``names`` with one of these.

    ``why`` is what a person who typed two of them should know or do; ``is_needed`` says that one must be there.
    """

    names: tuple[str, ...]
    others: tuple[str, ...] = ()
    why: str = ""
    is_needed: bool = False

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Each two names that do not go together."""
        if self.others:
            yield from ((name, other) for name in self.names for other in self.others)
        else:
            yield from combinations(self.names, 2)

    def line(self) -> str:
        """What help says."""
        if self.others:
            said = f"{_listed(self.names, 'or')} without {_listed(self.others, 'or')}"
        else:
            said = f"{'one' if self.is_needed else 'only one'} of {_listed(self.names, 'and')}"
        return f"{said}; {self.why}" if self.why else said


def conflict(exclusions: Iterable[Exclusion], given: Iterable[tuple[str, str]]) -> tuple[str, str] | None:
    """What is wrong with arguments as they were typed, in their order, and why, which may be blank."""
    shown = dict(reversed(list(given)))  # the first of equal names counts
    order = list(shown)[::-1]
    for exclusion in exclusions:
        for pair in exclusion.pairs():
            if all(name in shown for name in pair):
                first, second = sorted(pair, key=order.index)
                return f"{shown[first]} and {shown[second]} exclude each other", exclusion.why
        if exclusion.is_needed and not any(name in shown for name in exclusion.names):
            return f"one of {_listed(exclusion.names, 'and')} is needed", exclusion.why
    return None


def excluded(exclusions: Iterable[Exclusion], given: Collection[str]) -> set[str]:
    """The names that may no longer be typed beside those that are there."""
    pairs = [pair for exclusion in exclusions for pair in exclusion.pairs()]
    return {other for pair in pairs for name, other in (pair, pair[::-1]) if name in given}


def _listed(names: Sequence[str], joint: str) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {joint} {names[-1]}"
