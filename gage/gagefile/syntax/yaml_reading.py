"""One stretch of YAML on its way to a tree: read, mended where it is broken, read again; never raises."""

from __future__ import annotations

import yaml

from gage.gagefile.problem import Problem
from gage.gagefile.syntax import nesting
from gage.gagefile.syntax.nesting import TooDeepError
from gage.gagefile.syntax.wording import too_many
from gage.gagefile.syntax.yaml_anchors import Anchors
from gage.gagefile.syntax.yaml_draft import Draft
from gage.gagefile.syntax.yaml_tree import TooManyValuesError, TreeBuilder

MOST_REPAIRS = 25
"""In one operation; after so many the rest of it is left out."""

MOST_EFFORT = 600_000
"""What may be spent in one document on reading text again, in halves of a microsecond or so; see ``Reading.cost``."""

_MOST_SKIPPED = 8
_ERRORS = (yaml.YAMLError, ValueError, OverflowError)


class Reading:
    """One piece of text on its way to a tree."""

    def __init__(self, text: str, draft: Draft, anchors: Anchors) -> None:
        self.text = text
        self.draft = draft
        self.anchors = anchors
        anchors.keep()
        self.builder = TreeBuilder(text, draft, anchors, {})
        self.skipped: dict[int, int] = {}
        self.told: list[Problem] = []
        self.error: Exception = ValueError()

    @property
    def problems(self) -> list[Problem]:
        return self.told + self.builder.problems

    @property
    def cost(self) -> int:
        """What reading once more takes, as compared to other readings: to begin, for every value, for the text."""
        return 60 + 4 * self.builder.size + len(self.draft.text) // 4

    def strictly(self) -> bool:
        """Read without mending; whether that went well."""
        while self._fails():
            if not isinstance(self.error, TooDeepError) or not self._pass_over(self.error):
                return False
        return True

    def leniently(self, effort: int, has_failed: bool = False) -> int:
        """Read; mend what is in the way while there is effort left, and leave out what stays unreadable.

        The effort that is left.
        """
        from gage.gagefile.syntax.yaml_repair import mend  # only for what is broken

        for _ in range(MOST_REPAIRS + _MOST_SKIPPED):
            if not has_failed and not self._fails():
                return effort
            has_failed = False
            if effort <= 0:
                break
            effort -= self.cost
            if isinstance(self.error, TooDeepError):
                if not self._pass_over(self.error) and not self._pass_over_unclosed(self.error):
                    break
            elif (problem := mend(self.error, self.draft)) and not self._is_told(problem):
                self.told.append(problem)
            else:
                break
        self.builder.close_all()
        return effort

    def _is_told(self, problem: Problem) -> bool:
        """Whether this was told before; of a mend that is to say it did not help, and would not the next time."""
        return any((told.code, told.span) == (problem.code, problem.span) for told in self.told)

    def _fails(self) -> bool:
        """Read the draft as it is now; ``error`` is what stopped that."""
        self.anchors.forget()
        self.builder = TreeBuilder(self.text, self.draft, self.anchors, self.skipped)
        try:
            self.builder.read(self.draft.text)
        except TooManyValuesError as end:
            self.told.append(too_many(self.draft.place(end.index)))
            self.builder.close_all()
        except (TooDeepError, *_ERRORS) as error:
            # Its traceback would hold this reading, and libyaml's memory, until somebody looks for garbage.
            self.error = error.with_traceback(None)
            return True
        return False

    def _pass_over(self, error: TooDeepError) -> bool:
        """Take the bracket that opens one level too many, and what is in it, out of the way."""
        end = nesting.skip(self.draft.text, error.index) if error.in_brackets else None
        if end is None and error.in_brackets:
            return False
        problem = nesting.too_deep(self.draft.place(error.index))
        if not self._is_told(problem):
            self.told.append(problem)
        return end is not None and self._blank(error.index, end)

    def _blank(self, start: int, end: int) -> bool:
        """Read nothing where a value stands; whether there were not too many of such."""
        if len(self.skipped) >= _MOST_SKIPPED:
            return False
        self.skipped[self.draft.place(start)] = self.draft.place(end)
        self.draft.replace(start, end, "~" + " " * (end - start - 1))
        return True

    def _pass_over_unclosed(self, error: TooDeepError) -> bool:
        """Take the whole value out of the way whose brackets nest too deep and are not closed."""
        from gage.gagefile.syntax.yaml_brackets import unclosed_value  # only for what is broken

        if not error.in_brackets or len(self.skipped) >= _MOST_SKIPPED:
            return False
        (start, end), problem = unclosed_value(self.draft, error.index)
        self.told.append(problem)
        return self._blank(start, end)
