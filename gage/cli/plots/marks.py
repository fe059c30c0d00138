"""The characters that plots are drawn with, as far as the output has them; knows no other way to draw."""

from __future__ import annotations

from typing import NamedTuple


class Marks(NamedTuple):
    """What a plot is made of.

    ``bars`` grow from left to right. A cell of a curve has dots in ``cell`` columns and rows; ``dots`` has the bit of
    each, row by row, and the character of the bits set is ``cells[bits]``.
    """

    bars: str
    cell: tuple[int, int]
    dots: tuple[int, ...]
    cells: str
    side: str
    tick: str
    corner: str
    bottom: str


BRAILLE = Marks(
    bars="▁▂▃▄▅▆▇█",
    cell=(2, 4),
    dots=(0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80),  # as Unicode numbers them, U+2800 and following
    cells=" " + "".join(chr(code) for code in range(0x2801, 0x2900)),
    side="│",
    tick="┤",
    corner="└",
    bottom="─",
)
ASCII = Marks(bars="_.-=+*%#", cell=(1, 2), dots=(1, 2), cells=" '.:", side="|", tick="+", corner="+", bottom="-")


def marks_of(encoding: str | None, term: str) -> Marks:
    """The marks that an encoding has and a terminal of this kind (``TERM``) can show."""
    # The console of Linux has fonts of 512 characters, and braille is not among them.
    if term == "linux":
        return ASCII
    try:
        (BRAILLE.bars + BRAILLE.cells + BRAILLE.side + BRAILLE.tick + BRAILLE.corner).encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return ASCII
    return BRAILLE
