"""Makes of `exec` with one command a table of phases with that command for `run`, to which others can be added."""

from __future__ import annotations

from gage.gagefile.node import Entry
from gage.gagefile.problem import Edit, Fix
from gage.gagefile.refactor import yaml_lines
from gage.gagefile.refactor.here import Here
from gage.gagefile.refactor.places import is_command
from gage.gagefile.text import Span
from gage.gagefile.tree import Tree
from gage.gagefile.words import kind


def rewrite(here: Here) -> Fix | None:
    """Offered on the lines of `exec`."""
    found = here.setting("exec")
    if found is None or not is_command(found[1].value):
        return None
    tree, (operation, entry) = here.tree, found
    if tree.syntax == "toml":
        edits: tuple[Edit, ...] | None = (Edit(Span(entry.key_end, entry.key_end), ".run"),)
    elif tree.syntax == "yaml" and yaml_lines.is_in_lines(tree, operation.value):
        edits = _block(tree, entry)
    else:
        edits = _braces(tree, entry)
    return Fix(f"Change 'exec' to {kind('object', tree.syntax)} of phases", edits) if edits else None


def _braces(tree: Tree, entry: Entry) -> tuple[Edit, ...]:
    quote = tree.text[entry.key_start] if tree.text[entry.key_start] in "'\"" else ""
    before, after = ("{run: ", "}") if tree.syntax == "yaml" else (f"{{ {quote}run{quote}: ", " }")
    start, end = entry.value.span
    return Edit(Span(start, start), before), Edit(Span(end, end), after)


def _block(tree: Tree, entry: Entry) -> tuple[Edit, ...] | None:
    if not yaml_lines.is_bare(tree, entry):
        return None
    level, colon = yaml_lines.level(tree), yaml_lines.past_colon(tree, entry)
    indent = " " * (yaml_lines.column(tree, entry.key_start) + level)
    # Where the value stands on the line of the key, blanks between them go.
    start = colon if yaml_lines.value_on_next_line(tree, entry) else entry.value.start
    value = yaml_lines.moved(tree.text[start : entry.value.end], level)
    gap = "" if start == colon else " "
    return (Edit(Span(colon, entry.value.end), f"{tree.line_end}{indent}run:{gap}{value}"),)
