"""The colours of terminals, as their makers ship them: what a program cannot choose, and has to be readable on."""

from __future__ import annotations

import re
from typing import NamedTuple

RGB = tuple[int, int, int]


class Palette(NamedTuple):
    """A terminal's own text and background, its sixteen colours, and what its background is called."""

    name: str
    kind: str
    text: str
    background: str
    colors: str

    def rgb(self, color: str) -> RGB:
        """A colour as styles and pyte name it: ``color(203)``, ``red``, ``brightred``, ``ff5f5f``; nothing is text."""
        if re.fullmatch("#?[0-9a-f]{6}", color):
            return _bytes(color.removeprefix("#"))
        if color in ("", "default"):
            return _bytes(self.text)
        if found := re.fullmatch(r"color\((\d+)\)", color):
            number = int(found[1])
        else:
            bright = color.removeprefix("bright")
            number = _NAMES.index("yellow" if bright == "brown" else bright) + (8 if bright != color else 0)
        return _bytes(self.colors.split()[number]) if number < 16 else of_256(number)


_NAMES = ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")
_XTERM = (
    "000000 cd0000 00cd00 cdcd00 0000ee cd00cd 00cdcd e5e5e5 7f7f7f ff0000 00ff00 ffff00 5c5cff ff00ff 00ffff ffffff"
)
_SOLARIZED = (
    "073642 dc322f 859900 b58900 268bd2 d33682 2aa198 eee8d5 002b36 cb4b16 586e75 657b83 839496 6c71c4 93a1a1 fdf6e3"
)
PALETTES = (
    Palette("dark", "dark", "e5e5e5", "000000", _XTERM),
    Palette("light", "light", "000000", "ffffff", _XTERM),
    Palette("solarized-dark", "dark", "839496", "002b36", _SOLARIZED),
    Palette("solarized-light", "light", "657b83", "fdf6e3", _SOLARIZED),
    Palette(
        "high-contrast",
        "dark",
        "ffffff",
        "000000",
        "000000 ff0000 00ff00 ffff00 6060ff ff00ff 00ffff ffffff 808080 ff4040 40ff40 ffff40 8080ff ff40ff 40ffff ffffff",
    ),
)


def of_256(number: int) -> RGB:
    """The colour of a number from 16 to 255, which xterm defined and others took over."""
    if number >= 232:
        grey = 8 + 10 * (number - 232)
        return (grey, grey, grey)
    levels = (0, 95, 135, 175, 215, 255)
    number -= 16
    return (levels[number // 36], levels[number // 6 % 6], levels[number % 6])


def contrast(one: RGB, other: RGB) -> float:
    """How well two colours can be told apart, from 1 to 21 (WCAG 2.2, contrast ratio)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: RGB) -> float:
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in _parts(color))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _parts(color: RGB) -> tuple[float, ...]:
    return tuple(part / 255 for part in color)


def _bytes(color: str) -> RGB:
    red, green, blue = bytes.fromhex(color)
    return (red, green, blue)
