"""What the server notices of runs whose end leaves no word."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest

from gage.runs.process_identity import ProcessIdentity, identify
from gage_ls import runs_watch

MINE = identify(os.getpid())
GONE = ProcessIdentity(MINE.pid, "1", MINE.boot, MINE.host, MINE.namespace)
ELSEWHERE = ProcessIdentity(17, "81", "other", "elsewhere")


@pytest.mark.parametrize(
    ("process", "after", "is_told"),
    [
        (MINE, 60, False),
        (MINE, 0, False),
        (GONE, 60, MINE.start is not None),
        (ELSEWHERE, 60, False),
        (ELSEWHERE, 0, True),
    ],
)
async def test_a_process_that_ended_and_one_of_another_machine_once_in_a_while(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, process: ProcessIdentity, after: float, is_told: bool
) -> None:
    monkeypatch.setattr(runs_watch, "INTERVAL", 0.01)
    monkeypatch.setattr(runs_watch, "_ELSEWHERE", after)
    told: list[Path] = []
    watch = runs_watch.RunsWatch(told.append)
    watch.add(tmp_path)
    watch.follow(tmp_path, [process])
    task = asyncio.create_task(watch.watch())
    await asyncio.sleep(0.3)
    task.cancel()
    assert told == [tmp_path] * is_told
