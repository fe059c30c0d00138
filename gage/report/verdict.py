"""What a check comes to, in a line, and how many problems there are of each code; prints nothing."""

from __future__ import annotations

from collections.abc import Sequence

from gage.gagefile.file_kind import GAGEFILE
from gage.gagefile.problem import Severity
from gage.report.checked import CheckedFile


def verdict(files: Sequence[CheckedFile]) -> str:
    """One line: what was found in how many files."""
    read = [file for file in files if file.document is not None]
    parts = [_found(read)] if read else []
    if unread := len(files) - len(read):
        parts.append(f"{unread} file{'s' if unread > 1 else ''} could not be checked")
    return f"{'; '.join(parts)}."


def statistics(files: Sequence[CheckedFile]) -> str:
    """A table without a head: how many, the code, and how many of them have a fix; the most frequent code first."""
    counts: dict[str, list[int]] = {}
    for problem in (problem for file in files for problem in file.problems):
        count = counts.setdefault(problem.code, [0, 0])
        count[0] += 1
        count[1] += bool(problem.fixes)
    width = max((len(code) for code in counts), default=0)
    rows = sorted(counts.items(), key=lambda row: (-row[1][0], row[0]))
    return "".join(
        f"{found:>5}  {code:<{width}}  {f'{fixable} with a fix' if fixable else ''}".rstrip() + "\n"
        for code, (found, fixable) in rows
    )


def _found(files: Sequence[CheckedFile]) -> str:
    wrong = [file for file in files if file.problems]
    kind = "gagefiles" if all(_is_gagefile(file) for file in files) else "files"
    if not wrong:
        return f"{files[0].path} is valid" if len(files) == 1 else f"all {len(files)} {kind} are valid"
    counts = dict.fromkeys(Severity, 0)
    for problem in (problem for file in wrong for problem in file.problems):
        counts[problem.severity] += 1
    found = ", ".join(_counted(count, severity.name.lower()) for severity, count in counts.items() if count)
    if len(files) == 1:
        return f"{found} in {files[0].path}"
    return f"{found} in {len(wrong)} of {len(files)} {kind}"


def _is_gagefile(file: CheckedFile) -> bool:
    """Whether it is one; the settings of a check may be wrong too, and in any TOML file of another tool."""
    is_ours = file.document is not None and file.document.kind is GAGEFILE
    return is_ours and not file.path.endswith("pyproject.toml")


def _counted(count: int, name: str) -> str:
    return f"{count} {name}{'s' if count > 1 else ''}"
