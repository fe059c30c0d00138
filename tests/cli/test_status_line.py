"""The line below the output, on a screen: whatever is printed and however it is cut, it is as if the line were not."""

from __future__ import annotations

import os
import sys
import threading

import pyte
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

if sys.platform == "win32":
    pytest.skip("ptys are POSIX's", allow_module_level=True)

import fcntl
import pty
import struct
import termios

from gage.cli.status_line import Screen, StatusLine

COLUMNS, ROWS = 24, 6
PRINTED = st.lists(
    st.sampled_from(
        [
            "epoch 1\n",
            "\n",
            "open",
            "\rbar 50%",
            "é",
            "一",
            "😀",
            "\x1b[31m",
            "\x1b[0m",
            "\x1b[K",
            "\x1b[?25l",
            "\n\rinner\x1b[A",
            "\n\n\rtwo below\x1b[2A",
            "\x1b]0;title\x07",
        ]
    ),
    max_size=12,
)


def shown(draw: list[bytes], with_line: bool) -> tuple[list[str], int]:
    """What is left on a screen, and in which column the cursor is, after some bytes were printed to a real terminal."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(ours, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    received: list[bytes] = []
    reader = threading.Thread(target=receive, args=(ours, received))
    reader.start()
    line = StatusLine(theirs)
    line._ticks = with_line
    line._phase = "run"
    for data in draw:
        line.pass_on(data)
    line.end()
    os.close(theirs)
    reader.join()
    os.close(ours)
    assert (
        not with_line or not draw or b"run  0:0" in b"".join(received) or line._screen.is_taken or line._screen.is_cut
    )
    screen = pyte.HistoryScreen(COLUMNS, ROWS, history=1_000)
    pyte.ByteStream(screen).feed(b"".join(received))
    rows = (*screen.history.top, *(screen.buffer[row] for row in range(ROWS)))
    lines = ["".join(row[column].data for column in range(COLUMNS)).rstrip() for row in rows]
    while lines and not lines[-1]:
        lines.pop()
    return lines, screen.cursor.x


def receive(descriptor: int, received: list[bytes]) -> None:
    while True:
        try:
            data = os.read(descriptor, 1 << 16)
        except OSError:
            return
        if not data:
            return
        received.append(data)


@settings(max_examples=150, deadline=None)
@given(printed=PRINTED, size=st.integers(1, 40))
def test_what_is_printed_looks_as_if_there_were_no_line(printed: list[str], size: int) -> None:
    data = "".join(printed).encode()
    chunks = [data[start : start + size] for start in range(0, len(data), size)]
    assert shown(chunks, with_line=True) == shown(chunks, with_line=False)


@pytest.mark.parametrize(
    ("printed", "rows_down"),
    [
        ([], 0),
        ([b"a line\n"], 0),
        ([b"open"], 1),
        ([b"open", b"\n"], 0),
        ([b"\rbar\r"], 1),
        ([b"outer\n\rinner\x1b[A"], 2),
        ([b"outer\n\rinner\x1b[", b"A"], 2),
        ([b"outer\n\n\rinner\x1b[2A", b"\router"], 3),
        ([b"outer\n\rinner\x1b[A", b"\n", b"\n"], 0),
        ([b"outer\n\rinner\x1b[A", b"\x1b[B\n"], 0),
    ],
)
def test_the_free_row_is_below_what_is_in_use(printed: list[bytes], rows_down: int) -> None:
    screen = Screen()
    for data in printed:
        screen.feed(data)
    assert (screen.rows_down, screen.is_taken, screen.is_cut) == (rows_down, False, False)


@pytest.mark.parametrize(
    "printed", [b"\x1b[2J", b"\x1b[H", b"\x1b[?1049h", b"\x1b[3;5H", b"\x1b7", b"\x1bc", b"\x1b[1;5r"]
)
def test_a_program_that_uses_the_screen_has_it_for_itself(printed: bytes) -> None:
    screen = Screen()
    screen.feed(printed)
    screen.feed(b"more\n")
    assert screen.is_taken


@pytest.mark.parametrize(
    "printed", [b"\xc3", "一".encode()[:2], "😀".encode()[:1], "😀".encode()[:3], b"\x1b", b"\x1b[3", b"\x1b]0;ti"]
)
def test_nothing_is_drawn_inside_of_a_character_or_sequence(printed: bytes) -> None:
    screen = Screen()
    screen.feed(b"line\n" + printed)
    assert screen.is_cut
    screen.feed(b"")
    assert screen.is_cut
