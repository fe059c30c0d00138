"""What a command prints: every byte kept, each line with its time and stream, in the order it came."""

from __future__ import annotations

import os
import struct

import pytest
from unit.engine.sample_project import Project

from gage.engine import relay
from gage.engine.events import Output
from gage.runs.output_part import output_part

HEAD = """\
import os, sys, time
def out(data): os.write(1, data)
def err(data): os.write(2, data)
"""
ANY_BYTES = bytes(range(256))
"""Valid in no encoding of several bytes."""


def recorded(project: Project) -> bytes:
    return project.newest.record.read("output/40_run") or b""


def index(project: Project) -> list[tuple[int, int]]:
    """Time and stream of each line."""
    return list(struct.iter_unpack(">QB", project.newest.record.read("output/40_run.index") or b""))


def relayed(project: Project, stream: str) -> bytes:
    return b"".join(event.data for event in project.events if isinstance(event, Output) and event.stream == stream)


@pytest.fixture(params=["one thread for both streams", "a thread for each, as on Windows"])
def both_ways(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if "Windows" in request.param:
        monkeypatch.setattr(relay, "_WAITS_FOR_SEVERAL", False)
    elif os.name == "nt":
        pytest.skip("Windows cannot wait for two pipes at once")


@pytest.mark.usefixtures("both_ways")
def test_streams_are_told_apart_byte_for_byte(project: Project) -> None:
    """Twenty times all bytes there are, with pauses that let each piece arrive by itself, and without."""
    project.python(
        f"{HEAD}any_bytes = bytes(range(256))\n"
        "for i in range(20):\n    out(any_bytes); err(any_bytes[::-1]); time.sleep(0.01 * (i % 2))"
    )
    assert relayed(project, "stdout") == ANY_BYTES * 20
    assert relayed(project, "stderr") == ANY_BYTES[::-1] * 20
    assert recorded(project) == project.output
    *ended, _open = [stream for _, stream in index(project)]
    assert sorted(ended) == [0] * 20 + [1] * 20


@pytest.mark.usefixtures("both_ways")
@pytest.mark.parametrize(
    ("program", "output", "streams"),
    [
        ("out(b'1\\n'); pause(); err(b'2\\n'); pause(); out(b'3\\n')", b"1\n2\n3\n", [0, 1, 0]),
        ("out(b'1\\n2\\n'); pause(); err(b'3')", b"1\n2\n3", [0, 0, 1]),
        ("err(b'1\\r2\\r'); pause(); out(b'3\\n')", b"1\r2\r3\n", [0]),
        ("pass", b"", []),
    ],
)
def test_each_line_has_the_stream_that_ended_it(
    project: Project, program: str, output: bytes, streams: list[int]
) -> None:
    project.python(f"{HEAD}def pause(): time.sleep(0.3)\n{program}")
    assert recorded(project) == output
    assert [stream for _, stream in index(project)] == streams


def test_a_line_that_the_other_stream_breaks_into_is_one_line_of_whichever_ends_it(project: Project) -> None:
    project.python(f"{HEAD}out(b'half '); time.sleep(0.3); err(b'error\\n'); time.sleep(0.3); out(b'a line\\n')")
    assert recorded(project) == b"half error\na line\n"
    assert [stream for _, stream in index(project)] == [1, 0]
    pieces = output_part(project.newest, 0, 1000).pieces
    assert [(piece.stream, piece.text) for piece in pieces] == [("stderr", "half error\n"), ("stdout", "a line\n")]


@pytest.mark.skipif(os.name == "nt", reason="Windows reads the streams by themselves")
def test_lines_that_are_written_in_two_steps_stay_whole_while_the_streams_take_turns(project: Project) -> None:
    """Python's print writes a line and its end one after the other."""
    lines = 20_000
    project.python(
        f"import sys\nfor i in range({lines}): print(i, file=sys.stderr if i % 2 else sys.stdout, flush=True)"
    )
    printed = [int(line) for line in recorded(project).split()]
    assert sorted(printed) == list(range(lines))
    assert [stream for _, stream in index(project)] == [number % 2 for number in printed]


@pytest.mark.skipif(os.name == "nt", reason="Windows reads the streams by themselves")
@pytest.mark.parametrize("prints", [1, 100, 5_000])
def test_the_error_that_ends_a_script_comes_after_what_it_printed(project: Project, prints: int) -> None:
    project.python(f"for i in range({prints}): print('step', i)\nraise SystemError('no luck')")
    lines = recorded(project).decode().splitlines()
    assert lines[:prints] == [f"step {i}" for i in range(prints)]
    assert lines[prints] == "Traceback (most recent call last):"
    assert lines[-1] == "SystemError: no luck"
    assert {stream for _, stream in index(project)[prints:]} == {1}


def test_times_are_those_when_lines_arrived(project: Project) -> None:
    """The command prints the time, each time once the line before has arrived."""
    program = (
        "import os, time\nindex = os.environ['RUN_DIR'] + '.meta/output/40_run.index'\n"
        "for line in range(3):\n    while os.path.getsize(index) < 9 * line: time.sleep(0.01)\n"
        "    time.sleep(0.01)\n    print(time.time_ns() // 1_000_000, flush=True)"
    )
    project.python(program)
    printed = [int(line) for line in project.member("output/40_run").split()]
    times = [when for when, _ in index(project)]
    moments = [moment for pair in zip(printed, times, strict=True) for moment in pair]
    assert moments == sorted(moments)
    assert len(set(times)) == 3


def test_many_lines_cost_few_steps(project: Project) -> None:
    """Not a step a line, which cost gage 0.1.2 a tenth of a millisecond each."""
    project.python("import sys\nfor i in range(200_000): sys.stdout.write('a line\\n')")
    assert recorded(project) == b"a line\n" * 200_000
    assert len(index(project)) == 200_000
    assert len(project.events) < 20_000
