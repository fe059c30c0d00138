"""What changed from one run to another: config, source, summary, output, as unified diffs of bounded size."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Literal, NamedTuple

from gage.runs.manifest import read_manifest
from gage.runs.output import output_tail
from gage.runs.read_file import open_file
from gage.runs.run import Run
from gage.runs.summary import Scalar
from gage.runs.words import value

Aspect = Literal["config", "source", "summary", "output"]

_LARGEST = 1 << 20
"""Bytes of a file, or of the end of an output, that are compared; more is no text that anyone reads."""

_MOST_LINES = 20_000
_MOST_PAIRS = 500_000
"""Pairs of equal lines, of which a comparison looks at each more than once: seconds."""


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
        elif aspect == "summary":
            for name in ("metrics", "attributes"):
                yield from _told("summary", name, *(_listed(getattr(run.summary, name)) for run in (old, new)))
        else:
            yield from _outputs(old, new)


def _config(run: Run) -> str:
    return _listed(run.config)


def _listed(values: Mapping[str, Scalar]) -> str:
    return "".join(f"{name}: {value(scalar)}\n" for name, scalar in sorted(values.items()))


def _outputs(old: Run, new: Run) -> Iterator[Difference]:
    ends = [output_tail(run, _LARGEST + 1) for run in (old, new)]
    is_cut = any(len(end) > _LARGEST for end in ends)
    for each in _told("output", "output", *(end[-_LARGEST:].decode("utf-8", "replace") for end in ends)):
        yield each._replace(note=each.note or f"the last {_LARGEST:,} bytes") if is_cut else each


def _sources(old: Run, new: Run) -> Iterator[Difference]:
    before, after = _digests(old), _digests(new)
    for path in sorted(before.keys() | after.keys()):
        if before.get(path) == after.get(path):
            continue
        where = {(True, False): "only in the first run", (False, True): "only in the second run"}
        note = where.get((path in before, path in after), "")
        try:
            one = _text(old, path) if path in before else ""
            other = _text(new, path) if path in after else ""
        except _NoTextError as error:
            yield Difference(
                "source",
                path,
                [],
                f"{note}; {error}" if note else "binary files differ" if error.args == _BINARY else f"differs; {error}",
            )
            continue
        told = next(_told("source", path, one, other), Difference("source", path, []))
        is_same = not note and not told.lines and not told.note
        yield told._replace(note="differed when the runs were made; is the same now" if is_same else note or told.note)


def _digests(run: Run) -> dict[str, str]:
    """What the manifest says of the source files, before the command could change any."""
    entries = read_manifest(run.record.read("manifest") or b"")
    return {entry.path: entry.sha256 for entry in entries if entry.type == "s"}


_BINARY = ("it is no text",)


class _NoTextError(Exception):
    """A file that differs and has no lines to show; says why."""


def _text(run: Run, path: str) -> str:
    """The text of a file of a run. Raises _NoTextError."""
    inside = PurePosixPath(path)
    if inside.is_absolute() or ".." in inside.parts:
        raise _NoTextError("its path leads out of the run")
    try:
        with open_file(run.run_dir / inside) as stream:
            data = stream.read(_LARGEST + 1)
    except FileNotFoundError:
        raise _NoTextError(f"it is gone from run {run.name}") from None
    except (OSError, ValueError) as error:
        raise _NoTextError(f"it cannot be read in run {run.name}: {getattr(error, 'strerror', error)}") from None
    if len(data) > _LARGEST:
        raise _NoTextError(f"it is larger than {_LARGEST:,} bytes")
    try:
        if b"\0" not in data:
            return data.decode("utf-8")
    except UnicodeDecodeError:
        pass  # as good as one with zeros in it
    raise _NoTextError(*_BINARY)


def _told(aspect: Aspect, name: str, old: str, new: str) -> Iterator[Difference]:
    if old == new:
        return
    from difflib import unified_diff

    before, after = old.splitlines(), new.splitlines()
    if max(len(before), len(after)) > _MOST_LINES or _pairs(before, after) > _MOST_PAIRS:
        yield Difference(aspect, name, [], "differs; it is too long to be compared line by line")
        return
    lines = list(unified_diff(before, after, lineterm="", n=3))[2:]
    yield Difference(aspect, name, lines, "" if lines else "differs in line ends alone")


def _pairs(before: Sequence[str], after: Sequence[str]) -> int:
    """How many pairs of equal lines difflib finds: all but those of lines that are common in a long text."""
    counts = Counter(after)
    most = len(after) // 100 + 1 if len(after) >= 200 else len(after)
    return sum(count for line in before if (count := counts[line]) <= most)
