"""Which theme a person gets: by what the terminal says, GAGE_THEME, and the config of the user."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import rich.color
import rich.style
from gage_command import gage
from hypothesis import given
from hypothesis import strategies as st

from gage.cli.color import COLORS_16, COLORS_256, MONO, SGR_ATTRIBUTES, TRUE_COLOR, sgr
from gage.cli.theme import HUES, MONO_STYLES, STYLES, background, resolved
from gage.cli.user_theme import ChosenTheme, chosen_theme
from gage.gagefile.schema import load
from gage.gagefile.style import ATTRIBUTES, COLORS, THEMES, Style, StyleError, read_style

CONFIG = """
theme = "mine"
[themes.mine]
inherits = "light"
key = "bold blue"
status.error = "208"
[themes.other]
key = "red"
"""


@pytest.mark.parametrize(
    ("environ", "kind"),
    [
        ({"COLORFGBG": "15;0"}, "dark"),
        ({"COLORFGBG": "12;8"}, "dark"),
        ({"COLORFGBG": "7;default;0"}, "dark"),
        ({"COLORFGBG": "0;15"}, "light"),
        ({"COLORFGBG": "0;default;7"}, "light"),
        ({"COLORFGBG": "0;11"}, "light"),
        ({"COLORFGBG": "default;default"}, "unknown"),
        ({"COLORFGBG": "0;99"}, "unknown"),
        ({"COLORFGBG": ""}, "unknown"),
        ({"TERM": "linux"}, "dark"),
        ({"TERM": "xterm-256color"}, "unknown"),
        ({}, "unknown"),
    ],
)
def test_the_background_is_what_the_terminal_says(environ: dict[str, str], kind: str) -> None:
    assert background(environ) == kind


@pytest.mark.parametrize(
    ("near", "at_home", "variable", "theme"),
    [
        ("", "", "", ChosenTheme("auto", {})),
        ("", "", "light", ChosenTheme("light", {})),
        ("", "theme = 'dark'", "", ChosenTheme("dark", {})),
        ("theme = 'mono'", "theme = 'dark'", "", ChosenTheme("mono", {})),
        ("theme = 'mono'", "theme = 'dark'", "auto", ChosenTheme("auto", {})),
        ("", CONFIG, "", ChosenTheme("light", {"key": "bold blue", "status.error": "208"})),
        ("theme = 'light'", CONFIG, "", ChosenTheme("light", {})),
        ("theme = 'light'", CONFIG, "other", ChosenTheme("auto", {"key": "red"})),
        ("[themes.other]\nkey = 'green'", CONFIG, "other", ChosenTheme("auto", {"key": "green"})),
    ],
)
def test_the_variable_wins_over_the_nearest_config_and_that_over_the_one_at_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, near: str, at_home: str, variable: str, theme: ChosenTheme
) -> None:
    directory = tmp_path / "home/project/below"
    directory.mkdir(parents=True)
    (tmp_path / "home/gageconfig.toml").write_text(at_home)
    (tmp_path / "home/project/gageconfig.toml").write_text(near)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.chdir(directory)
    assert chosen_theme({"GAGE_THEME": variable} if variable else {}) == theme


@pytest.mark.parametrize(
    ("config", "settings", "told"),
    [
        ("", {"GAGE_THEME": "drak"}, "gage: GAGE_THEME: there is no theme 'drak'; did you mean 'dark'?"),
        (CONFIG, {"GAGE_THEME": "min"}, "gage: GAGE_THEME: there is no theme 'min'; did you mean 'mine'?"),
        (
            CONFIG,
            {"GAGE_THEME": "\x1b[31m"},
            "gage: GAGE_THEME: there is no theme '\ufffd[31m'; choose 'auto', 'dark', 'light', 'mono', 'mine'",
        ),
        (
            'theme = "lihgt"',
            {},
            "gage: gageconfig.toml:1:9: there is no theme \"lihgt\" in 'theme'; did you mean 'light'?",
        ),
        (
            '[themes.mine]\nkey = "cyna"\n',
            {},
            "gage: gageconfig.toml:2:7: 'key' is no style: 'cyna' is no colour and no attribute; did you mean 'cyan'?",
        ),
        (
            "theme = '\ud800'",
            {},
            "gage: gageconfig.toml:1:10: byte 0xed is not UTF-8; save the file as UTF-8 text; its themes are left out",
        ),
    ],
)
def test_what_is_wrong_is_told_in_a_line_and_the_command_does_its_work(
    tmp_path: Path, config: str, settings: dict[str, str], told: str
) -> None:
    project = tmp_path / "project"
    project.mkdir()
    (project / "gage.toml").write_text("train = 1\n")
    (project / "gageconfig.toml").write_bytes(config.encode("utf-8", "surrogatepass"))
    done = gage(project, "check", "gage.toml", FORCE_COLOR="1", NO_COLOR="", **settings)
    assert done.stderr.splitlines()[0].startswith(told)
    assert done.stderr.splitlines()[-1] == "1 error in gage.toml."
    assert "gage.toml:1:9" in done.stdout
    assert done.returncode == 1


def test_in_a_working_directory_that_is_gone_the_config_at_home_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    (tmp_path / "gageconfig.toml").write_text("theme = 'light'")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert chosen_theme({}) == ChosenTheme("light", {})


def test_where_nothing_is_coloured_nobody_asks_for_a_theme(tmp_path: Path) -> None:
    project = tmp_path / "project"
    project.mkdir()
    (project / "gage.toml").write_text("train = 1\n")
    (project / "gageconfig.toml").write_text('theme = "lihgt"\n')
    assert gage(project, "check", "gage.toml").stderr == "1 error in gage.toml.\n"


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ("", Style()),
        ("red", Style((), "red")),
        ("  bold   red ", Style(("bold",), "red")),
        ("red bold underline", Style(("bold", "underline"), "red")),
        ("on grey", Style((), "", "grey")),
        ("on #002B36 208 italic", Style(("italic",), "208", "#002B36")),
        ("default on bold 0", Style(("bold",), "default", "0")),
    ],
)
def test_a_style_is_attributes_and_colours(text: str, style: Style) -> None:
    assert read_style(text) == style


@pytest.mark.parametrize(
    ("text", "reason", "nearest"),
    [
        ("bold cyna", "'cyna' is no colour and no attribute; did you mean 'cyan'?", "bold cyan"),
        ("bld red", "'bld' is no colour and no attribute; did you mean 'bold'?", "bold red"),
        ("red blue", "'red' and 'blue' are two colours in one place", ""),
        ("on red on 3", "'red' and '3' are two colours in one place", ""),
        ("bold on", "nothing stands behind 'on'; write a colour there", ""),
        ("[bold]", "'[bold]' is no colour and no attribute; did you mean 'bold'?", "bold"),
    ],
)
def test_what_is_no_style_is_refused_with_a_suggestion(text: str, reason: str, nearest: str) -> None:
    with pytest.raises(StyleError) as raised:
        read_style(text)
    assert (str(raised.value), raised.value.nearest) == (reason, nearest)


@pytest.mark.parametrize("text", ["256", "#12345", "#1234567", "link https://x.org", "blink", "rgb(1,2,3)", "\x1b[31m"])
def test_nothing_else_is_a_style(text: str) -> None:
    with pytest.raises(StyleError, match=r"write 'red', .* a number up to 255 or a colour like #5fd7d7|did you mean"):
        read_style(text)


@pytest.mark.parametrize(
    ("own", "count", "style"),
    [
        ("#5fd7d7", TRUE_COLOR, "#5fd7d7"),
        ("#5fd7d7", COLORS_256, "color(80)"),
        ("#5ad0db on #000000", COLORS_256, "color(80) on color(16)"),
        ("bold #5fd7d7 on #000000", 16, "bold"),
        ("3 on 200", 16, "color(3)"),
        ("cyan on grey", 16, "cyan"),
    ],
)
def test_a_colour_that_the_terminal_has_not_is_one_that_it_has_or_none(own: str, count: int, style: str) -> None:
    assert resolved("dark", {"key": own}, count)["key"] == style


def test_the_schema_names_the_styles_themes_and_colours_that_there_are() -> None:
    theme = load("user-config.schema.json")["properties"]["themes"]["additionalProperties"]["properties"]
    statuses = {f"status.{name}" for name in theme["status"]["properties"]}
    assert {*theme, *statuses} - {"inherits", "status"} == set(STYLES) == set(MONO_STYLES)
    assert tuple(theme["inherits"]["enum"]) == THEMES
    assert set(ATTRIBUTES) == set(SGR_ATTRIBUTES)
    for hues in HUES.values():
        assert {*hues, "default"} == set(COLORS)


@pytest.mark.parametrize("style", [*STYLES.values(), *MONO_STYLES.values()])
def test_styles_are_written_in_their_own_language(style: str) -> None:
    read_style(style)


WORDS = st.sampled_from(
    [*COLORS, *ATTRIBUTES, "on", "208", "7", "#5ad0db", "#FFFFFF", "256", "[b]", "cyna", "\x1b[31m"]
)


@given(text=st.lists(WORDS, max_size=5).map(" ".join), count=st.sampled_from([MONO, COLORS_16, COLORS_256, TRUE_COLOR]))
def test_whatever_is_taken_for_a_style_can_be_shown(text: str, count: int) -> None:
    """By rich and without it, and alike."""
    try:
        read_style(text)
    except StyleError:
        return
    style = resolved("dark", {"key": text}, count)["key"]
    by_rich = rich.style.Style.parse(style).render("x", color_system=rich.color.ColorSystem.TRUECOLOR)
    codes = sgr(style)
    assert set(re.findall(r"\d+", by_rich.partition("x")[0])) == set(
        re.findall(r"\d+", f"\x1b[{codes}m" if codes else "")
    )
