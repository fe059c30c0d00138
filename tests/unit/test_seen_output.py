"""Output as it stood on the screen at last."""

from __future__ import annotations

import pytest

from gage.cli.seen_output import seen


@pytest.mark.parametrize(
    ("printed", "text"),
    [
        (b"", ""),
        (b"hello\n", "hello"),
        (b"one\n\n two\n\n\n", "one\n\n two"),
        (b"\r  0%| | 0/5\r 40%|# | 2/5\r100%|##| 5/5\ndone\n", "100%|##| 5/5\ndone"),
        (b"50%\r100%\r", "100%"),
        (b"dos\r\nlines\r\n", "dos\nlines"),
        (b"\x1b[1;31mred\x1b[0m \x1b]8;;http://x\x1b\\link\x1b]8;;\x07\n", "red link"),
        (b"\x1b[2K\x1b[1Aup", "up"),
        (b"bell\x07 nul\0 esc\x1b", "bell\ufffd nul\ufffd esc"),
        (b"caf\xc3\xa9 \xff\tx", "café \ufffd\tx"),
        ("new\u2028line\x85\n".encode(), "new\ufffdline\ufffd"),
    ],
)
def test_what_stays_of_output(printed: bytes, text: str) -> None:
    assert seen(printed) == text


def test_of_output_whose_beginning_is_cut_off_whole_lines_are_left() -> None:
    assert seen(b"of a line\nwhole\n", is_cut=True) == "whole"
    assert seen(b"one line without an end", is_cut=True) == "one line without an end"
