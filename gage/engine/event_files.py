"""What a run left in TensorBoard event files: points of metrics, and attributes; follows no link, reads in bounds."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path, PurePosixPath
from typing import IO, NamedTuple

from gage.engine.attrs_files import attribute
from gage.engine.protobuf import WireError
from gage.engine.reported_files import ATTRIBUTES_SUFFIX
from gage.engine.tf_events import Event, EventReader
from gage.engine.tf_records import records
from gage.runs.read_file import open_file
from gage.runs.series import LONGEST_NAME, MOST_NAMES, Point, finite
from gage.runs.summary import Scalar

_TEXT_TAG = "/text_summary"
"""What tensorboardX and PyTorch put behind the tags of texts."""

_MOST_FILES = 1_000
_MOST_READ = 64 << 20
_MOST_POINTS = 400_000
_LARGEST_RECORD = 1 << 16
"""Bytes; no scalar and no attribute needs as many, while images and weights do."""

_LONGEST_TEXT = 10_000
_LATEST = 253_402_300_799
"""The end of the year 9999, in seconds since the epoch."""


class EventFiles(NamedTuple):
    """Points of the metrics in event files, attributes, and what was left out, in words."""

    points: list[Point]
    attributes: dict[str, Scalar]
    left_out: list[str]


def read_event_files(run_dir: Path, paths: list[str]) -> EventFiles:
    """Read event files, whose paths are relative to the run directory and in order.

    A metric has the name of its tag; where several directories have one of that name, the directory's comes before it,
    from where their paths part.
    """
    reading = _Reading()
    for directory, names in groupby(paths[:_MOST_FILES], lambda path: str(PurePosixPath(path).parent)):
        reading.read_directory(directory, [run_dir / name for name in names])
    if len(paths) > _MOST_FILES:
        reading.left_out.append(f"event files beyond the first {_MOST_FILES:,}")
    return EventFiles(list(_points(reading.numbers)), reading.attributes, reading.left_out)


class _Reading:
    """What was read so far: numbers by directory, and attributes."""

    def __init__(self) -> None:
        self.numbers: dict[str, list[Event]] = {}
        self.attributes: dict[str, Scalar] = {}
        self.left_out: list[str] = []
        self._bytes_left = _MOST_READ
        self._points_left = _MOST_POINTS

    def read_directory(self, directory: str, paths: list[Path]) -> None:
        """Read the event files of one directory, which continue one another."""
        reader = EventReader()
        for path in paths:
            try:
                with open_file(path) as stream:
                    self._read(stream, path.name, reader, self.numbers.setdefault(directory, []))
            except (OSError, WireError) as error:
                self.left_out.append(f"what cannot be read of {path.name}: {error}")
            self.attributes.update(reader.hyperparameters)

    def _read(self, stream: IO[bytes], name: str, reader: EventReader, numbers: list[Event]) -> None:
        for record in records(stream, _LARGEST_RECORD):
            self._bytes_left -= len(record)
            if self._bytes_left < 0 or self._points_left < 0:
                self.left_out.append(f"the rest of {name}")
                return
            events = reader.read(record)
            self._points_left -= len(events)
            for event in events:
                if not isinstance(event.value, str):
                    numbers.append(event)
                elif name.endswith(ATTRIBUTES_SUFFIX):
                    self.attributes[event.tag.removesuffix(_TEXT_TAG)] = attribute(event.value[:_LONGEST_TEXT])


def _points(by_directory: dict[str, list[Event]]) -> Iterator[Point]:
    tags = {directory: {event.tag for event in events} for directory, events in by_directory.items() if events}
    directories_with = Counter(tag for names in tags.values() for tag in names)
    names: set[str] = set()
    top = (os.path.commonpath(tags) if tags else "") or "."
    for directory in tags:
        before = os.path.relpath(directory, top).replace(os.sep, "/")
        for tag, step, time, value in by_directory[directory]:
            name = tag if directories_with[tag] == 1 or before == "." else f"{before}/{tag}"
            if name and isinstance(value, float) and (name in names or len(names) < MOST_NAMES):
                names.add(name)
                yield Point(name[:LONGEST_NAME], step, finite(value), _milliseconds(time))


def _milliseconds(seconds: float) -> int:
    return int(seconds * 1000) if 0 <= seconds < _LATEST else 0
