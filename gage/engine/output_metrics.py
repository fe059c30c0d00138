"""Has the metrics in a command's output read while it runs, if the operation wants it; a failure is told, no more."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from gage.engine.live_run import LiveRun
from gage.engine.own_python import words_of
from gage.engine.process import start_aside
from gage.gagefile.model import Phase

_FOLLOWER = "gage.engine.follow_output"
_PATIENCE = 10.0
"""Seconds after the command's end in which the rest of its output is to be read."""


@contextmanager
def metrics_followed(live: LiveRun, phase: Phase, member: str) -> Iterator[None]:
    """Follow a member with output, of the run itself, while the body lasts, and wait until its end has been read."""
    wanted = live.plan.operation.output_metrics
    if phase != "run" or wanted is False:
        yield
        return
    patterns = json.dumps(None if wanted is True else dict(wanted))
    words = words_of(_FOLLOWER, "follow_output", str(live.record.directory), member, patterns)
    try:
        process = start_aside(words)
    except OSError as error:
        live.warn(f"metrics in the output are not read: {error.strerror}")
        yield
        return
    try:
        yield
    finally:
        if (trouble := _trouble(process)) is not None:
            live.warn(f"not all metrics in the output were read: {trouble}")


def _trouble(process: subprocess.Popen[bytes]) -> str | None:
    """Let a follower end; what kept it from reading to the end of the output."""
    assert process.stdin is not None
    with suppress(OSError):
        process.stdin.close()
    try:
        code = process.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return f"{_PATIENCE:.0f} seconds after the command's end there was more to read"
    if code == 1:
        return "a pattern of 'output-metrics' took too long"
    return "they could not be written" if code else None
