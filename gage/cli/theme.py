"""The named styles of what a terminal shows: what a thing is decides how it looks; a style of no name is refused.

Styles name hues, and a theme says which colour of the terminal's 256 a hue is on a background of its kind.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache

from gage.cli.color import COLORS_16, COLORS_256, MONO, SGR_COLORS, TRUE_COLOR
from gage.gagefile.style import Style, read_style

STYLES = {
    "heading": "bold default",
    "key": "cyan",
    "muted": "grey",
    "frame": "faint",
    "added": "green",
    "removed": "red",
    "changed": "yellow",
    "hunk": "cyan",
    "plot": "cyan",
    "error": "bold red",
    "warning": "bold yellow",
    "information": "bold cyan",
    "place": "bold",
    "progress": "grey",
    "status.completed": "green",
    "status.error": "bold red",
    "status.terminated": "bold red",
    "status.running": "yellow",
    "status.staged": "grey",
    "status.pending": "grey",
    "status.unknown": "grey",
}

_BOLD = ("heading", "changed", "hunk", "error", "warning", "information", "place", "status.error", "status.terminated")
MONO_STYLES = {name: "bold" if name in _BOLD else "" for name in STYLES}

HUES: dict[str, dict[str, int]] = {
    "dark": {
        "red": 203,
        "green": 77,
        "yellow": 221,
        "blue": 75,
        "magenta": 176,
        "cyan": 80,
        "grey": 247,
        "faint": 243,
    },
    "light": {
        "red": 160,
        "green": 22,
        "yellow": 94,
        "blue": 26,
        "magenta": 127,
        "cyan": 23,
        "grey": 241,
        "faint": 245,
    },
    # Of a terminal that does not say what its background is: no colour is as readable on both.
    "unknown": {
        "red": 196,
        "green": 64,
        "yellow": 166,
        "blue": 99,
        "magenta": 165,
        "cyan": 31,
        "grey": 244,
        "faint": 244,
    },
}

_DARK_TERMINALS = ("linux",)
"""By TERM: the console of Linux is black."""


def background(environ: Mapping[str, str]) -> str:
    """What is known of the terminal's background: ``dark``, ``light`` or ``unknown``. The terminal is not asked."""
    if environ.get("TERM") in _DARK_TERMINALS:
        return "dark"
    color = environ.get("COLORFGBG", "").rpartition(";")[2]
    if not color.isdecimal() or int(color) > 15:
        return "unknown"
    # White and light grey, and what is bright but for black.
    return "light" if int(color) == 7 or int(color) > 8 else "dark"


@cache
def styles(count: int) -> Mapping[str, str]:
    """The styles of the theme that is chosen, in the words of rich, for a terminal of so many colours."""
    from gage.cli.user_theme import chosen_theme

    theme = chosen_theme(os.environ)
    kind = background(os.environ) if theme.inherits == "auto" else theme.inherits
    return resolved(kind, theme.styles, count)


def resolved(kind: str, own: Mapping[str, str], count: int) -> dict[str, str]:
    """The styles of a kind of theme and those of the user, for a terminal of so many colours."""
    if count == MONO:
        kind, own = "mono", {}
    defined = MONO_STYLES if kind == "mono" else STYLES
    return {
        name: _resolved(read_style(own.get(name, style)), HUES.get(kind, {}), count) for name, style in defined.items()
    }


def _resolved(style: Style, hues: Mapping[str, int], count: int) -> str:
    """A style with the colours that a terminal has; one that it has not is left out."""
    color, behind = (_color(each, hues, count) for each in (style.color, style.background))
    return " ".join([*style.attributes, *([color] if color else []), *(["on", behind] if behind else [])])


def _color(word: str, hues: Mapping[str, int], count: int) -> str:
    if word.isdecimal():
        return f"color({word})" if count >= COLORS_256 or int(word) < COLORS_16 else ""
    if word.startswith("#"):
        return word if count == TRUE_COLOR else f"color({_nearest(word)})" if count == COLORS_256 else ""
    if word in hues and count >= COLORS_256:
        return f"color({hues[word]})"
    return word if word in SGR_COLORS else ""


def _nearest(color: str) -> int:
    """The nearest of the 216 colours, whose red, green and blue have six levels each."""
    levels = (0, 95, 135, 175, 215, 255)
    red, green, blue = (_index(levels, part) for part in bytes.fromhex(color[1:]))
    return 16 + 36 * red + 6 * green + blue


def _index(levels: tuple[int, ...], part: int) -> int:
    return min(range(len(levels)), key=lambda index: abs(levels[index] - part))
