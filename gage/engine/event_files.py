"""What a run left in TensorBoard event files: points of metrics, and attributes; follows no link, reads in bounds."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO, NamedTuple

from gage.engine.attrs_files import attribute
from gage.engine.event_files_look import MOST_FILES
from gage.engine.protobuf import WireError
from gage.engine.reported_files import ATTRIBUTES_SUFFIX
from gage.engine.tf_events import Event, EventReader
from gage.engine.tf_records import records
from gage.runs.read_file import open_file
from gage.runs.series import LONGEST_NAME, MOST_NAMES, Point, finite
from gage.runs.summary import Scalar

_TEXT_TAG = "/text_summary"
"""What tensorboardX and PyTorch put behind the tags of texts."""

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
    reading = EventReading(run_dir)
    for path in paths[:MOST_FILES]:
        reading.read(path)
    if len(paths) > MOST_FILES:
        reading.left_out.append(f"event files beyond the first {MOST_FILES:,}")
    return EventFiles(list(reading.points()), reading.attributes, reading.left_out)


class EventReading:
    """What was read so far of the event files of a run, and how far each was read.

    Those of one directory continue one another.
    """

    def __init__(self, run_dir: Path) -> None:
        self.attributes: dict[str, Scalar] = {}
        self.left_out: list[str] = []
        self._run_dir = run_dir
        self._numbers: dict[str, list[Event]] = {}
        self._tags: dict[str, set[str]] = {}
        self._names: set[str] = set()
        self._readers: dict[str, EventReader] = {}
        self._reached: dict[str, int] = {}
        self._bytes_left = _MOST_READ
        self._points_left = _MOST_POINTS

    def read(self, path: str) -> None:
        """Read on in a file, up to its end or the first record that is not whole."""
        directory = str(PurePosixPath(path).parent)
        reader = self._readers.setdefault(directory, EventReader())
        try:
            with open_file(self._run_dir / path) as stream:
                stream.seek(self._reached.get(path, 0))
                self._read(stream, path, reader, directory)
        except (OSError, WireError) as error:
            self.left_out.append(f"what cannot be read of {PurePosixPath(path).name}: {error}")
        self.attributes.update(reader.hyperparameters)

    def points(self) -> Iterator[Point]:
        """The points read since this was asked the last time, under the names that their tags have by now."""
        directories_with = Counter(tag for tags in self._tags.values() for tag in tags)
        top = (os.path.commonpath(self._tags) if self._tags else "") or "."
        for directory, events in self._numbers.items():
            before = os.path.relpath(directory, top).replace(os.sep, "/")
            for tag, step, time, value in events:
                name = tag if directories_with[tag] == 1 or before == "." else f"{before}/{tag}"
                if name and isinstance(value, float) and (name in self._names or len(self._names) < MOST_NAMES):
                    self._names.add(name)
                    yield Point(name[:LONGEST_NAME], step, finite(value), _milliseconds(time))
        self._numbers.clear()

    def _read(self, stream: IO[bytes], path: str, reader: EventReader, directory: str) -> None:
        for record in records(stream, _LARGEST_RECORD):
            self._reached[path] = stream.tell()
            self._bytes_left -= len(record)
            if self._bytes_left < 0 or self._points_left < 0:
                self.left_out.append(f"the rest of {PurePosixPath(path).name}")
                return
            events = reader.read(record)
            self._points_left -= len(events)
            for event in events:
                if not isinstance(event.value, str):
                    self._numbers.setdefault(directory, []).append(event)
                    self._tags.setdefault(directory, set()).add(event.tag)
                elif path.endswith(ATTRIBUTES_SUFFIX):
                    self.attributes[event.tag.removesuffix(_TEXT_TAG)] = attribute(event.value[:_LONGEST_TEXT])


def _milliseconds(seconds: float) -> int:
    return int(seconds * 1000) if 0 <= seconds < _LATEST else 0
