"""Sends what a command prints through a pager where a person would see only its end; starts none elsewhere."""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from gage.cli.output import say

_VARIABLES = ("GAGE_PAGER", "PAGER", "MANPAGER")
"""Where a person says which pager to take; the first that is set counts, and one that is empty means none."""

_ESCAPES = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)")
"""What colours and links are written as."""


@contextmanager
def paged(chopped: bool = False) -> Iterator[None]:
    """Keep what is printed to stdout meanwhile, then show it, in a pager if it is taller than the terminal.

    ``chopped`` says that it is a drawing that would be spoilt by wrapping its lines: it is also paged if it is wider
    than the terminal, and less then scrolls sideways. Where nobody looks at a terminal nothing is kept. What goes to
    stderr is not kept either, and is said better after it.
    """
    terminal = sys.stdout
    words = _pager(os.environ) if _is_looked_at() else []
    if not words:
        yield
        return
    kept = _Kept()
    sys.stdout = io.TextIOWrapper(kept, terminal.encoding, "backslashreplace", newline="", write_through=True)
    try:
        yield
    except BaseException as error:
        if not isinstance(error, SystemExit):
            words = []  # what came before an error is printed as it would have been without a pager
        raise
    finally:
        text = kept.getvalue()  # the stream closes what it writes to once nobody knows it any more
        sys.stdout = terminal
        _show(text, words, chopped)


class _Kept(io.BytesIO):
    """What is kept for a terminal: who prints may ask whether it is one."""

    def isatty(self) -> bool:
        return True


def _is_looked_at() -> bool:
    return sys.stdout.isatty() and os.environ.get("TERM", "") not in ("dumb", "unknown")


def _pager(environ: Mapping[str, str]) -> list[str]:
    """The pager's command; empty where the person wants none, or a command that says no more than that."""
    import shlex

    named = next((environ[name] for name in _VARIABLES if name in environ), "more" if os.name == "nt" else "less")
    try:
        words = shlex.split(named)
    except ValueError:  # a quote is not closed, so it is the name of no program either
        words = [named]
    return [] if words == ["cat"] else words


def _show(text: bytes, words: list[str], chopped: bool) -> None:
    trouble = None
    if words and _is_too_large(text.decode(sys.stdout.encoding, "replace"), chopped):
        from gage.engine.process import StartError, feed_in_terminal

        sys.stdout.flush()
        try:
            feed_in_terminal(*_with_options(words, chopped), text)
            return
        except StartError as error:
            trouble = error
    sys.stdout.buffer.write(text)
    if trouble and any(name in os.environ for name in _VARIABLES):
        say(f"gage: no pager: {trouble}; set GAGE_PAGER to another one, or to 'cat' for none")


def _with_options(words: list[str], chopped: bool) -> tuple[list[str], dict[str, str]]:
    """The command and its environment: less is to understand colours, and to leave what it showed on the screen.

    Where it chops lines it must not end at once (-F), as it does where one screen has the beginnings of all.
    """
    options = ["-R", *(["-S", "-+F"] if chopped else [])] if os.path.basename(words[0]) == "less" else []
    return [words[0], *options, *words[1:]], {"LESS": "FRX", **os.environ}


def _is_too_large(text: str, chopped: bool) -> bool:
    """Whether the terminal scrolls when the text is printed; below it stands the prompt."""
    columns, rows = os.get_terminal_size(sys.stdout.fileno())
    if columns < 1 or rows < 1:
        return False
    widths = [_width(line) for line in _ESCAPES.sub("", text).splitlines()]
    if chopped and max(widths, default=0) > columns:
        return True
    return sum(max(1, -(-width // columns)) for width in widths) >= rows


def _width(line: str) -> int:
    """Columns of a line; of what is no ASCII, at most so many."""
    if line.isascii():
        return len(line.expandtabs())
    from unicodedata import east_asian_width

    return sum(2 if east_asian_width(char) in "WF" else 1 for char in line.expandtabs())
