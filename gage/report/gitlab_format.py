"""Problems for the code quality report of GitLab: one entry a problem, told apart by fingerprints that survive edits.

The format is that of docs.gitlab.com/ci/testing/code_quality.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

from gage.gagefile.problem import Problem, Severity
from gage.report.checked import CheckedFile, printable

_SEVERITIES = {
    Severity.ERROR: "major",
    Severity.WARNING: "minor",
    Severity.INFORMATION: "info",
    Severity.HINT: "info",
}


def render(files: Sequence[CheckedFile]) -> str:
    """One JSON array; paths are relative to the working directory, which is to be the repository's."""
    seen: Counter[tuple[str, str, str]] = Counter()
    entries = [_entry(file, problem, seen) for file in files for problem in file.problems]
    return json.dumps(entries, indent=2, ensure_ascii=False) + "\n"


def _entry(file: CheckedFile, problem: Problem, seen: Counter[tuple[str, str, str]]) -> dict[str, Any]:
    path = file.path.replace("\\", "/").removeprefix("./")
    start, end = file.position(problem.span.start), file.position(problem.span.end)
    identity = (path, problem.code, problem.message)
    seen[identity] += 1
    # Lines move with every edit above them, so they are no part of what a problem is known by.
    known_by = "\0".join((*identity, str(seen[identity])))
    return {
        "description": printable(problem.message),
        "check_name": problem.code,
        "fingerprint": hashlib.sha256(known_by.encode("utf-8", "surrogatepass")).hexdigest(),
        "severity": "blocker" if file.document is None else _SEVERITIES[problem.severity],
        "location": {
            "path": path,
            "positions": {
                "begin": {"line": start.line + 1, "column": start.column + 1},
                "end": {"line": end.line + 1, "column": end.column + 1},
            },
        },
    }
