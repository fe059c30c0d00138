"""Searches a text with a regular expression of a gagefile, in a process of its own that a bad one cannot keep alive."""

from __future__ import annotations

import json
import re
import sys

from gage.engine.own_python import words_of
from gage.engine.process import answer_of
from gage.engine.time_limit import time_limit
from gage.errors import GageError

SECONDS = 5.0
"""How long a search may take."""

_GRACE = 10.0
"""Seconds beyond that in which the process begins and ends."""


class SlowPatternError(GageError):
    """A search that was given up."""


def first_group(pattern: str, text: str) -> str | None:
    """The first group of the first match, where a dot matches newlines, too. Raises SlowPatternError."""
    question = json.dumps({"pattern": pattern, "text": text}).encode()
    answer = answer_of(words_of(__name__, "answer"), question, SECONDS + _GRACE)
    if answer is None:
        raise SlowPatternError(f"the search was given up after {SECONDS:.0f} seconds")
    found: str | None = json.loads(answer)
    return found


def answer() -> None:
    """Read a question from standard input and print its answer."""
    question = json.load(sys.stdin)
    with time_limit(SECONDS):
        found = re.search(question["pattern"], question["text"], re.DOTALL)
    sys.stdout.write(json.dumps(found[1] if found else None))
