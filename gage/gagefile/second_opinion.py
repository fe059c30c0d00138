"""What a strict reader that other programs use says of a gagefile, and who is right where it contradicts ours.

Never asked at a keystroke, nor about a text that is long: it reads the whole of it, and stops at the first mistake.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from gage.gagefile.codes import SYNTAX
from gage.gagefile.document import Document
from gage.gagefile.problem import Problem
from gage.gagefile.syntax.nesting import MOST_LEVELS
from gage.gagefile.syntax.wording import shorten
from gage.gagefile.text import Span
from gage.gagefile.tree import Syntax

LONGEST = 300_000
"""Characters of a text that is asked about; PyYAML takes a tenth of a second for so many."""

OURS = frozenset(
    {
        "duplicate-key",  # json, pyjson5 and PyYAML keep the last without a word
        "merge-conflict",  # within a text over several lines, a mark is a line like any other
        "nesting-too-deep",  # our own limit; others have theirs
        "json-number",  # our own limit of digits, and pyjson5 takes 1e for a number
        "json-value",  # pyjson5 takes -. for a number
        "too-many-values",  # our own limit
        "yaml-alias",  # PyYAML makes an endless value of an alias inside of what it names
        "yaml-alias-expansion",  # our own limit
        "yaml-key-type",  # PyYAML keeps keys that are no text, which no gagefile can have
        "yaml-tag",  # PyYAML makes sets and pairs, of which a gagefile has none
        "yaml-value",  # our own limit of digits
    }
)
"""Problems of a syntax that stay whatever others say."""

_COSTLY = frozenset({"nesting-too-deep", "too-many-values", "yaml-alias", "yaml-alias-expansion", "yaml-value"})
"""What others would spend time and memory on without an end."""

_NOT_ASKED = _COSTLY | {"yaml-character"}  # libyaml passes over a byte-order mark, and so over what comes of it


class NoOpinionError(Exception):
    """A reader cannot be asked, or has reached a limit of its own."""


class Refusal(NamedTuple):
    """Where a reader stops, and why if it has words for that."""

    at: int
    why: str


def heard(document: Document, problems: list[Problem]) -> list[Problem]:
    """The problems of a document after a strict reader was asked, which rules.

    Where ours found no mistake of the syntax and it did, that is one more problem; where it was the other way round,
    ours are dropped. Of two that both refuse a text only ours are shown: they tell more.
    """
    own = document.problems
    if len(document.text) > LONGEST or any(problem.code in _NOT_ASKED for problem in own):
        return problems
    try:
        refusal = _ask(document.text, document.syntax)
    except (NoOpinionError, RecursionError):
        return problems
    if refusal is None:
        return [problem for problem in problems if problem.code not in SYNTAX or problem.code in OURS]
    if own:
        return problems
    return sorted([*problems, _problem(document, refusal)], key=lambda problem: (problem.span, problem.severity))


def _problem(document: Document, refusal: Refusal) -> Problem:
    at = min(refusal.at, len(document.text))
    message = f"{_NAMES[document.syntax]}, which other programs read this syntax with, refuses the file here"
    if refusal.why:
        message += f": {shorten(refusal.why, 80)}"
    return Problem("second-opinion", message, Span(at, min(at + 1, len(document.text))))


def _ask(text: str, syntax: Syntax) -> Refusal | None:
    """Why the reader of a syntax refuses a text, or None where it reads a table from it."""
    start = int(text.startswith("\ufeff"))  # which none of them counts
    refusal = _READERS[syntax](text[start:])
    return refusal._replace(at=refusal.at + start) if refusal else None


def _tomli(text: str) -> Refusal | None:
    import tomli  # not tomllib, which knows TOML 1.0 alone

    try:
        tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        # It counts the two characters of a line end of Windows as one, so its offset is of no use.
        above = text.split("\n", error.lineno - 1)[: error.lineno - 1]
        at = sum(len(line) + 1 for line in above) + error.colno - 1
        return Refusal(at, error.msg[:1].lower() + error.msg[1:])
    except ValueError as error:
        raise NoOpinionError from error  # a number of too many digits for Python
    return None


def _pyyaml(text: str) -> Refusal | None:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        _must_be_shallow(yaml.parse(text, Loader=loader))
        value = yaml.load(text, Loader=loader)
    except yaml.MarkedYAMLError as error:
        return Refusal(error.problem_mark.index if error.problem_mark else 0, error.problem or "")
    except (yaml.YAMLError, ValueError, TypeError, AttributeError, LookupError, ArithmeticError):
        return Refusal(0, "")  # its constructors raise what comes to hand
    _must_be_table(value)
    return None


def _must_be_shallow(events: Iterable[Any]) -> None:
    """Have no opinion of what nests deeply: libyaml's scanner takes it, and PyYAML's composer exhausts the C stack."""
    depth = 0
    for event in events:
        name = type(event).__name__
        depth += name.endswith("StartEvent") - name.endswith("EndEvent")
        if depth > 2 * MOST_LEVELS:
            raise NoOpinionError


def _json(text: str) -> Refusal | None:
    import json  # what it reads is JSON5 too, and pyjson5 takes as long to import as Python to start

    try:
        _must_be_table(json.loads(text))
    except json.JSONDecodeError:
        return _pyjson5(text)
    except ValueError as error:
        raise NoOpinionError from error  # a number of too many digits for Python
    return None


def _pyjson5(text: str) -> Refusal | None:
    import re

    try:
        import pyjson5
    except ImportError as error:  # it is compiled, so a copy of Gage that serves all systems comes without
        raise NoOpinionError from error

    try:
        _must_be_table(pyjson5.decode(text, MOST_LEVELS + 1))
    except pyjson5.Json5NestingTooDeep as error:
        raise NoOpinionError from error
    except (pyjson5.Json5DecoderException, ValueError) as error:
        place = re.search(r"near (\d+)", str(error))  # the characters read, the one that does not fit among them
        return Refusal(max(int(place[1]) - 1, 0) if place else 0, "")
    return None


def _must_be_table(value: object) -> None:
    """Have no opinion of what is no table of operations: of half a key YAML makes a text and sees nothing wrong."""
    if not isinstance(value, dict):
        raise NoOpinionError


_READERS: dict[Syntax, Callable[[str], Refusal | None]] = {"toml": _tomli, "yaml": _pyyaml, "json": _json}
_NAMES: dict[Syntax, str] = {"toml": "tomli", "yaml": "PyYAML", "json": "pyjson5"}
