"""The check of one version of a gagefile, which can be left and taken up again; publishes nothing."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterator
from functools import partial
from itertools import islice

from gage.gagefile.check import find_all, find_around, in_order
from gage.gagefile.document import Document
from gage.gagefile.facts import Facts
from gage.gagefile.problem import Problem
from gage.gagefile.second_opinion import heard
from gage.gagefile.silence import Settings, silence

SLICE = 0.01
"""Seconds of work before messages of the client are looked at again."""

MOST_TOLD = 5_000
"""Problems of one document. They are told in one message, and one of more would take longer to write than a slice."""

_SCREEN = 64
"""Operations around a place: more than a screen shows."""

_FEW = 16
"""Operations that are checked in one step, so that which comes first does not matter."""


class Checking:
    """Iterate over ``steps``, of a few milliseconds each, until ``is_done``."""

    def __init__(self, document: Document, facts: Facts, settings: Settings, near: int, *, saved: bool) -> None:
        # The steps know what they find, and not who asks for it: one that is given up is freed at once.
        self._found = _Found()
        self.steps: Iterator[None] = _check(document, facts, settings, near, saved, self._found)
        self._silenced = partial(silence, document, settings=settings)

    @property
    def is_done(self) -> bool:
        """Whether all problems are known."""
        return self._found.all is not None

    @property
    def looked_around(self) -> bool:
        """Whether ``around`` are all the problems there are nearby."""
        return self._found.looked_around

    @property
    def problems(self) -> list[Problem]:
        """The problems known so far, in order of place."""
        return self.around if self._found.all is None else self._found.all

    @property
    def around(self) -> list[Problem]:
        """The problems near the place, in order; they are found first."""
        told = self._silenced(in_order(self._found.around))
        # What a comment ignores may not have been found yet.
        return [problem for problem in told if problem.code != "unused-ignore"]

    def refuse(self, problem: Problem) -> None:
        """Check nothing; this is all there is to say."""
        self._found.all = [problem]
        self.steps = iter(())

    def go_on(self, seconds: float) -> None:
        """Check for so long, or as long as there is something left to do."""
        end = time.perf_counter() + seconds
        for _ in self.steps:
            if time.perf_counter() >= end:
                break


class _Found:
    """What a check has found so far."""

    def __init__(self) -> None:
        self.around: list[Problem] = []
        self.looked_around = False
        self.all: list[Problem] | None = None


def _check(
    document: Document, facts: Facts, settings: Settings, near: int, saved: bool, known: _Found
) -> Iterator[None]:
    found: list[Problem] = []
    everything = find_all(document, facts, found, MOST_TOLD)
    if len(list(islice(document.parts.unchecked_or_wrong(facts), _FEW + 1))) <= _FEW:
        deque(everything, maxlen=0)
    else:
        yield from find_around(document, facts, near, known.around, _SCREEN)
        known.looked_around = True
        yield from everything
    found = in_order(found)
    if saved:  # at every keystroke a second reader would cost too much
        found = heard(document, found)
    known.all = silence(document, found, settings)
