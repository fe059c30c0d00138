"""Scores what `gage check` says of a corpus of gagefiles whose true mistakes are known; asserts nothing.

The corpus lies outside of the project: name its folder in GAGE_CORPUS. Its `expected.json` has for each file the true
problems: where each may be marked (LSP ranges, UTF-16), and patterns for what a message about it has to hold, such as
the key, what was expected, what was found and a suggestion. Files count alike, however many problems they have.

    recall   a true problem is told: its place is overlapped, or on the same line
    exact    it is marked at exactly the characters that may be marked
    full     the message holds everything it has to
    noise    errors and warnings beside the true problems, for each of these; what rules find is left out where the file
             is about something else
    alarms   files without a mistake of which an error or warning is told
"""

from __future__ import annotations

import json
import os
import re
import sys
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

from gage.facts import gather_facts
from gage.gagefile.check import check
from gage.gagefile.document import Document
from gage.gagefile.problem import Problem, Severity
from gage.gagefile.rules import EVERY_RULE

BESIDE = Path(__file__).parents[2] / "shared" / "lspbench" / "corpus"
OF_RULES = frozenset(rule.code for rule in EVERY_RULE)
Range = tuple[tuple[int, int], tuple[int, int]]


class Told(NamedTuple):
    """A problem as an editor has it."""

    range: Range
    message: str


class Score(NamedTuple):
    """The shares of the true problems of one file that are told, marked exactly and told in full; and what is more."""

    recall: float
    exact: float
    full: float
    problems: int
    extra: int


def main() -> int:
    """Print a row for each syntax, and the cases that fall short."""
    corpus = Path(os.environ.get("GAGE_CORPUS") or BESIDE)
    if not corpus.is_dir():
        print(f"there is no corpus at {corpus}; name its folder in GAGE_CORPUS")
        return 2
    cases = json.loads((corpus / "expected.json").read_text(encoding="utf-8"))["cases"]
    print(f"{'syntax':8}{'files':>6}{'problems':>10}{'recall':>8}{'exact':>8}{'full':>8}{'noise':>8}{'alarms':>8}")
    short: list[str] = []
    for syntax in ("toml", "yaml", "json"):
        scores, alarms = [], 0
        for case in (case for case in cases if case["lang"] == syntax):
            found = problems_told((corpus / case["file"]).read_bytes().decode(), case)
            if not case["problems"]:
                alarms += bool(found)
                continue
            scores.append(score(case["problems"], found))
            if scores[-1][:3] != (1, 1, 1) or scores[-1].extra:
                short.append(f"{syntax} {case['id']}: {scores[-1]}")
        recall, exact, full = (sum(one[index] for one in scores) / len(scores) for index in range(3))
        count = sum(one.problems for one in scores)
        noise = sum(one.extra for one in scores) / count
        row = f"{recall:8.1%}{exact:8.1%}{full:8.1%}{noise:8.3f}{alarms:8}"
        print(f"{syntax:8}{len(scores):6}{count:10}{row}")
    print("\nshort of everything:", *(short or ["none"]), sep="\n  ")
    return 0


def problems_told(text: str, case: dict[str, Any]) -> list[Told]:
    """What is told of a text in a project that has no other file."""
    document = Document(text, case["lang"])
    with tempfile.TemporaryDirectory() as project:
        problems = check(document, gather_facts(document, Path(project) / f"gage.{case['lang']}"))
    is_about_rules = "semantic" in case["tags"]
    if not is_about_rules and case["problems"]:
        problems = [problem for problem in problems if problem.code not in OF_RULES]
    least = Severity.INFORMATION if is_about_rules else Severity.WARNING
    return [_told(document, problem) for problem in problems if problem.severity <= least]


def _told(document: Document, problem: Problem) -> Told:
    start, end = (document.lines.position(offset, "utf-16") for offset in problem.span)
    return Told(((start.line, start.column), (end.line, end.column)), problem.message)


def score(true: list[dict[str, Any]], found: list[Told]) -> Score:
    """Pair true problems with what was told, the nearest pairs first, each once."""
    pairs = sorted(
        (
            (_nearness(one, told), _fullness(one, told), not one["optional"], -index, -other)
            for index, one in enumerate(true)
            for other, told in enumerate(found)
        ),
        reverse=True,
    )
    of: dict[int, int] = {}
    for nearness, _, _, index, other in pairs:
        if nearness and -index not in of and -other not in of.values():
            of[-index] = -other
    needed = [index for index, one in enumerate(true) if not one["optional"]]
    told = [(true[index], found[of[index]]) for index in needed if index in of]
    count = max(1, len(needed))
    exact = sum(_nearness(one, other) == 3 for one, other in told)
    full = sum(_fullness(one, other) == 1 for one, other in told)
    return Score(len(told) / count, exact / count, full / count, len(needed), len(found) - len(set(of.values())))


def _nearness(one: dict[str, Any], told: Told) -> int:
    """3 where exactly the right characters are marked, 2 where it begins there, 1 for the same line or an overlap."""
    nearness = 0
    for accepted in one["ranges"]:
        start, end = ((accepted[side]["line"], accepted[side]["character"]) for side in ("start", "end"))
        if told.range == (start, end):
            return 3
        touches = told.range[0] <= end and start <= told.range[1]
        nearness = max(nearness, 2 if told.range[0] == start else int(touches or told.range[0][0] == start[0]))
    return nearness


def _fullness(one: dict[str, Any], told: Told) -> float:
    """The share of what a message has to hold that it does."""
    features = one["features"].values()
    return sum(_holds(feature, told.message) for feature in features) / max(1, len(features))


def _holds(feature: Any, message: str) -> bool:
    if isinstance(feature, str):
        return re.search(feature, message, re.IGNORECASE | re.DOTALL) is not None
    least, patterns = feature["atleast"] if "atleast" in feature else (len(feature["all"]), feature["all"])
    return sum(_holds(pattern, message) for pattern in patterns) >= least


if __name__ == "__main__":
    sys.exit(main())
