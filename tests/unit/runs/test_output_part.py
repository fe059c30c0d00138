"""Following what a run prints: every byte once, in order, whatever the steps."""

from __future__ import annotations

import os
import struct
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gage.runs import output_part as module
from gage.runs.output_part import Piece, output_part
from gage.runs.record import Record
from gage.runs.run import Run
from gage.runs.store import RunStore

MakeUpstream = Callable[..., str]
BEGUN = {"opref": b"2 a b", "proc/owner": str(os.getpid()).encode()}
"""A record of a run that this process works on."""


def index(*lines: tuple[int, int]) -> bytes:
    return b"".join(struct.pack(">QB", *line) for line in lines)


def live_run(runs_dir: Path, members: dict[str, bytes]) -> Run:
    store = RunStore(runs_dir)
    return store.run(store.make_run({**BEGUN, **members}))


def test_pieces_tell_phase_stream_and_time(tmp_path: Path) -> None:
    run = live_run(
        tmp_path,
        {
            "output/10_sourcecode": b"staged\n",
            "output/40_run": b"one\ntwo\nerror\nthree\n50%\r60",
            "output/40_run.index": index((1, 0), (1, 0), (1, 1), (2, 0)),
        },
    )
    part = output_part(run, 0, 1000)
    assert part.pieces == [
        Piece("stage-sourcecode", "stdout", None, "staged\n"),
        Piece("run", "stdout", 1, "one\ntwo\n"),
        Piece("run", "stderr", 1, "error\n"),
        Piece("run", "stdout", 2, "three\n"),
        Piece("run", "stdout", None, "50%\r60"),
    ]
    assert (part.offset, part.next, part.size, part.is_last) == (0, 33, 33, False)
    assert output_part(run, 12, 8).pieces == [
        Piece("run", "stdout", 1, "wo\n"),
        Piece("run", "stderr", 1, "error"),
    ]
    assert [piece.text for piece in output_part(run, -6, 1000).pieces] == ["50%\r60"]
    assert output_part(run, 99, 1000)[:4] == ([], 33, 33, 33)


def test_a_run_is_followed_to_its_end(tmp_path: Path) -> None:
    run = live_run(tmp_path, {"output/40_run": b"caf\xc3"})
    first = output_part(run, 0, 1000)
    assert ([piece.text for piece in first.pieces], first.next, first.is_last) == (["caf"], 3, False)
    run.record.append("output/40_run", b"\xa9\n")
    run.record.append("output/50_finalize", b"bye\xff")
    second = output_part(run, first.next, 1000)
    assert [piece.text for piece in second.pieces] == ["é\n", "bye\ufffd"]
    for member in ("proc/owner", "output/40_run.index"):
        run.record.delete(member)
    run.record.seal()
    rest = output_part(RunStore(tmp_path).run(run.id), second.next, 1000)
    assert (rest.pieces, rest.next, rest.is_last) == ([], 10, True)


@pytest.mark.parametrize("live", [True, False])
def test_a_run_that_printed_nothing_has_one_empty_part(tmp_path: Path, upstream_run: MakeUpstream, live: bool) -> None:
    run = RunStore(tmp_path).run(upstream_run(live=live, output__40_run="-"))
    assert output_part(run, 0, 100) == ([], 0, 0, 0, True)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    texts=st.lists(st.lists(st.sampled_from(["a", "é", "😀", "\n", "\r\n"])).map("".join), min_size=5, max_size=5),
    limit=st.integers(1, 9),
    is_sealed=st.booleans(),
)
def test_parts_of_any_size_make_up_the_whole(tmp_path: Path, texts: list[str], limit: int, is_sealed: bool) -> None:
    members: dict[str, bytes] = {}
    for member, text in zip(module.PHASES, texts, strict=True):
        members[member] = text.encode()
        members[f"{member}.index"] = index(*((line, 0) for line in range(text.count("\n") + 1)))
    run = live_run(tmp_path, members)
    if is_sealed:
        run.record.seal()
    pieces, at = [], 0
    while True:
        part = output_part(run, at, limit)
        pieces += part.pieces
        if part.next == at:
            break
        at = part.next
    assert part.is_last is is_sealed
    expected = [(phase, line, text) for phase, text in zip(module.PHASES.values(), texts, strict=True)
                for line, text in enumerate(text.splitlines(keepends=True))]  # fmt: skip
    joined: dict[tuple[str, int | None], str] = {}
    for piece in pieces:
        joined[piece.phase, piece.time] = joined.get((piece.phase, piece.time), "") + piece.text
    assert [(phase, time, text) for (phase, time), text in joined.items()] == expected


def test_lines_far_into_a_long_output_have_their_times(tmp_path: Path) -> None:
    lines = 400_000
    run = live_run(
        tmp_path,
        {"output/40_run": b"123456\n" * lines, "output/40_run.index": index(*((line, 0) for line in range(lines)))},
    )
    for line in (0, 149_797, lines - 1):
        [piece] = output_part(run, line * 7, 7).pieces
        assert (piece.text, piece.time) == ("123456\n", line)


def test_there_is_an_end_to_the_pieces_of_a_part(tmp_path: Path) -> None:
    lines = 20_000
    run = live_run(
        tmp_path, {"output/40_run": b"\n" * lines, "output/40_run.index": index(*((line, 0) for line in range(lines)))}
    )
    part = output_part(run, 0, 1 << 20)
    assert (len(part.pieces), part.next, part.is_last) == (10_000, 10_000, False)
    assert output_part(run, part.next, 1 << 20).next == lines


def test_bytes_that_are_no_text_are_replaced(tmp_path: Path) -> None:
    run = live_run(tmp_path, {"output/40_run": b"\xff\xfe\n\xe2\x82"})
    Record(tmp_path, run.id).delete("proc/owner")
    run = RunStore(tmp_path).run(run.id)
    assert "".join(piece.text for piece in output_part(run, 0, 100).pieces) == "\ufffd\ufffd\n\ufffd"
