"""How many colours a stream may have, the one decision for all commands, and texts painted so; draws no tables."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from functools import cache
from typing import TextIO

PLAIN, MONO, COLORS_16, COLORS_256, TRUE_COLOR = 0, 1, 16, 256, 1 << 24
"""No escape sequence at all; only attributes such as bold; so many colours."""

SGR_ATTRIBUTES = {"bold": 1, "dim": 2, "italic": 3, "underline": 4, "reverse": 7}
SGR_COLORS = {"red": 1, "green": 2, "yellow": 3, "blue": 4, "magenta": 5, "cyan": 6, "default": 9}
"""Numbers of the control function SGR (ECMA-48, 8.3.117); those of colours are added to 30, or to 40 behind a text."""

_DUMB = ("dumb", "unknown")
_HAVE_256 = ("256", "direct", "kitty", "alacritty", "foot", "ghostty", "wezterm")
"""In TERM, of terminals that do not set COLORTERM, or of which it is lost on the way to another machine."""


def colors(stream: TextIO) -> int:
    """How many colours may be written to a stream."""
    return colors_of(os.environ, stream.isatty())


def colors_of(environ: Mapping[str, str], is_terminal: bool) -> int:
    """The same, by the variables that people and programs set.

    These are NO_COLOR (no-color.org), which leaves attributes, FORCE_COLOR (force-color.org), CLICOLOR and
    CLICOLOR_FORCE (bixense.com/clicolors), TERM and COLORTERM. The first that is set decides.
    """
    refused = bool(environ.get("NO_COLOR"))
    forced = bool(environ.get("FORCE_COLOR")) or environ.get("CLICOLOR_FORCE", "0") not in ("", "0")
    term = environ.get("TERM", "")
    is_dumb = term.lower() in _DUMB or (not term and sys.platform != "win32")
    if (refused or not forced) and (is_dumb or not is_terminal):
        return PLAIN
    if refused or (not forced and environ.get("CLICOLOR") == "0"):
        return MONO
    if environ.get("COLORTERM", "").lower() in ("truecolor", "24bit"):
        return TRUE_COLOR
    return COLORS_256 if any(name in term for name in _HAVE_256) or sys.platform == "win32" else COLORS_16


def paint(text: str, style: str, stream: TextIO) -> str:
    """A text in the style of a name, if the stream may have any."""
    return painted(text, style, colors(stream))


def painted(text: str, style: str, count: int) -> str:
    """A text in the style of a name, on a terminal of so many colours."""
    start = sequence(style, count)
    return f"{start}{text}\x1b[0m" if start and text else text


def sequence(style: str, count: int) -> str:
    """What begins the style of a name, on a terminal of so many colours."""
    if count == PLAIN:
        return ""
    from gage.cli.theme import styles

    codes = sgr(styles(count)[style])
    return f"\x1b[{codes}m" if codes else ""


@cache
def sgr(style: str) -> str:
    """The numbers that select a style, which is in the words of rich: ``bold color(203) on #002b36``."""
    codes, place = [], 30
    for word in style.split():
        if word == "on":
            place = 40
        elif word in SGR_ATTRIBUTES:
            codes.append(str(SGR_ATTRIBUTES[word]))
        else:
            codes.append(_color(word, place))
            place = 30
    return ";".join(codes)


def _color(word: str, place: int) -> str:
    if word in SGR_COLORS:
        return str(place + SGR_COLORS[word])
    if word.startswith("#"):
        return ";".join(map(str, (place + 8, 2, *bytes.fromhex(word[1:]))))
    number = int(re.sub(r"\D", "", word))
    # The sixteen of the terminal have codes of their own.
    return str(place + number) if number < 8 else str(place + 52 + number) if number < 16 else f"{place + 8};5;{number}"
