from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gage.engine.metric_lines import MetricLines


def read(text: str | bytes, patterns: dict[str, str] | None = None) -> list[tuple[str, int, float | None]]:
    data = text if isinstance(text, bytes) else text.encode()
    return [(name, step, value) for name, step, value, _ in MetricLines(patterns).read(data)]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("loss: 0.12", [("loss", 0, 0.12)]),
        ("loss:\t-1.5e-3  ", [("loss", 0, -0.0015)]),
        ("loss: 3\r", [("loss", 0, 3.0)]),
        ("loss: .5", [("loss", 0, 0.5)]),
        ("loss: 5.", [("loss", 0, 5.0)]),
        ("loss: +1E3", [("loss", 0, 1000.0)]),
        ("val/top-1%: 91.5", [("val/top-1%", 0, 91.5)]),
        ("förlust: 1", [("förlust", 0, 1.0)]),
        ("loss: NaN", [("loss", 0, None)]),
        ("loss: -inf", [("loss", 0, None)]),
        ("loss: 1e999", [("loss", 0, None)]),
        (" 50%|#####\rloss: 1\r100%|#####", [("loss", 0, 1.0)]),
        # What logs say beside: nothing of it is a metric.
        ("  loss: 1", []),
        ("loss: 1.2.3", []),
        ("loss: 12 seconds", []),
        ("loss: 0x10", []),
        ("loss:1", []),
        ("loss :1", []),
        ("the loss: 1", []),
        ("12:30: 5", []),
        ("http://host:80: 1", []),
        ("loss: ", []),
        ("loss:\n1", []),
        ("loss: 1,", []),
        ("2024-01-01 12:00:00 INFO: 5", []),
        ("x" * 100 + ": 1", [("x" * 100, 0, 1.0)]),
        ("x" * 101 + ": 1", []),
    ],
)
def test_a_line_is_a_metric_or_none(line: str, found: list[Any]) -> None:
    assert read(line) == found
    assert read(f"noise\n{line}\nnoise") == found


def test_a_step_is_that_of_the_values_that_follow() -> None:
    text = "loss: 9\nloss: 8\nstep: 10\nloss: 1\nacc: 2\nstep: 20\nloss: 3\nstep: x\nstep: 1.5\nstep: inf\nloss: 4\n"
    assert read(text) == [
        ("loss", 0, 9), ("loss", 1, 8), ("loss", 10, 1), ("acc", 10, 2), ("loss", 20, 3), ("loss", 20, 4)
    ]  # fmt: skip


def test_own_patterns_find_numbers_and_steps_in_a_line() -> None:
    patterns = {"step": r"^epoch (\d+)", "loss": r"loss=(\S+)", "val loss": r"val=(\d*)"}
    text = "start loss=9 val=\nepoch 3: loss=0.5 val=7\r\nloss: 1\nloss=none\nloss=nan\n"
    assert read(text, patterns) == [("loss", 0, 9.0), ("loss", 3, 0.5), ("val loss", 3, 7.0), ("loss", 3, None)]


def test_only_the_beginning_of_a_line_is_searched() -> None:
    assert read("x" * 1_990 + "loss=1\n" + "x" * 2_000 + "loss=2\n", {"loss": r"loss=(\d)"}) == [("loss", 0, 1.0)]


def test_more_than_a_thousand_names_are_no_metrics() -> None:
    found = read("".join(f"m{n}: 1\n" for n in range(2_000)) + "m0: 2\n")
    assert len({name for name, _, _ in found}) == 1_000
    assert found[-1] == ("m0", 1, 2.0)


def test_the_place_of_a_value_is_that_of_its_line() -> None:
    text = "å\r\nloss: 1\nx\nloss: 2".encode()
    for patterns in (None, {"loss": r"^loss: (\d)"}):
        assert [text[value.at :][:4] for value in MetricLines(patterns).read(text)] == [b"loss", b"loss"]


@given(st.lists(st.tuples(st.sampled_from(["loss", "a/b"]), st.floats()), max_size=20))
def test_what_python_prints_is_read_back(values: list[tuple[str, float]]) -> None:
    text = "".join(f"{name}: {value}\n" for name, value in values)
    assert [(name, value) for name, _, value in read(text)] == [
        (name, value if math.isfinite(value) else None) for name, value in values
    ]


@given(st.binary(max_size=300))
def test_any_bytes_can_be_read(data: bytes) -> None:
    for patterns in (None, {"step": r"(.*)", "x": r"(\d+|x)"}):
        for _, _, value in read(data, patterns):
            assert value is None or math.isfinite(value)
