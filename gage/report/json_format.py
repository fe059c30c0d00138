"""Problems for programs: lines and columns from 1, columns and offsets in code points (docs/interfaces.md)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from gage.gagefile.problem import Fix, Problem
from gage.gagefile.text import Span
from gage.report.checked import CheckedFile


def render(files: Sequence[CheckedFile]) -> str:
    """One JSON document, ``{"files": [...]}``."""
    return json.dumps({"files": file_objects(files)}, indent=2, ensure_ascii=False) + "\n"


def file_objects(files: Sequence[CheckedFile]) -> list[dict[str, Any]]:
    """An object for each file, as docs/interfaces.md has it."""
    return [_file(file) for file in files]


def _file(file: CheckedFile) -> dict[str, Any]:
    return {"path": file.path, "valid": file.valid, "problems": [_problem(file, problem) for problem in file.problems]}


def _problem(file: CheckedFile, problem: Problem) -> dict[str, Any]:
    return {
        "code": problem.code,
        "severity": problem.severity.name.lower(),
        "message": problem.message,
        **_span(file, problem.span),
        "related": [{"message": related.message, **_span(file, related.span)} for related in problem.related],
        "fix": _fix(file, problem.fixes[0]) if problem.fixes else None,
    }


def _fix(file: CheckedFile, fix: Fix) -> dict[str, Any]:
    return {"title": fix.title, "edits": [{**_span(file, edit.span), "text": edit.text} for edit in fix.edits]}


def _span(file: CheckedFile, span: Span) -> dict[str, Any]:
    return {"start": _place(file, span.start), "end": _place(file, span.end)}


def _place(file: CheckedFile, offset: int) -> dict[str, int]:
    line, column = file.position(offset)
    return {"line": line + 1, "column": column + 1, "offset": offset}
