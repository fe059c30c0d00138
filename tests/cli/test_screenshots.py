"""The pictures in docs/terminal show what commands print now, and all that is in them can be read."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from case_files import assert_expected

if sys.platform == "win32":
    pytest.skip("ptys are POSIX's", allow_module_level=True)

from cli.palettes import PALETTES, Palette, contrast
from cli.screenshots import picture, screen

DOCS = Path(__file__).parents[2] / "docs" / "terminal"


BY_NAME = {palette.name: palette for palette in PALETTES}
SAID = {"dark": "15;0", "light": "0;15"}
PICTURES = [
    *((palette.name, palette, SAID[palette.kind], 4.5) for palette in PALETTES),
    *((f"{name}-unsaid", BY_NAME[name], "", 3.5) for name in ("dark", "light")),
]
"""Name, palette, what the terminal says of its background, and the contrast that its text has at least."""


@pytest.mark.parametrize(("name", "palette", "said", "least"), PICTURES, ids=lambda value: str(value)[:20])
def test_the_pictures_are_up_to_date_and_readable(name: str, palette: Palette, said: str, least: float) -> None:
    """UPDATE_CASES=1 draws them anew."""
    drawn = picture(screen(said), palette)
    assert_expected(DOCS / f"{name}.svg", drawn)
    background, own = palette.rgb(palette.background), contrast(palette.rgb(""), palette.rgb(palette.background))
    for color, text in re.findall(r'fill="#(\w{6})"[^>]*>([^<]+)</tspan>', drawn):
        wanted = 3 if re.fullmatch(r"[─│╭╮╰╯├┤┬┴┼\s]+", text) else min(least, own)
        assert contrast(palette.rgb(color), background) >= wanted, text


def test_the_document_shows_each_of_them() -> None:
    shown = re.findall(r"\]\((\S+)\.svg\)", (DOCS / "README.md").read_text(encoding="utf-8"))
    assert sorted(shown) == sorted(name for name, *_ in PICTURES)
    assert sorted(path.stem for path in DOCS.glob("*.svg")) == sorted(shown)
