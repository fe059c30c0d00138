"""What a run printed, from an offset on and no more than asked for, so that a reader can follow it as it grows."""

from __future__ import annotations

import codecs
import struct
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

from gage.runs.output import STREAMS
from gage.runs.record import Record
from gage.runs.run import Run
from gage.runs.under_way import is_under_way

PHASES = {
    "output/10_sourcecode": "stage-sourcecode",
    "output/20_runtime": "stage-runtime",
    "output/30_dependencies": "stage-dependencies",
    "output/40_run": "run",
    "output/50_finalize": "finalize",
}
"""The members that hold output in the order they are written, and the phase whose commands printed it."""

LEAST_BYTES = 4
"""No character is longer, so a part of this size always gets a reader on."""

_LINE = struct.Struct(">QB")
"""What the index of a member has for each line: milliseconds since the epoch when it ended, and by which stream."""

_BLOCK = 1 << 20
_MOST_PIECES = 10_000


class Piece(NamedTuple):
    """Text that one stream gave at one time (milliseconds since the epoch, None where that is not recorded).

    A line that one stream began and the other ended counts as the other's. A line that has not ended, or that the part
    ends within, goes on in the next piece.
    """

    phase: str
    stream: str
    time: int | None
    text: str


class OutputPart(NamedTuple):
    """Pieces of output: from ``offset`` up to ``next``, in bytes of all that the run's commands printed.

    ``size`` is how much there is so far. ``is_last`` says that ``next`` is the end and that no more will come.
    """

    pieces: list[Piece]
    offset: int
    next: int
    size: int
    is_last: bool


def output_part(run: Run, offset: int, limit: int) -> OutputPart:
    """At most ``limit`` bytes of what a run printed (not less than `LEAST_BYTES`); a negative offset is from the end.

    Bytes that are no UTF-8 become U+FFFD; a character that the limit cuts, or that is not whole yet, is left for the
    next part. Raises RecordError.
    """
    # In this order: once nothing works on the run, all that it printed is there.
    has_ended = not is_under_way(run)
    sizes = run.record.sizes(PHASES)
    size = sum(sizes.values())
    start = max(0, size + offset) if offset < 0 else min(offset, size)
    at, end = start, min(size, start + max(limit, LEAST_BYTES))
    pieces: list[Piece] = []
    before = 0
    for member, length in sizes.items():
        stretch = Span(max(0, at - before), min(length, end - before))
        before += length
        if stretch.start < stretch.end:
            is_whole = stretch.end == length and (has_ended or before < size)
            read = _read(run, member, stretch, is_whole, pieces)
            at += read
            if read < stretch.end - stretch.start:
                break
    return OutputPart(pieces, start, at, size, has_ended and at == size)


class Span(NamedTuple):
    """A stretch of a member, in bytes."""

    start: int
    end: int


def _read(run: Run, member: str, stretch: Span, is_whole: bool, pieces: list[Piece]) -> int:
    """Add the pieces of a stretch of a member, and say how many bytes they have."""
    data = run.record.stretch(member, *stretch)
    if not is_whole:
        data = data[: len(data) - _cut_character(data)]
    lengths = [len(line) + 1 for line in data.split(b"\n")]
    lengths[-1] -= 1
    stamps = _stamps(run, member, stretch.start, len(lengths))
    read = 0
    for stamp, lines in groupby(zip(lengths, stamps, strict=True), key=itemgetter(1)):
        length = sum(length for length, _ in lines)
        if length == 0 or len(pieces) >= _MOST_PIECES:
            break
        text = data[read : read + length].decode("utf-8", "replace")
        time, stream = stamp or (None, 0)
        pieces.append(Piece(PHASES[member], STREAMS[stream == 1], time, text))
        read += length
    return read


def _cut_character(data: bytes) -> int:
    """How many bytes at the end begin a character that is not whole."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    decoder.decode(data[-LEAST_BYTES:])
    return len(decoder.getstate()[0])


def _stamps(run: Run, member: str, start: int, count: int) -> list[tuple[int, int] | None]:
    """Time and stream of lines, from the one that an offset lies in; None where there is no record of a line."""
    index = f"{member}.index"
    first = _lines_before(run, member, start) if index in run.record.sizes([index]) else 0
    data = run.record.stretch(index, first * _LINE.size, (first + count) * _LINE.size)
    whole = len(data) - len(data) % _LINE.size
    stamps: list[tuple[int, int] | None] = list(_LINE.iter_unpack(data[:whole]))
    return stamps + [None] * (count - len(stamps))


def _lines_before(run: Run, member: str, offset: int) -> int:
    blocks, rest = divmod(offset, _BLOCK)
    counted = sum(_lines_in_block(run.runs_dir, run.id, member, block) for block in range(blocks))
    return counted + run.record.stretch(member, blocks * _BLOCK, blocks * _BLOCK + rest).count(b"\n")


@lru_cache(4096)
def _lines_in_block(runs_dir: Path, run_id: str, member: str, block: int) -> int:
    """Output is only ever added to: what a block has that others follow, it will always have."""
    return Record(runs_dir, run_id).stretch(member, block * _BLOCK, (block + 1) * _BLOCK).count(b"\n")
