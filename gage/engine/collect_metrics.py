"""What the metrics and attributes of a run come to beside its summary: series, `*.attrs` and event files, rolled up."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterator
from itertools import islice
from pathlib import Path

from gage.engine.journal import Journal
from gage.engine.reported_files import find_reported_files
from gage.runs.record import Record
from gage.runs.series import (
    FOLLOWED,
    METRICS,
    MOST_BYTES,
    MOST_NAMES,
    SERIES,
    Point,
    encode_points,
    encode_rolled_up,
    read_points,
    roll_up,
)
from gage.runs.summary import Scalar, Summary

ATTRIBUTES = "attrs.json"


def collect_metrics(run_dir: Path, record: Record, staged: Collection[str], journal: Journal) -> Summary:
    """Add what event files hold to the series, write ``metrics.json`` and ``attrs.json`` if there is anything for them.

    Returns the last value of each series, and the attributes. Files that were ``staged`` say nothing of the run.
    Raises OSError, RecordError.
    """
    files = find_reported_files(run_dir, staged)
    points, attributes = _in_event_files(run_dir, files.events, journal)
    if files.attributes:
        from gage.engine.attrs_files import read_attrs_files

        attributes |= read_attrs_files(run_dir, files.attributes)
    attributes = dict(islice(attributes.items(), MOST_NAMES))
    series = roll_up(read_points(_all_points(record, points, journal)))
    if series:
        record.note(METRICS, encode_rolled_up(series))
    if attributes:
        record.note(ATTRIBUTES, json.dumps(attributes, indent=2, sort_keys=True).encode())
    return Summary({name: each.value for name, each in series.items()}, attributes)


def _in_event_files(run_dir: Path, paths: list[str], journal: Journal) -> tuple[list[Point], dict[str, Scalar]]:
    """The points and the attributes in event files. Few runs have any, so their reader waits to be needed."""
    if not paths:
        return [], {}
    from gage.engine.event_files import read_event_files

    found = read_event_files(run_dir, paths)
    for words in found.left_out:
        journal.write(f"Event files are rolled up without {words}")
    return found.points, found.attributes


def _all_points(record: Record, points: list[Point], journal: Journal) -> bytes:
    """The series with points of event files, whole or not at all: this may be the second attempt to end the run."""
    stored = record.stretch(SERIES, 0, 2 * MOST_BYTES)
    stored = stored[: stored.rfind(b"\n") + 1]
    printed, followed = _parted(stored)
    known = {point.name for point in read_points(printed)} if points else set()
    kept, new = _merged(list(read_points(followed)), [point for point in points if point.name not in known])
    data = stored if kept is None else printed + encode_points(kept, FOLLOWED)
    added = encode_points(new, FOLLOWED)
    room = max(0, MOST_BYTES - len(data))
    if len(added) > room:
        journal.write(f"Of the series beyond {MOST_BYTES} bytes only the last values are kept")
        added = added[: added.rfind(b"\n", 0, room) + 1]
        added += encode_points({point.name: point for point in new[added.count(b"\n") :]}.values(), FOLLOWED)
    if data + added != stored:
        record.note(SERIES, data + added)
    return data + added


def _parted(series: bytes) -> tuple[bytes, bytes]:
    """The lines of what was printed, and those of event files that were followed."""
    mark = f"{FOLLOWED}}}\n".encode()
    if mark not in series:
        return series, b""
    lines = series.splitlines(keepends=True)
    return b"".join(line for line in lines if not line.endswith(mark)), b"".join(
        line for line in lines if line.endswith(mark)
    )


def _merged(followed: list[Point], found: list[Point]) -> tuple[list[Point] | None, list[Point]]:
    """Which points that were followed to keep, None for all of them, and which of those found at the end to add.

    A point is not kept that is found under a longer name, as another directory turned out to have its tag; then all
    that is found is added, in its order. What is not found at all was in files that are gone, and is kept.
    """
    if not followed:
        return None, found
    left = Counter(found)
    only_followed = []
    for point in followed:
        if left[point] > 0:
            left[point] -= 1
        else:
            only_followed.append(point)
    renamed = {point._replace(name=name) for point in found for name in _ends(point.name)} if only_followed else set()
    if renamed.isdisjoint(only_followed):
        return None, list(left.elements())
    return [point for point in only_followed if point not in renamed], found


def _ends(name: str) -> Iterator[str]:
    """What a name would be with less of its directory before it."""
    while name.partition("/")[2]:
        name = name.partition("/")[2]
        yield name
