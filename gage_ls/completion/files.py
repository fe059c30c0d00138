"""Files and directories of a project while a path is being typed: one directory at a time, never one outside of it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from gage_ls.completion.context import Context
from gage_ls.completion.offer import Kind, Offer, matching

_NEVER = frozenset({".git", ".venv", "venv", "__pycache__", "node_modules", ".DS_Store"})
_MOST = 2_000
"""Names of a directory that are looked at."""

_DIRECTORY, _FILE, _PATTERN = 30, 20, 10
_ATTRIBUTES = {
    "text": "only text files",
    "binary": "only binary files",
    "dir": "directories, which are entered or not",
    "size<": "files smaller than so many bytes",
    "size>": "files larger than so many bytes",
    "max-matches=": "at most so many files",
    "sentinel=": "directories that hold this file",
}


def source_patterns(context: Context) -> Iterator[Offer]:
    """What a source code pattern may become: a file, a pattern, or an attribute behind it."""
    typed = context.typed
    if " " in typed.lstrip():
        start = typed.rindex(" ") + 1
        yield from (
            Offer(name, name, Kind.Keyword, start, detail=detail, is_whole=False)
            for name, detail in _ATTRIBUTES.items()
            if name not in typed
        )
        return
    yield from patterns(context)


def patterns(context: Context) -> Iterator[Offer]:
    """Files, directories, and patterns for the kinds of files there are."""
    skipped = len(context.typed) - len(context.typed.lstrip("- "))
    yield from (offer for offer in paths(context, skipped) if offer.text not in context.taken)
    start = _last_level(context.typed, skipped)
    names = _names(context, context.typed[skipped:start], hidden=False)
    suffixes = {os.path.splitext(name)[1] for name, is_directory in names if not is_directory}
    for suffix in sorted(suffixes - {""}):
        if f"*{suffix}" not in context.taken:
            yield Offer(f"*{suffix}", f"*{suffix}", Kind.File, start, f"all {suffix} files here", _PATTERN)


def paths(
    context: Context, skipped: int = 0, wanted: Callable[[str], bool] = lambda _: True, files: bool = True
) -> Iterator[Offer]:
    """The files that are wanted, and directories to go on in, behind the path that is typed from an offset on."""
    start = _last_level(context.typed, skipped)
    parent, name = context.typed[skipped:start], context.typed[start:]
    listed = _names(context, parent, hidden=name.startswith("."))
    chosen = {
        f"{each}/" if is_directory else each: is_directory
        for each, is_directory in listed
        if is_directory or (files and wanted(each))
    }
    for each in matching(chosen, name):
        kind = Kind.Folder if chosen[each] else Kind.File
        yield Offer(each, each, kind, start, rank=_DIRECTORY if chosen[each] else _FILE)


def _last_level(typed: str, skipped: int) -> int:
    return max(typed.rfind("/") + 1, skipped)


def _names(context: Context, parent: str, hidden: bool) -> list[tuple[str, bool]]:
    """The names in a directory of the project, and which are directories; links lead nowhere."""
    directory = context.directory
    levels = parent.split("/")
    if directory is None or os.path.isabs(parent) or ".." in levels or any(mark in parent for mark in "*?\0~:\\"):
        return []
    place = os.path.join(directory, parent)
    try:
        if not _is_within(os.path.realpath(place), os.path.realpath(directory)):
            return []
        with os.scandir(place) as entries:
            found = [(entry.name, entry.is_dir(follow_symlinks=False)) for entry in islice(entries, _MOST)]
    except (OSError, ValueError):
        return []
    runs = context.view.project.runs_dir if context.view else None
    return sorted(
        (name, is_directory)
        for name, is_directory in found
        if name not in _NEVER and (hidden or not name.startswith(".")) and Path(place, name) != runs
    )


def _is_within(path: str, root: str) -> bool:
    return path == root or path.startswith(root.rstrip(os.sep) + os.sep)
