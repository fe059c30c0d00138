"""What a valid gagefile may still get wrong: one rule a file, named as the code of its problems.

The docstring of a rule's module is its documentation. Its `check` is a pure function from a tree, and the facts known
of the project, to problems; it uses only what could be read, and what the schema says is never said again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from importlib import import_module
from itertools import islice
from typing import Any, NamedTuple

from gage.gagefile.facts import Facts
from gage.gagefile.problem import Problem
from gage.gagefile.syntax.wording import MOST_PROBLEMS
from gage.gagefile.text import Span
from gage.gagefile.tree import Tree


class Rule(NamedTuple):
    """A rule by its code, and the words of which a text has one where the rule has anything to say.

    ``asks`` are fields of the facts of which one must be there too, if any is named. Only then is its module imported.
    """

    code: str
    words: tuple[str, ...]
    asks: tuple[str, ...] = ()

    @property
    def module(self) -> str:
        """The name of the rule's module."""
        return _module(self.code)

    def is_asked(self, facts: Facts) -> bool:
        """Whether the rule can say anything with these facts."""
        return not self.asks or any(getattr(facts, field) for field in self.asks)

    def find(self, tree: Tree, facts: Facts) -> Iterable[Problem]:
        """What the rule finds in a tree, each problem once: in YAML one value may belong to several operations."""
        text = tree.text
        for word in self.words:
            if word in text:
                break
        else:
            return ()
        found = dict.fromkeys(islice(_check_of(self.code)(tree, facts), MOST_PROBLEMS))
        if not found:
            return ()
        half_typed = [problem.span for problem in tree.problems if problem.code.endswith("-unterminated-string")]
        return [problem for problem in found if not _is_in(problem.span, half_typed)]


@cache
def _check_of(code: str) -> Callable[[Any, Facts], Iterable[Problem]]:
    check: Callable[[Any, Facts], Iterable[Problem]] = import_module(_module(code)).check
    return check


def _module(code: str) -> str:
    return f"{__name__}.{code.replace('-', '_')}"


def _is_in(span: Span, half_typed: list[Span]) -> bool:
    """Whether a place is in a string that has no end yet, or it lacks one and goes on too far."""
    return any(string.start < span.end and span.start < string.end for string in half_typed)


RULES = (
    Rule("bad-config-value", ("name", "\\")),
    Rule("bad-project-id", ("$project-id",)),
    Rule("bad-run-select", ("depends",)),
    Rule("bad-summary-pattern", ("output-summary", "output-metrics")),
    Rule("deprecated-key", ("link",)),
    Rule("no-command", ("",)),
    Rule("rewritten-number", ("version", "env")),
    Rule("secret-in-env", ("env",)),
    Rule("shell-in-list", ("&", "|", ";", ">", "<", "$", "\\")),
    Rule("unknown-dependency", ("depends",)),
    Rule("unknown-progress", ("progress",)),
    Rule("unusable-name", ("",)),
)
"""Rules that look at one operation at a time, and see a part of a gagefile."""

PROJECT_RULES = (
    Rule("absolute-path", ("/", "\\")),
    Rule("config-file-missing", ("config",), ("config_paths",)),
    Rule("config-file-unsupported", ("config",), ("config_paths",)),
    Rule("config-key-missing", ("config",), ("config_paths",)),
    Rule("config-key-twice", ("config",), ("picked",)),
    Rule("dependency-missing", ("depends",), ("files",)),
    Rule("shared-project-id", ("$project-id",), ("project_ids",)),
    Rule("source-pattern", ("sourcecode",), ("sources",)),
    Rule("source-selects-nothing", ("sourcecode",), ("sources",)),
    Rule("source-selects-runs", ("sourcecode", "$runs-dir"), ("sources", "exposed_runs")),
    Rule("unknown-config-name", ("{",)),
)
"""The same, of rules that may ask for facts."""

GAGEFILE_RULES = (
    Rule("dependency-cycle", ("run-select",)),
    Rule("one-default", ("default",)),
    Rule("shadowed-gagefile", ("",), ("shadowed_by",)),
    Rule("unknown-operation", ("depends",)),
)
"""Rules that compare operations and see all of a gagefile, at every keystroke: they ask for little."""

EVERY_RULE = (*RULES, *PROJECT_RULES, *GAGEFILE_RULES)
