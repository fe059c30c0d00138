"""A half-typed line as words, in the way of POSIX shells; the last word may be empty, and its quotes still open."""

from __future__ import annotations

import re

_WORD = re.compile(r"""(?:[^\s"'\\]|\\.|"(?:[^"\\]|\\.)*(?:"|$)|'[^']*(?:'|$)|\\$)+""", re.DOTALL)
_QUOTED = re.compile(r"""\\(.)|"((?:[^"\\]|\\.)*)"?|'([^']*)'?|(\\$)""", re.DOTALL)


def split(line: str) -> list[str]:
    """The words before the cursor, which stands at the end of ``line``, without quotes and backslashes."""
    words = [_QUOTED.sub(_inside, match[0]) for match in _WORD.finditer(line)]
    ends_in_word = any(match.end() == len(line) for match in _WORD.finditer(line))
    return words if ends_in_word else [*words, ""]


def _inside(quoted: re.Match[str]) -> str:
    if quoted[1] is not None:
        return quoted[1]
    if quoted[2] is not None:
        return re.sub(r'\\(["\\$`])', r"\1", quoted[2])
    return quoted[3] or ""


def unbroken(word: str, breaks: str) -> str:
    """The beginning of a word that a shell keeps apart which breaks words at some of ``=`` and ``:``."""
    ends = [word.rfind(sign) for sign in "=:" if sign in breaks]
    return word[: max(ends, default=-1) + 1]
