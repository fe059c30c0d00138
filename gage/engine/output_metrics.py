"""Has the metrics that a command reports read while it runs; a failure is told, no more."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from gage.engine.live_run import LiveRun
from gage.engine.own_python import words_of
from gage.engine.process import start_aside
from gage.gagefile.model import Phase

if TYPE_CHECKING:
    from gage.engine.event_files_look import EventFilesLook

_FOLLOWER = "gage.engine.follow_output"
_PATIENCE = 10.0
"""Seconds after the command's end in which the rest of what it reports is to be read."""


class FollowedMetrics:
    """Follows what the command of a phase reports while the ``with`` block lasts, and to its end.

    Where the operation wants what is printed, in ``member``, a process does from the beginning; else as soon as there
    is an event file.
    """

    def __init__(self, live: LiveRun, phase: Phase, member: str) -> None:
        self._live = live
        self._member = member
        self._wanted: bool | Mapping[str, str] = live.plan.operation.output_metrics
        self._is_over = phase != "run"
        self._looks: EventFilesLook | None = None
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> FollowedMetrics:
        if not self._is_over and self._wanted is not False:
            self._start(self._member)
        return self

    def __exit__(self, *_: object) -> None:
        if self._process and (trouble := _trouble(self._process)) is not None:
            self._live.warn(f"not all metrics in the output were read: {trouble}")

    def look(self) -> None:
        """See now and then whether there are event files."""
        if self._is_over:
            return
        if self._looks is None:
            from gage.engine.event_files_look import EventFilesLook  # for those that take their time

            self._looks = EventFilesLook(self._live.run_dir, self._live.files.digests)
        if self._looks.is_due():
            self._looks.look()
            if self._looks.found:
                self._start("")

    def _start(self, member: str) -> None:
        self._is_over = True
        patterns = json.dumps(dict(self._wanted) if isinstance(self._wanted, Mapping) else None)
        directory, run_dir = str(self._live.record.directory), str(self._live.run_dir)
        try:
            self._process = start_aside(words_of(_FOLLOWER, "follow_output", directory, member, patterns, run_dir))
        except OSError as error:
            self._live.warn(f"metrics are not read while the command runs: {error.strerror}")


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
