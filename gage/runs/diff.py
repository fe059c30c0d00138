"""What changed from one run to another: config, source code, output, as unified diffs; shows no more than is read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Literal, NamedTuple

from gage.runs.manifest import read_manifest
from gage.runs.output import output_tail
from gage.runs.read_file import open_file
from gage.runs.run import Run
from gage.runs.words import value

Aspect = Literal["config", "source", "output"]

_LARGEST = 1 << 20
"""Bytes of a file, or of an output, that are compared line by line; more is no text that anyone reads."""

_MOST_LINES = 20_000


class Difference(NamedTuple):
    """What changed under one name: the lines of a unified diff without its header, or a word in their place."""

    aspect: Aspect
    name: str
    lines: list[str]
    note: str = ""


def diff_runs(old: Run, new: Run, aspects: tuple[Aspect, ...]) -> Iterator[Difference]:
    """What is different in some aspects, in their order; names come sorted. Raises RecordError."""
    for aspect in aspects:
        if aspect == "config":
            yield from _told("config", "config", _config(old), _config(new))
        elif aspect == "source":
            yield from _sources(old, new)
        else:
            texts = (output_tail(run, _LARGEST).decode("utf-8", "replace") for run in (old, new))
            yield from _told("output", "output", *texts)


def _config(run: Run) -> str:
    return "".join(f"{name}: {value(scalar)}\n" for name, scalar in sorted(run.config.items()))


def _sources(old: Run, new: Run) -> Iterator[Difference]:
    before, after = _digests(old), _digests(new)
    for path in sorted(before.keys() | after.keys()):
        if before.get(path) == after.get(path):
            continue
        texts = (
            "" if path not in digests else _text(run.run_dir, path) for run, digests in ((old, before), (new, after))
        )
        one, other = texts
        if one is None or other is None:
            yield Difference("source", path, [], "cannot be shown: no text, too large, or gone")
        else:
            where = (path in before, path in after)
            note = {(True, False): "only in the first run", (False, True): "only in the second run"}.get(where, "")
            differences = list(_told("source", path, one, other))
            yield (
                differences[0]._replace(note=note or differences[0].note)
                if differences
                else Difference("source", path, [], note)
            )


def _digests(run: Run) -> dict[str, str]:
    """What the manifest says of the source files, before the command could change any."""
    entries = read_manifest(run.record.read("manifest") or b"")
    return {entry.path: entry.sha256 for entry in entries if entry.type == "s"}


def _text(run_dir: Path, path: str) -> str | None:
    """The text of a file of a run, or None where it is none that can be shown."""
    inside = PurePosixPath(path)
    if inside.is_absolute() or ".." in inside.parts:
        return None
    try:
        with open_file(run_dir / inside) as stream:
            data = stream.read(_LARGEST + 1)
        return None if len(data) > _LARGEST or b"\0" in data else data.decode("utf-8")
    except (OSError, ValueError):
        return None


def _told(aspect: Aspect, name: str, old: str, new: str) -> Iterator[Difference]:
    if old == new:
        return
    from difflib import unified_diff

    before, after = old.splitlines(), new.splitlines()
    if max(len(before), len(after)) > _MOST_LINES:
        yield Difference(aspect, name, [], "differs, and is too long to be compared line by line")
        return
    lines = list(unified_diff(before, after, lineterm="", n=3))[2:]
    yield Difference(aspect, name, lines, "" if lines else "differs in white space at the end alone")
