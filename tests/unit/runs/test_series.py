from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gage.runs.process_identity import identify
from gage.runs.run import Run
from gage.runs.series import (
    METRICS,
    MOST_BYTES,
    Point,
    RolledUp,
    encode_points,
    encode_rolled_up,
    finite,
    read_points,
    read_series,
    roll_up,
    rolled_up,
    series_part,
)
from gage.runs.store import RunStore

WHOLE = st.integers(-(2**62), 2**62)
POINTS = st.builds(
    Point, st.text(min_size=1), WHOLE, st.none() | st.floats(allow_nan=False, allow_infinity=False), WHOLE
)


def line(name: str = "loss", step: int = 0, value: float | None = 1.0) -> bytes:
    return encode_points([Point(name, step, value, 5)])


def make(runs_dir: Path, **members: bytes) -> Run:
    runs_dir.mkdir(exist_ok=True)
    store = RunStore(runs_dir)
    run_id = store.make_run({"opref": b"2 a b", **{name.replace("__", "/"): data for name, data in members.items()}})
    return store.run(run_id)


def with_series(runs_dir: Path, data: bytes, **members: bytes) -> Run:
    run = make(runs_dir, **members)
    (run.record.directory / "series.jsonl").write_bytes(data)
    return run


@given(st.lists(POINTS, max_size=10))
def test_points_are_read_back_and_each_line_is_json(points: list[Point]) -> None:
    data = encode_points(points)
    assert list(read_points(data)) == points
    assert [Point(**json.loads(each)) for each in data.splitlines()] == points


@pytest.mark.parametrize(
    "wrong",
    [
        b"", b"{", b"[]", b"null", b"1", b"{}", b"\xff", b"[" * 100_000,
        b'{"name":"","step":1,"value":1,"time":1}',
        b'{"name":1,"step":1,"value":1,"time":1}',
        b'{"name":"x","step":1.5,"value":1,"time":1}',
        b'{"name":"x","step":true,"value":1,"time":1}',
        b'{"name":"x","step":1,"value":"1","time":1}',
        b'{"name":"x","step":1,"value":true,"time":1}',
        b'{"name":"x","step":1,"value":NaN,"time":1}',
        b'{"name":"x","step":1,"value":1e999,"time":1}',
        b'{"name":"x","step":1,"value":1,"time":"now"}',
        b'{"name":"x","step":99999999999999999999,"value":1,"time":1}',
    ],
)  # fmt: skip
def test_a_line_that_makes_no_sense_is_passed_over(wrong: bytes) -> None:
    assert [point.step for point in read_points(line(step=1) + wrong + b"\n" + line(step=2))] == [1, 2]


@pytest.mark.parametrize("cut", range(len(line())))
def test_a_torn_last_line_is_not_there_yet(tmp_path: Path, cut: int) -> None:
    living = identify_me()
    run = with_series(tmp_path, line() + line(step=1)[:cut], proc__owner=living, initialized=b"1")
    part = series_part(run, 0, 1 << 20)
    assert ([point.step for point in part.points], part.next, part.is_last) == ([0], len(line()), False)
    with (run.record.directory / "series.jsonl").open("ab") as stream:
        stream.write(line(step=1)[cut:])
    assert [point.step for point in series_part(run, part.next, 1 << 20).points] == [1]


@pytest.mark.parametrize("is_packed", [False, True])
def test_a_torn_last_line_of_a_run_that_is_over_is_left_out_for_good(tmp_path: Path, is_packed: bool) -> None:
    run = with_series(tmp_path, line() + line()[:9], proc__exit=b"0")
    if is_packed:
        run.record.seal()
    part = series_part(run, 0, 1)
    assert (len(part.points), part.next, part.size, part.is_last) == (1, len(line()) + 9, len(line()) + 9, True)
    assert [len(points) for points in read_series(run).values()] == [1]


def test_a_run_without_series_has_none(tmp_path: Path) -> None:
    run = make(tmp_path, proc__exit=b"0")
    assert series_part(run, 0, 1 << 20) == ([], 0, 0, 0, True)
    assert series_part(run, 99, 1 << 20).next == 0
    assert read_series(run) == rolled_up(run) == {}


@given(st.lists(POINTS, max_size=30))
def test_what_series_come_to_is_counted_from_their_points(points: list[Point]) -> None:
    for name, each in roll_up(points).items():
        own = [point for point in points if point.name == name]
        numbers = [point.value for point in own if point.value is not None]
        assert each == RolledUp(
            own[-1].value, own[-1].step, len(own), min(numbers, default=None), max(numbers, default=None)
        )


@pytest.mark.parametrize(
    ("recorded", "names"),
    [
        ({"loss": {"value": 1, "step": 2, "points": 3, "min": None, "max": 1.5}}, ["loss"]),
        ({"loss": {"value": "1", "step": 2, "points": 3, "min": 0, "max": 1}, "x": 1, "y": {}}, []),
        ([], ["read"]),
    ],
)
def test_what_is_recorded_of_series_is_taken_if_it_makes_sense(tmp_path: Path, recorded: Any, names: list[str]) -> None:
    run = with_series(tmp_path, line("read"))
    (run.record.directory / "metrics.json").write_text(json.dumps(recorded))
    assert list(rolled_up(run)) == names


def test_series_that_someone_made_huge_are_read_in_bounds(tmp_path: Path) -> None:
    run = with_series(tmp_path, b"")
    with (run.record.directory / "series.jsonl").open("wb") as stream:
        stream.write(line())
        stream.truncate(100 * MOST_BYTES)
    assert len(series_part(run, 0, 1 << 20).points) == 1
    assert series_part(run, len(line()), 1 << 20).next == len(line()) + (1 << 20)
    assert len(read_series(run)["loss"]) == 1


def identify_me() -> bytes:
    return identify(os.getpid()).encode()


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([1.0], RolledUp(1.0, 0, 1, 1.0, 1.0)),
        ([1.0, 3.0, 2.0], RolledUp(2.0, 2, 3, 1.0, 3.0)),
        ([3.0, None, 1.0], RolledUp(1.0, 2, 3, 1.0, 3.0)),
        ([None, 2.0, None], RolledUp(None, 2, 3, 2.0, 2.0)),
        ([None], RolledUp(None, 0, 1, None, None)),
    ],
)
def test_a_series_comes_to_its_last_value_and_its_bounds(values: list[float | None], expected: RolledUp) -> None:
    assert roll_up(Point("loss", step, value, 5) for step, value in enumerate(values)) == {"loss": expected}


def test_what_a_series_comes_to_is_read_as_it_was_recorded(tmp_path: Path) -> None:
    """Which is quicker than to read all its points, and holds although some of them may be cut off."""
    recorded = {"loss": RolledUp(0.5, 3, 10, 0.25, 2.0), "lr": RolledUp(None, 1, 1, None, None)}
    damaged = (
        b'{"a": 1, "b": {"value": "x", "step": 1, "points": 1}, "loss": %s'
        % json.dumps(recorded["loss"]._asdict()).encode()
    )
    assert rolled_up(with_series(tmp_path / "a", line())) == roll_up([Point("loss", 0, 1.0, 5)])
    for member, expected in (
        (encode_rolled_up(recorded), recorded),
        (damaged + b"}", {"loss": recorded["loss"]}),
    ):
        run = with_series(tmp_path / str(len(member)), line())
        (run.record.directory / METRICS).write_bytes(member)
        assert rolled_up(run) == expected


@pytest.mark.parametrize(("value", "carried"), [(1.5, 1.5), (float("nan"), None), (float("-inf"), None)])
def test_what_is_no_finite_number_is_none(value: float, carried: float | None) -> None:
    assert finite(value) == carried
