"""Problems as failed tests, for CI that reads JUnit's XML: a suite a file, a case a problem."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from gage.gagefile.problem import Problem, Severity
from gage.report.checked import CheckedFile, printable

# What XML 1.0 cannot hold even as a reference, beside what is never printed.
_NOT_XML = re.compile("[\ufffe\uffff]")


def render(files: Sequence[CheckedFile]) -> str:
    """One ``testsuites`` document. A file without problems is one case that passed.

    Errors fail; what is less severe passes and is told on the case's ``system-out``.
    """
    suites = "".join(line + "\n" for file in files for line in _suite(file))
    cases = sum(max(len(file.problems), 1) for file in files)
    failures, errors = sum(map(_failures, files)), sum(map(_errors, files))
    head = f'<testsuites name="gage check" tests="{cases}" failures="{failures}" errors="{errors}">'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}\n{suites}</testsuites>\n'


def _failures(file: CheckedFile) -> int:
    return 0 if file.document is None else sum(problem.severity is Severity.ERROR for problem in file.problems)


def _errors(file: CheckedFile) -> int:
    return len(file.problems) if file.document is None else 0


def _suite(file: CheckedFile) -> Iterator[str]:
    name = _escape(file.path)
    counts = f'tests="{max(len(file.problems), 1)}" failures="{_failures(file)}" errors="{_errors(file)}"'
    yield f'  <testsuite name="{name}" {counts}>'
    if not file.problems:
        yield f'    <testcase name="valid" classname="{name}" file="{name}"/>'
    for problem in file.problems:
        yield from _case(file, problem)
    yield "  </testsuite>"


def _case(file: CheckedFile, problem: Problem) -> Iterator[str]:
    path, message = _escape(file.path), _escape(problem.message)
    line, column = file.position(problem.span.start)
    name = f"{problem.code} ({line + 1}:{column + 1})"
    text = _escape(f"{file.place(problem.span.start)}: {problem.message} [{problem.code}]")
    yield f'    <testcase name="{name}" classname="{path}" file="{path}" line="{line + 1}">'
    if file.document is not None and problem.severity is not Severity.ERROR:
        yield f"      <system-out>{problem.severity.name.lower()}: {text}</system-out>"
    else:
        kind = "error" if file.document is None else "failure"
        yield f'      <{kind} type="{problem.code}" message="{message}">{text}</{kind}>'
    yield "    </testcase>"


def _escape(text: str) -> str:
    safe = _NOT_XML.sub("\ufffd", printable(text))
    for char, reference in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        safe = safe.replace(char, reference)
    return safe
