"""Problems as annotations on a pull request: workflow commands of GitHub Actions, one a line."""

from __future__ import annotations

from collections.abc import Sequence

from gage.gagefile.problem import Problem, Severity
from gage.report.checked import CheckedFile, printable

_COMMANDS = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFORMATION: "notice",
    Severity.HINT: "notice",
}


def render(files: Sequence[CheckedFile]) -> str:
    """One ``::error file=…`` line a problem."""
    return "".join(_annotation(file, problem) + "\n" for file in files for problem in file.problems)


def _annotation(file: CheckedFile, problem: Problem) -> str:
    start, end = file.position(problem.span.start), file.position(problem.span.end)
    fields = {"file": file.path, "line": start.line + 1, "endLine": end.line + 1}
    if start.line == end.line:  # GitHub refuses columns of a problem that spans lines
        fields |= {"col": start.column + 1, "endColumn": end.column + 1}
    fields["title"] = problem.code
    properties = ",".join(f"{name}={_escape_property(str(value))}" for name, value in fields.items())
    return f"::{_COMMANDS[problem.severity]} {properties}::{_escape(printable(problem.message))}"


def _escape(text: str) -> str:
    """Characters that would end a workflow command, as the runner's toolkit escapes them."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    return _escape(text).replace(":", "%3A").replace(",", "%2C")
