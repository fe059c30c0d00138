"""What is longer than the screen comes in a pager, where a person looks at a terminal, and nowhere else."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from unittest.mock import patch

import pytest

from gage.cli import pager

if sys.platform == "win32":
    pytest.skip("ptys are POSIX's", allow_module_level=True)

from cli.terminal import Terminal

ROWS = 12
PRINTS = """
import os, sys
from gage.cli.output import say, write
from gage.cli.pager import paged

try:
    with paged(chopped="chopped" in sys.argv):
        write(os.environ["TEXT"])
        sys.stdout.buffer.write(b"bytes\\n")
        if "error" in sys.argv:
            raise ValueError("something is wrong")
        if "exit" in sys.argv:
            sys.exit()
    say("after it")
except ValueError as error:
    say(f"gage: {error}")
"""
MARKS = """
import sys
for line in sys.stdin:
    print("paged", line, end="")
"""
"""A pager that marks what went through it."""


def terminal(directory: Path, text: str, *words: str, columns: int = 40, **settings: str) -> Terminal:
    (directory / "prints.py").write_text(PRINTS)
    (directory / "marks.py").write_text(MARKS)
    command = [sys.executable, "prints.py", *words]
    root = str(Path(__file__).parents[2])
    return Terminal(directory, command, columns, ROWS, TEXT=text, PYTHONPATH=root, **settings)


def shown(directory: Path, text: str, *words: str, columns: int = 40, **settings: str) -> list[str]:
    shows = terminal(
        directory, text, *words, columns=columns, **{"GAGE_PAGER": f"{sys.executable} marks.py", **settings}
    )
    shows.finish()
    return shows.lines()


def numbered(count: int) -> str:
    return "".join(f"line {number}\n" for number in range(count))


@pytest.mark.parametrize(
    ("text", "words", "is_paged"),
    [
        (numbered(3), (), False),
        (numbered(ROWS - 2), (), False),  # with the line of bytes, the prompt has the last row
        (numbered(ROWS - 1), (), True),
        (numbered(50), (), True),
        ("x" * 40 * (ROWS - 2) + "\n", (), False),  # one line, which the terminal wraps
        ("x" * 40 * (ROWS - 1) + "\n", (), True),
        ("火" * 20 * (ROWS - 1) + "\n", (), True),  # two columns each
        ("\x1b[31m" * 400 + "red\x1b[0m\n", (), False),  # colours have no width
        ("x" * 41 + "\n", ("chopped",), True),
        ("x" * 40 + "\n", ("chopped",), False),
        ("x" * 41 + "\n", (), False),
    ],
)
def test_what_the_screen_has_no_room_for_is_paged(
    tmp_path: Path, text: str, words: tuple[str, ...], is_paged: bool
) -> None:
    assert any(line.startswith("paged") for line in shown(tmp_path, text, *words)) is is_paged


@pytest.mark.parametrize(
    "settings",
    [
        {"GAGE_PAGER": ""},
        {"GAGE_PAGER": "cat"},
        {"GAGE_PAGER": "cat", "PAGER": "less"},
        {"TERM": "dumb"},
    ],
)
def test_a_person_may_do_without(tmp_path: Path, settings: dict[str, str]) -> None:
    assert shown(tmp_path, numbered(30), **settings) == [*numbered(30).splitlines(), "bytes", "after it"]


@pytest.mark.parametrize("variables", [("GAGE_PAGER", "PAGER"), ("PAGER", "MANPAGER"), ("MANPAGER",)])
def test_the_first_variable_that_is_set_names_the_pager(tmp_path: Path, variables: tuple[str, ...]) -> None:
    chosen, *others = variables
    settings = {chosen: f"{sys.executable} marks.py", **dict.fromkeys(others, "cat")}
    shows = terminal(tmp_path, numbered(30), **settings)
    assert shows.finish() == 0
    assert shows.lines()[0] == "paged line 0"


@pytest.mark.parametrize("pager", ["no-such-pager", "no-such-pager 'open", "/"])
def test_without_the_pager_all_is_printed(tmp_path: Path, pager: str) -> None:
    *printed, trouble, after = shown(tmp_path, numbered(30), columns=120, GAGE_PAGER=pager)
    assert printed == [*numbered(30).splitlines(), "bytes"]
    assert trouble.startswith("gage: no pager: ")
    assert trouble.endswith("; set GAGE_PAGER to another one, or to 'cat' for none")
    assert after == "after it"


def test_without_less_all_is_printed_and_nothing_is_said(tmp_path: Path) -> None:
    shows = terminal(tmp_path, numbered(30), PATH="")
    shows.finish()
    assert shows.lines() == [*numbered(30).splitlines(), "bytes", "after it"]


def test_a_terminal_that_tells_no_size_needs_no_pager() -> None:
    with patch("os.get_terminal_size", return_value=os.terminal_size((0, 0))):
        assert not pager._is_too_large(numbered(100), chopped=True)


def test_who_exits_has_said_all(tmp_path: Path) -> None:
    assert shown(tmp_path, numbered(30), "exit")[0] == "paged line 0"


def test_an_error_comes_behind_what_was_printed_before(tmp_path: Path) -> None:
    printed = shown(tmp_path, numbered(30), "error")
    assert printed == [*numbered(30).splitlines(), "bytes", "gage: something is wrong"]


def test_a_pager_that_ends_early_ends_quietly(tmp_path: Path) -> None:
    assert shown(tmp_path, "x" * 100_000, GAGE_PAGER="head -c 3") == ["xxxafter it"]


def press(shows: Terminal, key: bytes) -> bool:
    """Press a key, once more if less has thrown it away with the interrupt."""
    shows.type(key)
    return False


def test_less_scrolls_knows_colours_and_leaves_ctrl_c_to_the_person(tmp_path: Path) -> None:
    shows = terminal(tmp_path, "\x1b[31mred\x1b[0m\n" + numbered(30), PAGER="less")
    shows.until(lambda lines: lines[-1:] == [":"])
    assert shows.lines()[:3] == ["red", "line 0", "line 1"]
    shows.type(b"\x03")
    shows.until(lambda _: b"\x07" in shows.shown)  # the bell of less, which is still there
    shows.until(lambda lines: "line 12" in lines or press(shows, b" "))
    shows.type(b"q")
    assert shows.finish() == 0
    assert shows.lines()[-1] == "after it"


def test_less_scrolls_sideways_over_what_is_drawn(tmp_path: Path) -> None:
    shows = terminal(tmp_path, "x" * 40 + "the end\n", "chopped", PAGER="less", LESS="F")
    shows.until(lambda lines: lines[-1:] in ([":"], ["(END)"]))
    assert "the end" not in "".join(shows.lines())
    shows.type(b"\x1b)")
    shows.until(lambda lines: any("the end" in line for line in lines))
    shows.type(b"q")
    assert shows.finish() == 0
