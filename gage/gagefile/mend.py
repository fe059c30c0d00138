"""The edits behind fixes: the smallest change of text that does what the title says, in the syntax of the tree."""

from __future__ import annotations

import json
import re

from gage.gagefile import schema
from gage.gagefile.node import Entry, Node, Object, Scalar
from gage.gagefile.problem import Edit, Fix
from gage.gagefile.settings import is_plain, span_within
from gage.gagefile.text import Span
from gage.gagefile.tree import Tree
from gage.gagefile.words import named

_ASSIGNED = re.compile(r"(?m)^[ \t]*([\w$.-]+)([ \t]*=>?[ \t]*)(?=[^\s=])")
_BARE_KEY = {"toml": r"[A-Za-z0-9_-]+", "yaml": r"[A-Za-z_$][\w$-]*", "json": r"[A-Za-z_$][\w$]*"}


def rename_key(tree: Tree, entry: Entry, name: str) -> Fix:
    """Change a key, everywhere it is spelt, in the quotes it has."""
    spans = entry.mentions or [entry.key_span]
    edits = (Edit(span, _spell(tree, span, name)) for span in spans)
    return Fix(f"Change {named(entry.key)} to {named(name)}", tuple(edits))


def _spell(tree: Tree, span: Span, name: str) -> str:
    first = tree.text[span.start : span.start + 1]
    if first in ("'", '"'):
        return f"{first}{name}{first}"
    return name if re.fullmatch(_BARE_KEY[tree.syntax], name) else json.dumps(name)


def remove_entry(tree: Tree, table: Object, entry: Entry) -> tuple[Fix, ...]:
    """Take an entry out of its table, with its line or one comma; no fix where it is the only one, or has a comment."""
    if len(table.entries) < 2 or entry.mentions or not isinstance(entry.value, Scalar):
        return ()
    text, at = tree.text, table.entries.index(entry)
    line = tree.lines.line_span(tree.lines.line_at(entry.key_start))
    before = table.entries[at - 1].value.end if at else entry.key_start
    if at + 1 == len(table.entries) and not text[before : entry.key_start].strip(" \t\r\n,"):
        span = Span(before, entry.value.end)
    elif not text[line.start : entry.key_start].strip(" \t") and not text[entry.value.end : line.end].strip(" \t,"):
        span = Span(line.start, min(line.end + (2 if text.startswith("\r\n", line.end) else 1), len(text)))
    elif at + 1 < len(table.entries):
        span = Span(entry.key_start, table.entries[at + 1].key_start)
    else:
        return ()
    behind = text[entry.value.end : max(entry.value.end, span.end)].strip(" \t\r\n,")
    if behind or text[entry.value.end : line.end].lstrip(" \t,").startswith(("#", "//", "/*")):
        return ()
    return (Fix(f"Remove '{entry.key}'", (Edit(span, ""),)),)


def replace_value(tree: Tree, node: Node, value: str) -> Fix:
    """Change a text value, in the quotes it has."""
    return Fix(f"Change to {json.dumps(value)}", (Edit(node.span, _spell_value(tree, node, value)),))


def replace_part(tree: Tree, node: Scalar, offset: int, part: str, other: str) -> tuple[Fix, ...]:
    """Change a part of a text value, if it is written there as it reads and the other needs no escape."""
    within = span_within(tree, node, offset, part)
    return (Fix(f"Change to '{other}'", (Edit(within, other),)),) if within and is_plain(other) else ()


def _spell_value(tree: Tree, node: Node, value: str) -> str:
    first = tree.text[node.start : node.start + 1]
    if first in ("'", '"'):
        return f"{first}{value}{first}"
    return value if tree.syntax == "yaml" else json.dumps(value)


def quote_value(tree: Tree, node: Node) -> Fix:
    """Put a value in quotes, so that it is text."""
    quoted = json.dumps(tree.text[node.start : node.end], ensure_ascii=False)
    return Fix(f"Put {quoted} in quotes", (Edit(node.span, quoted),))


def unquote_value(node: Node) -> Fix:
    """Take the quotes off a value."""
    value = str(getattr(node, "value", ""))
    return Fix(f"Change to {value}, without quotes", (Edit(node.span, value),))


def single_brackets(tree: Tree, entry: Entry) -> tuple[Fix, ...]:
    """Make the one item of a TOML array of tables the table itself."""
    start, end = entry.value.start, tree.text.find("]]", entry.key_end)
    if len(entry.mentions) > 1 or end < 0 or not tree.text.startswith("[[", start):
        return ()
    edits = (Edit(Span(start, start + 1), ""), Edit(Span(end, end + 1), ""))
    return (Fix("Write the header with single brackets", edits),)


def colons_for_equals(tree: Tree, operation: Entry) -> Fix | None:
    """Put colons in entries below a key in YAML that have an = instead; None where a line is no such entry."""
    text, (start, end) = tree.text, operation.value.span
    if tree.syntax != "yaml" or "\n" not in text[operation.key_end : start]:
        return None
    found = list(_ASSIGNED.finditer(text, text.rfind("\n", 0, start) + 1, end))
    if not found or len(found) != len(text[start:end].splitlines()):
        return None
    edits = tuple(Edit(Span(*match.span(2)), ": ") for match in found)
    return Fix("Change = to :", edits) if found[0][1] in schema.load()["$defs"]["operation"]["properties"] else None


def wrap_command(tree: Tree, operation: Entry) -> Fix:
    """Make an operation that is only a command a table with that command as its ``exec``."""
    node = operation.value
    if tree.syntax == "yaml":
        before, after = "\n  exec: ", ""
        start = min(operation.key_end + 1, node.start)  # the colon may be one that is still to be typed
    else:
        before, after = ("{ exec = ", " }") if tree.syntax == "toml" else ('{ "exec": ', " }")
        start = node.start
    edits = (Edit(Span(start, node.start), before), Edit(Span(node.end, node.end), after))
    return Fix("Write the command as 'exec'", edits if after else edits[:1])
