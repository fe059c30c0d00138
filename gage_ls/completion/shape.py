"""Snippets of values, in the layout of a syntax: what a person still has to fill in is a tab stop; chooses no value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count
from typing import Any, NamedTuple

from gage.gagefile.cursor import Cursor
from gage.gagefile.forms import members, options, required
from gage.gagefile.schema import Schema, alternatives
from gage.gagefile.spell import spell, spell_key
from gage.gagefile.tree import Syntax
from gage.gagefile.words import keys_needed

_INDENTED = re.compile(r"(?m)^([ \t]+)\S")
_DEEPEST = 3
_AHEAD = 4_000
"""Characters that are looked at for where a table of TOML ends."""


class Layout(NamedTuple):
    """How new text is laid out at a cursor.

    ``in_lines`` says that members of a table take a line each, ``lead`` is what these lines begin with beside the
    indentation of the line with the cursor, ``unit`` is one level of indentation. ``is_first`` says that nothing stands
    on the line before, ``is_last`` that the lines below begin another table of TOML, if anything.
    """

    syntax: Syntax
    in_lines: bool
    lead: str = ""
    unit: str = "  "
    is_first: bool = True
    is_last: bool = True


def layout_at(text: str, line_start: int, cursor: Cursor) -> Layout:
    """The layout that the text around a cursor has; ``line_start`` is where its line begins."""
    syntax = cursor.tree.syntax
    before = text[line_start : cursor.span.start]
    stands_first = not before.strip(" \t-")
    in_lines = stands_first and (syntax == "json" or (syntax == "yaml" and not cursor.is_flow))
    indent = len(before) - len(before.lstrip())
    widths = [match[1] for match in _INDENTED.finditer(cursor.tree.text) if not match[0].endswith("-")]
    unit = min(widths, key=len) if widths and syntax != "toml" else "  "
    return Layout(
        syntax,
        in_lines,
        " " * (len(before) - indent),
        unit,
        not before.strip(),
        _table_ends(text, cursor.span.end),
    )


def _table_ends(text: str, end: int) -> bool:
    """Whether nothing stands between an offset and the next header, or the end of the text, but comments."""
    lines = (line.strip() for line in text[end : end + _AHEAD].splitlines())
    return next((line.startswith("[") for line in lines if line and not line.startswith("#")), True)


def escaped(text: str) -> str:
    """A text that means itself in a snippet."""
    return re.sub(r"[\\$}]", r"\\\g<0>", text)


def shape(schema: Schema, layout: Layout) -> str:
    """A value of the kind that the first example of a schema is, with tab stops, and what comes before it."""
    return _value(schema, _example(schema), layout, count(1), 1)


def _example(schema: Schema) -> Any:
    for each in (schema, *alternatives(schema)):
        for example in each.get("examples", ()):
            return example
    return ""


def _value(schema: Schema, example: Any, layout: Layout, stops: Iterator[int], depth: int) -> str:
    choices = [option for form in alternatives(schema) for option in options(form)]
    if choices:
        return " " + _choice([spell(choice, layout.syntax) for choice in choices], stops)
    if isinstance(example, bool):
        default = schema.get("default", not example)
        return " " + _choice(["false", "true"] if default is True else ["true", "false"], stops)
    if isinstance(example, list):
        return _list(example, layout, stops, depth)
    if isinstance(example, dict):
        return _table(schema, example, layout, stops, depth)
    if isinstance(example, int | float):
        return f" ${{{next(stops)}:{spell(example, layout.syntax)}}}"
    return f" ${{{next(stops)}}}" if layout.syntax == "yaml" else f' "${{{next(stops)}}}"'


def _choice(texts: list[str], stops: Iterator[int]) -> str:
    if len(texts) == 1:
        return escaped(texts[0])
    listed = ",".join(re.sub(r"[\\,|]", r"\\\g<0>", text) for text in texts)
    return f"${{{next(stops)}|{listed}|}}"


def _list(example: list[Any], layout: Layout, stops: Iterator[int], depth: int) -> str:
    item = _value({}, example[0] if example else "", layout._replace(in_lines=False), stops, depth + 1).strip()
    if layout.syntax == "yaml" and layout.in_lines:
        return f"\n{layout.lead}{layout.unit * depth}- {item}"
    return f" [{item}]"


def _table(schema: Schema, example: dict[str, Any], layout: Layout, stops: Iterator[int], depth: int) -> str:
    between = " =" if layout.syntax == "toml" else ":"
    known = {name: member for form in alternatives(schema) for name, member in members(form)}
    lines = [
        escaped(spell_key(name, layout.syntax)) + between + _value(known[name], value, layout, stops, depth + 1)
        for name, value in example.items()
        if name in known and depth < _DEEPEST
    ] or [f"${{{next(stops)}}}"]
    if not layout.in_lines:
        return f" {{ {', '.join(lines)} \\}}" if layout.syntax != "yaml" else f" {{{', '.join(lines)}\\}}"
    indent = f"\n{layout.lead}{layout.unit * depth}"
    if layout.syntax == "yaml":
        return indent + indent.join(lines)
    outer = f"\n{layout.lead}{layout.unit * (depth - 1)}"
    return f" {{{indent}{f',{indent}'.join(lines)}{outer}\\}}"


def operation(layout: Layout, called: str = "train") -> str:
    """The outline of an operation."""
    name, command = f"${{1:{called}}}", f"${{2:python {called}.py}}"
    if layout.syntax == "toml":
        return f'[{name}]\nexec = "{command}"'
    if layout.syntax == "yaml":
        return f"{name}:\n{layout.unit}exec: {command}"
    if not layout.in_lines:
        return f'"{name}": {{ "exec": "{command}" \\}}'
    return f'"{name}": {{\n{layout.unit}"exec": "{command}"\n\\}}'


def of_form(form: Schema, layout: Layout) -> str:
    """A table of one form, with what it needs, on one line."""
    known, stops = dict(members(form)), count(1)
    between = " =" if layout.syntax == "toml" else ":"
    flat = layout._replace(in_lines=False)
    needed = [name for name in dict.fromkeys(required(form)) if name in known]
    if keys_needed(form):
        del needed[len(form.get("required", ())) + 1 :]  # of these one will do
    fields = [
        escaped(spell_key(name, layout.syntax)) + between + _value(known[name], _example(known[name]), flat, stops, 2)
        for name in needed
    ] or [f"${{{next(stops)}}}"]
    return f"{{ {', '.join(fields)} \\}}" if layout.syntax != "yaml" else f"{{{', '.join(fields)}\\}}"
