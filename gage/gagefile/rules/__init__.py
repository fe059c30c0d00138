"""What a valid gagefile may still get wrong: one rule a file, named as the code of its problems.

The docstring of a rule's module is its documentation. A rule is a pure function from a document to problems and uses
only what could be read; what the schema says is never said again here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from gage.gagefile.document import Document
from gage.gagefile.problem import Problem
from gage.gagefile.rules import no_command, one_default, unknown_progress, unusable_name

Rule = Callable[[Document], Iterable[Problem]]

RULES: tuple[Rule, ...] = (no_command.check, one_default.check, unknown_progress.check, unusable_name.check)
