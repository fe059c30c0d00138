"""Every style can be read on the background that its theme is for: contrast as the WCAG compute it."""

from __future__ import annotations

import re

import pytest
from cli.palettes import PALETTES, Palette, contrast, of_256

from gage.cli.color import COLORS_16, COLORS_256, MONO, SGR_COLORS, TRUE_COLOR, sgr
from gage.cli.theme import HUES, MONO_STYLES, STYLES, resolved

TEXT = 4.5
"""What the WCAG ask of text (success criterion 1.4.3, AA)."""

LINES = 3.0
"""What they ask of anything else (1.4.11): of the lines of tables."""

ANYWHERE = 3.5
"""What can be had of one colour on dark and on light backgrounds. Solarized's own red has 3.3 on its dark one."""


def of_text(style: str) -> str:
    """The colour of a style; none is the terminal's own."""
    return re.sub(r"\b(bold|italic|underline)\b", "", style).strip()


def ratio(style: str, palette: Palette) -> float:
    return contrast(palette.rgb(of_text(style)), palette.rgb(palette.background))


def least(name: str, palette: Palette, wanted: float) -> float:
    """Of the text of a style. Where the terminal's own text has less, as Solarized's light one, there is no more."""
    return LINES if name == "frame" else min(wanted, ratio("", palette))


@pytest.mark.parametrize("palette", PALETTES, ids=lambda palette: palette.name)
@pytest.mark.parametrize("name", STYLES)
def test_a_theme_is_readable_on_backgrounds_of_its_kind(name: str, palette: Palette) -> None:
    style = resolved(palette.kind, {}, COLORS_256)[name]
    assert ratio(style, palette) >= least(name, palette, TEXT), style


@pytest.mark.parametrize("palette", PALETTES, ids=lambda palette: palette.name)
@pytest.mark.parametrize("name", STYLES)
def test_what_is_shown_on_an_unknown_background_is_readable_on_each(name: str, palette: Palette) -> None:
    style = resolved("unknown", {}, COLORS_256)[name]
    assert ratio(style, palette) >= least(name, palette, ANYWHERE), style


@pytest.mark.parametrize("palette", PALETTES, ids=lambda palette: palette.name)
@pytest.mark.parametrize("hue", HUES["dark"])
def test_hues_that_only_themes_of_users_name_are_readable_too(hue: str, palette: Palette) -> None:
    wanted = LINES if hue == "faint" else TEXT
    own = resolved(palette.kind, {"key": hue}, COLORS_256)["key"]
    assert ratio(own, palette) >= min(wanted, ratio("", palette))
    anywhere = resolved("unknown", {"key": hue}, COLORS_256)["key"]
    assert ratio(anywhere, palette) >= ANYWHERE


def test_no_colour_is_as_readable_on_every_background_so_it_matters_to_know() -> None:
    backgrounds = [palette.rgb(palette.background) for palette in PALETTES]
    best = max(min(contrast(of_256(number), each) for each in backgrounds) for number in range(16, 256))
    assert ANYWHERE <= best < TEXT


def test_the_colours_of_the_terminal_itself_would_not_do() -> None:
    """Bright black is the background of Solarized, and xterm's yellow cannot be seen on white."""
    by_name = {palette.name: palette for palette in PALETTES}
    assert ratio("brightblack", by_name["solarized-dark"]) == 1
    assert ratio("yellow", by_name["light"]) < 2
    assert not any(
        all(ratio(color, palette) >= TEXT for palette in PALETTES if palette.kind == "dark")
        for color in ("red", "blue", "magenta", "brightred", "brightgreen", "brightyellow", "brightblue")
    )


@pytest.mark.parametrize("kind", HUES)
def test_a_terminal_of_sixteen_colours_gets_those_it_has_names_for(kind: str) -> None:
    used = {of_text(style) for style in resolved(kind, {}, COLORS_16).values()}
    assert used <= {"", *SGR_COLORS}


def test_mono_has_no_colours() -> None:
    assert {of_text(style) for style in MONO_STYLES.values()} == {""}
    assert resolved("mono", {}, TRUE_COLOR) == resolved("dark", {"key": "red"}, MONO) == MONO_STYLES


def test_nothing_is_dim() -> None:
    """Terminals halve the contrast of what is dim."""
    assert not [style for style in [*STYLES.values(), *MONO_STYLES.values()] if "dim" in style]


@pytest.mark.parametrize("count", [MONO, COLORS_16, COLORS_256, TRUE_COLOR])
@pytest.mark.parametrize("own", ["", "bold red on #002b36", "underline 208", "reverse default on 9", "12", "italic"])
def test_a_style_is_painted_as_rich_paints_it_in_tables(count: int, own: str) -> None:
    from rich.color import ColorSystem
    from rich.style import Style

    systems = {MONO: ColorSystem.STANDARD, COLORS_16: ColorSystem.STANDARD, COLORS_256: ColorSystem.EIGHT_BIT}
    for style in resolved("dark", {"key": own}, count).values():
        by_rich = Style.parse(style).render("x", color_system=systems.get(count, ColorSystem.TRUECOLOR))
        assert by_rich == (f"\x1b[{sgr(style)}mx\x1b[0m" if style else "x")
