"""The theme a person chose, by GAGE_THEME or in the config of the user; what is wrong there is told and left out."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from gage.cli.output import say
from gage.gagefile.style import THEMES

if TYPE_CHECKING:
    from gage.gagefile.theme_settings import OwnTheme


class ChosenTheme(NamedTuple):
    """The built-in theme, and the styles that differ from it."""

    inherits: str
    styles: Mapping[str, str]


def chosen_theme(environ: Mapping[str, str]) -> ChosenTheme:
    """The theme by the environment, else the config that is nearest to the working directory, else that at home."""
    name = environ.get("GAGE_THEME", "")
    if name in THEMES:
        return ChosenTheme(name, {})
    own: dict[str, OwnTheme] = {}
    from gage.gagefile.load import find_user_configs

    for file in find_user_configs(_directories(), b"theme"):
        named, themes = _read(file)
        own = {**themes, **own}
        if not environ.get("GAGE_THEME"):
            name = name or named or ""
    if name in own:
        return ChosenTheme(*own[name])
    if name and name not in THEMES:
        _tell_of(name, list(own))
        name = ""
    return ChosenTheme(name or "auto", {})


def _directories() -> list[Path]:
    """The working directory and those above it; none if it was removed."""
    try:
        directory = Path.cwd()
    except OSError:
        return []
    return [directory, *directory.parents]


def _read(file: Path) -> tuple[str | None, Mapping[str, OwnTheme]]:
    from gage.cli.options import short_path
    from gage.gagefile.load import LoadError, read_document
    from gage.gagefile.theme_settings import judge_themes

    file = short_path(file)
    try:
        document = read_document(file)
    except LoadError as error:
        say(f"gage: {error}; its themes are left out")
        return None, {}
    settings, problems = judge_themes(document)
    if problems:
        line, column = document.lines.position(problems[0].span.start)
        say(f"gage: {file}:{line + 1}:{column + 1}: {problems[0].message}")
    return settings


def _tell_of(name: str, own: list[str]) -> None:
    from gage.gagefile.theme_settings import no_theme
    from gage.gagefile.words import named, nearest

    say(f"gage: GAGE_THEME: {no_theme(named(name), own, nearest(name, [*THEMES, *own]))}")
