"""What the config of a user says of themes; what the schema says is wrong is left out, what it cannot say is told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from gage.gagefile.document import Document
from gage.gagefile.mend import replace_value
from gage.gagefile.node import Entry, Node, Object, Scalar
from gage.gagefile.problem import Problem
from gage.gagefile.style import THEMES, StyleError, read_style
from gage.gagefile.words import any_of, named, nearest, quoted


class OwnTheme(NamedTuple):
    """A theme of the user: the one it inherits from, and the styles it sets, such as ``status.error``."""

    inherits: str
    styles: Mapping[str, str]


class ThemeSettings(NamedTuple):
    """Which theme is chosen, if any, and the themes of the user by name."""

    theme: str | None
    themes: Mapping[str, OwnTheme]


def judge_themes(document: Document) -> tuple[ThemeSettings, list[Problem]]:
    """The themes in a file, and what is wrong with them beside the schema."""
    problems: list[Problem] = []
    themes = {}
    for entry in _entries(_value(document, "themes")):
        if entry.key in THEMES:
            message = f"the theme {named(entry.key)} is Gage's own; call this one by another name"
            problems.append(Problem("invalid-value", message, entry.key_span))
        elif isinstance(entry.value, Object):
            themes[entry.key] = _theme(document, entry.value, problems)
    return ThemeSettings(_chosen(document, list(themes), problems), themes), problems


def _value(document: Document, key: str) -> Node | None:
    entry = document.entry((key,))
    return entry.value if entry else None


def _entries(node: Node | None) -> list[Entry]:
    return node.entries if isinstance(node, Object) else []


def _text(node: Node | None) -> str | None:
    return node.value if isinstance(node, Scalar) and isinstance(node.value, str) and not node.is_gap else None


def _theme(document: Document, table: Object, problems: list[Problem]) -> OwnTheme:
    inherits, styles = "auto", {}
    for name, entry in _flat(table):
        text = _text(entry.value)
        if text is None:
            continue
        if name == "inherits":
            inherits = text if text in THEMES else inherits
        elif problem := _wrong_style(document, entry, text):
            problems.append(problem)
        else:
            styles[name] = text
    return OwnTheme(inherits, styles)


def _flat(table: Object) -> Iterator[tuple[str, Entry]]:
    for entry in table.entries:
        if entry.key == "status":
            yield from ((f"status.{inner.key}", inner) for inner in _entries(entry.value))
        else:
            yield entry.key, entry


def _wrong_style(document: Document, entry: Entry, text: str) -> Problem | None:
    try:
        read_style(text)
    except StyleError as error:
        fixes = (replace_value(document, entry.value, error.nearest),) if error.nearest else ()
        message = f"{named(entry.key)} is no style: {error}"
        return Problem("invalid-value", message, entry.value.span, fixes=fixes)
    return None


def _chosen(document: Document, own: list[str], problems: list[Problem]) -> str | None:
    node = _value(document, "theme")
    name = _text(node)
    if node is None or not name or name in THEMES or name in own:
        return name
    near = nearest(name, [*THEMES, *own])
    fixes = (replace_value(document, node, near),) if near else ()
    problems.append(Problem("invalid-value", no_theme(f"{quoted(name)} in 'theme'", own, near), node.span, fixes=fixes))
    return None


def no_theme(named_so: str, own: list[str], near: str | None) -> str:
    """The words for a theme that there is not."""
    advice = f"did you mean '{near}'?" if near else f"choose {any_of([*THEMES, *own])}"
    return f"there is no theme {named_so}; {advice}"
