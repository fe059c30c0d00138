"""The language of styles, such as `bold red on #002b36`: how a theme says that a thing looks; paints nothing."""

from __future__ import annotations

import re
from typing import NamedTuple

COLORS = ("red", "green", "yellow", "blue", "magenta", "cyan", "grey", "faint", "default")
"""Names that each theme has a readable colour for; ``faint`` is that of lines, ``default`` what the terminal has."""

THEMES = ("auto", "dark", "light", "mono")
"""Those that need no words of the user."""

ATTRIBUTES = ("bold", "dim", "italic", "underline", "reverse")

_EXACT = re.compile(r"#[0-9a-fA-F]{6}|[0-9]{1,3}")


class Style(NamedTuple):
    """Attributes and colours; no colour is the terminal's own."""

    attributes: tuple[str, ...] = ()
    color: str = ""
    background: str = ""


class StyleError(ValueError):
    """A text that is no style; ``nearest`` is the text as it may have been meant, or nothing."""

    def __init__(self, reason: str, nearest: str = "") -> None:
        self.nearest = nearest
        super().__init__(reason)


def read_style(text: str) -> Style:
    """The style that a text says: attributes, a colour, ``on`` and the colour behind it. Raises StyleError."""
    words = text.split()
    attributes = [word for word in words if word in ATTRIBUTES]
    colors: dict[bool, str] = {}
    rest = iter(word for word in words if word not in ATTRIBUTES)
    for word in rest:
        is_behind = word == "on"
        color = next(rest, "") if is_behind else word
        if not color:
            raise StyleError("nothing stands behind 'on'; write a colour there")
        if not _is_color(color):
            raise _unknown(color, words)
        if is_behind in colors:
            raise StyleError(f"'{colors[is_behind]}' and '{color}' are two colours in one place")
        colors[is_behind] = color
    return Style(tuple(attributes), colors.get(False, ""), colors.get(True, ""))


def _is_color(word: str) -> bool:
    return word in COLORS or bool(_EXACT.fullmatch(word) and (word.startswith("#") or int(word) < 256))


def _unknown(word: str, words: list[str]) -> StyleError:
    from gage.gagefile.words import any_of, named, nearest

    near = nearest(word, [*COLORS, *ATTRIBUTES])
    reason = f"{named(word)} is no colour and no attribute"
    if near:
        mended = " ".join(near if each == word else each for each in words)
        return StyleError(f"{reason}; did you mean '{near}'?", mended)
    return StyleError(f"{reason}; write {any_of([*COLORS, *ATTRIBUTES])}, a number up to 255 or a colour like #5fd7d7")
