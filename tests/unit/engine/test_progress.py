"""What programs print of their progress, as bytes that may be cut anywhere."""

from __future__ import annotations

import sys

import pytest
from unit.engine.sample_project import Project

from gage.engine import progress
from gage.engine.events import Event, Progress
from gage.engine.progress import ProgressReader
from gage.engine.run import run_operation

TQDM = (
    "\r  0%|          | 0/5 [00:00<?, ?it/s]"
    "\rEpoch 1/3:  40%|████      | 2/5 [00:01<00:01,  1.99it/s, loss=[0.5]]"
    "\r100%|██████████| 5/5 [1:00:02<00:00,  1.99it/s]\n"
).encode()


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "PAUSE", 0)


def steps(parser: str, *chunks: bytes) -> list[tuple[float, float | None]]:
    reader = ProgressReader(parser)
    return [tuple(found) for chunk in chunks if (found := reader.read(chunk))]


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        (" 45%|####5     | 45/100 [00:01<00:01, 30.00it/s]", (45, 100)),
        ("\r 45%|####5     | 45.0k/100k [00:01<00:01, 30.0kB/s]", (45_000, 100_000)),
        ("\r45it [00:01, 30.00it/s]", (45, None)),
        ("\r45 files [00:01, 30.00 files/s]", (45, None)),
        ("\r1.50MB [00:01, 1.5MB/s]", (1_500_000, None)),
        ("5/5 [00:00]", (5, 5)),
        ("\r 45%|####5     | 45/100 [00:01<00", None),
        ("inner 9/9 [00:01<00:00, 30.00it/s]\x1b[A", None),
        ("3/10", None),
        ("", None),
    ],
)
def test_bars_of_tqdm_are_read(printed: str, expected: tuple[float, float | None] | None) -> None:
    assert steps("tqdm", printed.encode()) == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("3/10\n", (3, 10)),
        ("3/10 loss=0.5", (3, 10)),
        ("Epoch 3/10, step 7/8\n", (3, 10)),
        ("[3/10]\r", (3, 10)),
        ("0/10\n", (0, 10)),
        ("3/1", None),
        ("7/3\n", None),
        ("0/0\n", None),
        ("data/3/4 2024/11/24 1.5/3\n", None),
        ("https://example.org/3/4\n", None),
        (f"{'9' * 40}/{'9' * 40}\n", None),
    ],
)
def test_fractions_are_read(printed: str, expected: tuple[float, float | None] | None) -> None:
    assert steps("fraction", printed.encode()) == ([expected] if expected else [])


def test_only_the_newest_of_what_came_together_is_news_and_only_if_it_changed() -> None:
    assert steps("tqdm", TQDM, TQDM, b"\nnothing\n") == [(5, 5)]
    assert steps("fraction", b"1/3\n2/3\n", b"2/3\n", b"3/3\n") == [(2, 3), (3, 3)]


@pytest.mark.parametrize("size", range(1, 9))
def test_cuts_anywhere_do_no_harm(size: int) -> None:
    chunks = [TQDM[start : start + size] for start in range(0, len(TQDM), size)]
    assert steps("tqdm", *chunks) == [(0, 5), (2, 5), (5, 5)]


def test_news_waits_its_turn_and_the_last_is_never_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "PAUSE", 600)
    reader = ProgressReader("fraction")
    reader._told_at = float("-inf")
    assert reader.read(b"1/3\n") == (1, 3)
    assert reader.read(b"2/3\n") is None
    assert reader.read(b"3/3\n") is None
    assert reader.rest() == (3, 3)
    assert reader.rest() is None


def test_a_long_line_is_not_gathered() -> None:
    reader = ProgressReader("tqdm")
    for _ in range(100):
        reader.read(b"x" * 10_000)
    assert len(reader._open_lines[0]) <= 2_000


def told(events: list[Event]) -> list[tuple[str, float, float | None]]:
    return [(event.phase, event.completed, event.total) for event in events if isinstance(event, Progress)]


def test_a_run_tells_of_phases_that_have_a_parser_and_keeps_the_output_whole(project: Project) -> None:
    script = f"import sys\nsys.stderr.buffer.write({TQDM!r})\n"
    counts = "echo 1/2; echo 2/2"
    commands = {"stage-runtime": counts, "run": [sys.executable, "-c", script], "finalize": counts}
    project.run({"exec": commands, "progress": {"stage-runtime": "fraction", "run": "tqdm"}})
    assert told(project.events)[-1] == ("run", 5, 5)
    assert ("stage-runtime", 2, 2) in told(project.events)
    assert "finalize" not in {phase for phase, _, _ in told(project.events)}
    assert (project.newest.record.read("output/40_run") or b"") == TQDM


def test_progress_is_told_although_the_command_falls_silent(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command waits for a file that only the news of its second step makes, which came too soon after the first."""
    monkeypatch.setattr(progress, "PAUSE", 0.3)
    seen = project.directory / "seen"
    counts = f"echo 1/3; echo 2/3; i=0; until [ -e {seen} ] || [ $i = 600 ]; do sleep 0.1; i=$((i+1)); done; echo $i"

    def report(event: Event) -> None:
        project.events.append(event)
        if isinstance(event, Progress) and event.completed == 2:
            seen.touch()

    run_operation(project.request({"exec": counts, "progress": "fraction"}), report)
    assert told(project.events) == [("run", 1, 3), ("run", 2, 3)] or told(project.events) == [("run", 2, 3)]
    assert int((project.newest.record.read("output/40_run") or b"").split()[-1]) < 600


@pytest.mark.parametrize("operation", [{}, {"progress": "rich"}, {"progress": {"finalize": "fraction"}}])
def test_without_a_parser_that_exists_nothing_is_told(project: Project, operation: dict[str, object]) -> None:
    project.run({"exec": "echo 1/2", **operation})
    assert told(project.events) == []
