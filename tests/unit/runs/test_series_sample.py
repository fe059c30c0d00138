"""What a small plot reads of series: all of few points, and of many some from everywhere."""

from __future__ import annotations

import zipfile
from itertools import pairwise
from pathlib import Path

import pytest

from gage.runs.ids import make_id
from gage.runs.record import Record
from gage.runs.run import Run
from gage.runs.series import SERIES, Point, encode_points
from gage.runs.series_sample import sampled_series


def run_with(tmp_path: Path, series: bytes | None, is_over: bool = False) -> Run:
    run_id = make_id()
    members = {"opref": b"2 demo train", **({} if series is None else {SERIES: series})}
    record = Record(tmp_path, run_id)
    record.make(members)
    if is_over:
        record.seal()
    return Run(tmp_path, run_id)


def points(count: int) -> list[Point]:
    return [Point("loss", step, step / 2, 1_700_000_000_000 + step) for step in range(count)]


@pytest.mark.parametrize("is_over", [False, True])
def test_few_points_are_all_read(tmp_path: Path, is_over: bool) -> None:
    run = run_with(tmp_path, encode_points([*points(100), Point("acc", 7, None, 0)]), is_over)
    assert sampled_series(run, 1 << 16) == {"loss": points(100), "acc": [Point("acc", 7, None, 0)]}


@pytest.mark.parametrize("is_over", [False, True])
def test_of_many_points_some_are_read_from_everywhere_and_in_order(tmp_path: Path, is_over: bool) -> None:
    run = run_with(tmp_path, encode_points(points(50_000)), is_over)
    steps = [point.step for point in sampled_series(run, 1 << 16)["loss"]]
    assert (steps[0], steps[-1]) == (0, 49_999)
    assert steps == sorted(set(steps))
    assert 500 < len(steps) < 1_500
    widest = max(later - earlier for earlier, later in pairwise(steps))
    assert widest < 50_000 / 28


@pytest.mark.parametrize("series", [None, b"", b"{broken\n", b'{"name":"loss","step":1'])
def test_no_points_are_none(tmp_path: Path, series: bytes | None) -> None:
    assert sampled_series(run_with(tmp_path, series), 1 << 16) == {}


def test_lines_that_are_longer_than_a_stretch_are_passed_over(tmp_path: Path) -> None:
    run = run_with(tmp_path, b"x" * 1_000_000 + b"\n" + encode_points(points(3)))
    assert sampled_series(run, 1 << 16) == {"loss": points(3)}


def test_a_run_that_is_gone_has_none(tmp_path: Path) -> None:
    run = run_with(tmp_path, encode_points(points(3)))
    run.record.discard()
    assert sampled_series(run, 1 << 16) == {}


def test_a_packed_record_is_read_as_it_is(tmp_path: Path) -> None:
    run = run_with(tmp_path, encode_points(points(50_000)), is_over=True)
    with zipfile.ZipFile(run.record.archive) as archive:
        assert archive.getinfo(SERIES).file_size > 1 << 20
    assert sampled_series(run, 1 << 12)["loss"][-1] == points(50_000)[-1]
