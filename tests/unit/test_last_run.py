from __future__ import annotations

import json
import uuid
from pathlib import Path

import pytest

from gage.runs.run import Run
from gage.runs.status import Status
from gage_ls.last_run import how_it_went

BEGUN = 1_700_000_000


@pytest.fixture
def run(tmp_path: Path, request: pytest.FixtureRequest) -> Run:
    """A run that began at one time and ended 90 seconds later; the parameter is its summary."""
    run_id = str(uuid.uuid4())
    members = {
        "opref": "2 demo train",
        "started": f"{BEGUN}000000",
        "stopped": f"{BEGUN + 90}000000",
        "summary.json": json.dumps(request.param),
    }
    directory = tmp_path / f"{run_id}.meta"
    directory.mkdir()
    for name, text in members.items():
        (directory / name).write_text(text)
    return Run(tmp_path, run_id)


@pytest.mark.parametrize("run", [{"metrics": {"accuracy": 1, "loss": 0.123456, "none": None}}], indirect=True)
@pytest.mark.parametrize(
    ("status", "shown", "seconds", "words"),
    [
        ("completed", (), 0, "✓ completed now · accuracy 1"),
        ("completed", ("lr", "loss"), 1, "✓ completed 1 second ago · loss 0.1235"),
        ("error", ("loss",), 179, "✗ error 2 minutes ago · loss 0.1235"),
        ("terminated", ("none",), 3600, "✗ terminated 1 hour ago · accuracy 1"),
        ("running", ("loss",), 60, "● running for 2 minutes · loss 0.1235"),
        ("completed", ("loss",), 200_000, "✓ completed 2 days ago · loss 0.1235"),
        ("completed", ("loss",), -50, "✓ completed now · loss 0.1235"),
    ],
)
def test_the_last_run_is_told_in_a_few_words(
    run: Run, status: Status, shown: tuple[str, ...], seconds: int, words: str
) -> None:
    assert how_it_went(run, status, shown, BEGUN + 90 + seconds) == words


@pytest.mark.parametrize("run", [{}], indirect=True)
def test_a_run_without_metrics_is_told_without(run: Run) -> None:
    assert how_it_went(run, "completed", ("loss",), BEGUN + 100) == "✓ completed 10 seconds ago"
