"""The shape of a run's series from as little of them as a small plot needs; for every value there is `series.py`."""

from __future__ import annotations

from typing import IO

from gage.runs.run import Run
from gage.runs.series import SERIES, Point, read_points

_STRETCHES = 32


def sampled_series(run: Run, most: int) -> dict[str, list[Point]]:
    """Points by the name of their metric, in their order: all, or those of stretches spread evenly over the record.

    At most ``most`` bytes are read. The first and the last points are among them. Raises RecordError.
    """
    size = run.record.sizes([SERIES]).get(SERIES, 0)
    series: dict[str, list[Point]] = {}
    try:
        with run.record.open(SERIES) as stream:
            for data in [stream.read(size)] if size <= most else _stretches(stream, size, most // _STRETCHES):
                for point in read_points(data):
                    series.setdefault(point.name, []).append(point)
    except FileNotFoundError:
        return {}
    return series


def _stretches(stream: IO[bytes], size: int, length: int) -> list[bytes]:
    """The whole lines of stretches of a member, the first of which begins with it and the last of which ends it."""
    found = []
    for index in range(_STRETCHES):
        start = (size - length) * index // (_STRETCHES - 1)
        stream.seek(start)
        data = stream.read(length)
        found.append(data if start == 0 else data[data.find(b"\n") + 1 :])
    return found
