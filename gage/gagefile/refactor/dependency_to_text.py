"""Makes of a dependency that is a table the one text that says the same, if there is one."""

from __future__ import annotations

import json

from gage.gagefile.node import Array, Entry, Object, Scalar, to_data
from gage.gagefile.problem import Edit, Fix
from gage.gagefile.refactor import yaml_lines
from gage.gagefile.refactor.dependency_forms import as_text, dependency_at
from gage.gagefile.refactor.here import Here
from gage.gagefile.refactor.places import last_end
from gage.gagefile.settings import is_plain
from gage.gagefile.text import Span
from gage.gagefile.tree import Tree


def rewrite(here: Here) -> Fix | None:
    """Offered on the lines of the dependency."""
    found = dependency_at(here)
    table = found[2] if found else None
    if found is None or not isinstance(table, Object):
        return None
    tree, data = here.tree, to_data(table)
    text = as_text(data)
    if text is None or yaml_lines.is_alias(tree, table) or (tree.syntax == "toml" and tree.text[table.start] != "{"):
        return None
    place = _start(tree, found[1], table)
    if place is None:
        return None
    start, gap = place
    end = max(table.end, *(last_end(entry) for entry in table.entries))
    return Fix("Change the dependency to one text", (Edit(Span(start, end), gap + _spelt(tree, table, text)),))


def _start(tree: Tree, depends: Entry, table: Object) -> tuple[int, str] | None:
    """Where the text takes the place of the table, and what comes before it."""
    if tree.syntax != "yaml" or isinstance(depends.value, Array) or yaml_lines.is_in_brackets(tree, table):
        return table.start, ""
    return (yaml_lines.past_colon(tree, depends), " ") if yaml_lines.is_bare(tree, depends) else None


def _spelt(tree: Tree, table: Object, text: str) -> str:
    """The text in the quotes of the last value, or as YAML takes it without."""
    named = table.entries[-1].value
    quote = tree.text[named.start] if isinstance(named, Scalar) else '"'
    if quote in "'\"" and is_plain(text):
        return f"{quote}{text}{quote}"
    if tree.syntax == "yaml" and quote not in "'\"|>" and ": " not in text and not text.endswith(":"):
        return text
    return json.dumps(text, ensure_ascii=False)
