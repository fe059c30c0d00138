"""What patterns and paths of a gagefile find in the project now: how many files, and the first ones; reads none."""

from __future__ import annotations

import os
import shlex
from collections.abc import Sequence
from pathlib import Path

from gage.gagefile.dependencies import DependencyText
from gage.runs.words import counted
from gage.sources.source_pattern import SourcePatternError, parse_pattern
from gage_ls.hovers.markdown import code, items
from gage_ls.hovers.run_words import age
from gage_ls.project_view import ProjectView

_MOST_FILES = 8
_PREFIXES = ("-", "~", "regex:")
"""What begins a pattern of dependencies that is more than wildcards."""


def sources_card(sourcecode: bool | tuple[str, ...], view: ProjectView) -> list[str]:
    """The files that a whole ``sourcecode`` selects."""
    if sourcecode is False:
        return ["No file is copied."]
    found = view.matching.of(view.directory, sourcecode)
    return [] if found is None else files_card(found, "are copied now", "is copied now")


def source_pattern_card(pattern: str, view: ProjectView) -> list[str]:
    """The files that one pattern of a ``sourcecode`` matches; what others say of them does not count."""
    excludes = pattern.lstrip().startswith("-")
    found = source_pattern_files(pattern, view)
    if found is None:
        return []
    if excludes:
        return files_card(found, "are left out now", "is left out now")
    return files_card(found, "match now", "matches now")


def source_pattern_files(pattern: str, view: ProjectView) -> Sequence[str] | None:
    """The files that a pattern is about; None where that cannot be said, or it is about directories."""
    try:
        rule = parse_pattern(pattern)
    except SourcePatternError:
        return None
    if rule.for_directories:
        return None
    return view.matching.of(view.directory, (pattern.strip().removeprefix("-"),))


def needed_files(needed: DependencyText, view: ProjectView) -> Sequence[str] | None:
    """The files of the project that a dependency names; None where that cannot be said."""
    text = needed.text.strip()
    if not text or text.startswith(_PREFIXES):
        return None
    if needed.role == "directory" or (needed.role == "files" and _is_directory(text, view)):
        text = f"{text.rstrip('/')}/**/*"
    elif needed.role == "path":
        return [text] if _status(text, view) else []
    return view.matching.of(view.directory, (shlex.quote(text),))


def needed_card(needed: DependencyText, view: ProjectView) -> list[str]:
    """The files of a dependency; of a single one its size and age."""
    status = _status(needed.text, view)
    if status and not _is_directory(needed.text, view):
        return [f"{code(needed.text)} · {size(status.st_size)} · changed {age(status.st_mtime_ns // 1_000)}"]
    found = needed_files(needed, view)
    return [] if found is None else files_card(found, "are needed now", "is needed now")


def files_card(files: Sequence[str], many: str, one: str) -> list[str]:
    """How many files there are, and the first ones; ``many`` and ``one`` say what becomes of them."""
    if not files:
        return ["No file matches now."]
    count = f"**{counted(len(files), 'file')}** {one if len(files) == 1 else many}"
    return [count, items(files, _MOST_FILES, code)]


def size(count: int) -> str:
    """Bytes in the unit that leaves at most three digits."""
    amount = float(count)
    for unit in ("bytes", "kB", "MB", "GB"):
        if amount < 1000 or unit == "GB":
            break
        amount /= 1000
    return f"{amount:,.0f} {unit}" if unit == "bytes" or amount >= 100 else f"{amount:,.1f} {unit}"


def _is_directory(text: str, view: ProjectView) -> bool:
    return view.files.is_inside(text) and os.path.isdir(view.directory / text)


def _status(text: str, view: ProjectView) -> os.stat_result | None:
    """Size and time of a file of the project; nothing of what a link outside leads to."""
    if not view.files.is_inside(text):
        return None
    try:
        return Path(view.directory, text).stat()
    except OSError:
        return None
