"""Problems for code scanning: SARIF 2.1.0 (OASIS), columns in code points, paths relative to the working directory."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from gage import __version__
from gage.gagefile.codes import explanation
from gage.gagefile.problem import Fix, Problem, Severity
from gage.gagefile.text import Span
from gage.report.checked import CheckedFile

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFORMATION: "note", Severity.HINT: "note"}


def render(files: Sequence[CheckedFile]) -> str:
    """One SARIF log with one run, which lists every code that occurs as a rule."""
    codes = sorted({problem.code for file in files for problem in file.problems})
    run = {
        "tool": {"driver": {"name": "gage", "version": __version__, "rules": [_rule(code) for code in codes]}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(file, problem, codes.index(problem.code)) for file in files for problem in file.problems],
    }
    log = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return json.dumps(log, indent=2, ensure_ascii=False) + "\n"


def _rule(code: str) -> dict[str, Any]:
    text = explanation(code)
    summary = re.split(r"(?<=\.)\s", text, maxsplit=1)[0]
    return {
        "id": code,
        "shortDescription": {"text": summary},
        "fullDescription": {"text": text},
        "help": {"text": text, "markdown": text},
    }


def _result(file: CheckedFile, problem: Problem, rule_index: int) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": problem.code,
        "ruleIndex": rule_index,
        "level": _LEVELS[problem.severity],
        "message": {"text": problem.message},
        "locations": [{"physicalLocation": _location(file, problem.span)}],
    }
    if problem.related:
        result["relatedLocations"] = [
            {"physicalLocation": _location(file, related.span), "message": {"text": related.message}}
            for related in problem.related
        ]
    if problem.fixes:
        result["fixes"] = [_fix(file, fix) for fix in problem.fixes]
    return result


def _location(file: CheckedFile, span: Span) -> dict[str, Any]:
    return {"artifactLocation": _artifact(file), "region": _region(file, span)}


def _artifact(file: CheckedFile) -> dict[str, str]:
    return {"uri": quote(file.path.replace("\\", "/"), errors="surrogateescape")}


def _region(file: CheckedFile, span: Span) -> dict[str, int]:
    start, end = file.position(span.start), file.position(span.end)
    return {
        "startLine": start.line + 1,
        "startColumn": start.column + 1,
        "endLine": end.line + 1,
        "endColumn": end.column + 1,
    }


def _fix(file: CheckedFile, fix: Fix) -> dict[str, Any]:
    replacements = [
        {"deletedRegion": _region(file, edit.span), "insertedContent": {"text": edit.text}} for edit in fix.edits
    ]
    changes = [{"artifactLocation": _artifact(file), "replacements": replacements}]
    return {"description": {"text": fix.title}, "artifactChanges": changes}
