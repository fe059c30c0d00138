"""What `gage check --fix` and `--diff` do with a checked file; writes only what has fewer problems than before."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from gage.cli.replace_file import replace_file
from gage.gagefile.fix_all import Find, fix_all
from gage.gagefile.problem import Problem
from gage.gagefile.text import Lines
from gage.report.checked import CheckedFile, printable


class FixedFile(NamedTuple):
    """A file as it would be after its fixes; ``before`` is as it was, and ``mended`` what changed."""

    before: CheckedFile
    after: CheckedFile
    mended: tuple[Problem, ...]


def fix(file: CheckedFile, find: Find) -> FixedFile:
    """The fixes of a file, which is not written; ``find`` says what is wrong in a document."""
    if file.document is None or not any(problem.fixes for problem in file.problems):
        return FixedFile(file, file, ())
    fixed = fix_all(file.document, find)
    if not fixed.mended:
        return FixedFile(file, file, ())
    after = file._replace(document=fixed.document, problems=tuple(find(fixed.document)))
    return FixedFile(file, after, fixed.mended)


def write_fixes(file: FixedFile) -> None:
    """Write a file that has mended problems, at one stroke. Raises WriteError."""
    if file.mended and file.after.document:
        replace_file(Path(file.after.path), file.after.document.text.encode())


def account(file: FixedFile) -> Iterator[str]:
    """What was mended, one line a fix; where fixes were left undone, why."""
    path = printable(file.before.path)
    for problem in file.mended:
        yield f"{path}: fixed: {printable(problem.fixes[0].title)} [{problem.code}]"
    if not file.mended and any(problem.fixes for problem in file.before.problems):
        broken = file.before.document is not None and bool(file.before.document.problems)
        why = "its syntax would still be broken" if broken else "that would not leave fewer problems"
        yield f"{path}: not fixed: {why}; mend it by hand"


def diff(file: FixedFile) -> str:
    """A unified diff of the fixes, with the file's own line ends; empty where there are none."""
    if not file.mended or file.before.document is None or file.after.document is None:
        return ""
    import difflib

    old, new = _lines(file.before.document.text), _lines(file.after.document.text)
    pieces = difflib.unified_diff(old, new, file.before.path, file.before.path)
    return "".join(
        piece if piece.endswith(("\n", "\r")) else f"{piece}\n\\ No newline at end of file\n" for piece in pieces
    )


def _lines(text: str) -> list[str]:
    starts = Lines(text).starts
    lines = [text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]
    return lines if lines[-1] else lines[:-1]
