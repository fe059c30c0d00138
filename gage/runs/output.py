"""What the commands of a run printed: whole or the end of it, as the bytes they were."""

from __future__ import annotations

import os

from gage.runs.run import Run

RUN_OUTPUT = "output/40_run"

STREAMS = ("stdout", "stderr")
"""What a command prints to, by the number that indexes of output have for it."""


def read_output(run: Run, member: str = RUN_OUTPUT) -> bytes:
    """All that a command printed; nothing where it printed nothing or never ran. Raises RecordError."""
    return output_tail(run, None, member)


def output_tail(run: Run, size: int | None, member: str = RUN_OUTPUT) -> bytes:
    """The last ``size`` bytes a command printed, which may begin inside a line or a character. Raises RecordError."""
    try:
        with run.record.open(member) as stream:
            if size is not None:
                end = stream.seek(0, os.SEEK_END)
                stream.seek(max(0, end - size))
            return stream.read()
    except FileNotFoundError:
        return b""
