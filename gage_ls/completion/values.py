"""Values that may stand at a cursor: those of its schema, then those the project knows; one table says who knows."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence

from gage.gagefile.dependencies import KINDS
from gage.gagefile.file_kind import BOARD, GAGEFILE
from gage.gagefile.forms import options, types, value_forms
from gage.gagefile.model import PROGRESS_PARSERS
from gage.gagefile.node import Object
from gage.gagefile.part import Part
from gage.gagefile.rules.unknown_config_name import NAME
from gage.gagefile.rules.unknown_dependency import SCHEMES
from gage.gagefile.schema import Schema, alternatives
from gage.gagefile.settings import named_values, operation_commands, texts
from gage_ls.completion import files, runs
from gage_ls.completion.boards import board_values
from gage_ls.completion.commands import commands
from gage_ls.completion.config_keys import config_paths
from gage_ls.completion.context import Context
from gage_ls.completion.offer import Kind, Offer, matching
from gage_ls.completion.shape import Layout, of_form, operation

_KIND_DETAILS = {
    "project-files": "files of the project",
    "file": "one file",
    "dvcfile": "a file that DVC fetches",
    "dir": "a directory with all it holds",
    "run-files": "files of another run",
    "runs-summary": "a summary of several runs",
}


def value_offers(context: Context, layout: Layout) -> Iterator[Offer]:
    """Everything that may stand at a cursor in a value."""
    forms = value_forms(context.open.kind, context.cursor)
    if not context.cursor.route:
        yield from _outline(context, layout)
        return
    yield from _of_schema(context, forms, layout)
    if not any("string" in types(form) for form in forms):
        return
    if context.open.kind is BOARD:
        yield from board_values(context)
    elif context.open.kind is GAGEFILE:
        path = tuple(segment for segment in context.cursor.route[1:] if isinstance(segment, str))
        setting = str(context.cursor.route[0]) if context.cursor.route else ""
        known = _SETTINGS.get(setting) if setting.startswith("$") else _KNOWN.get(path) or _KNOWN.get((*path[:1], "*"))
        yield from known(context) if known else ()


def _outline(context: Context, layout: Layout) -> Iterator[Offer]:
    """The outline of a gagefile where nothing stands yet; in TOML and YAML its first key is completed instead."""
    start, end = context.cursor.span
    is_all = not (context.open.text[:start] + context.open.text[end:]).strip()
    if context.open.kind is GAGEFILE and is_all:
        outline = operation(layout).replace("\n", f"\n{layout.unit}")
        text = f"{{\n{layout.unit}{outline}\n\\}}"
        yield Offer("new gagefile", "", Kind.Snippet, detail="with one operation", snippet=text)


def _of_schema(context: Context, forms: Sequence[Schema], layout: Layout) -> Iterator[Offer]:
    for form in forms:
        default = form.get("default")
        for option in options(form):
            if option not in context.taken:
                text = str(option)
                yield Offer(text, text, Kind.EnumMember, rank=0, is_literal=not isinstance(option, str))
        if "boolean" in types(form) and context.beside("type") not in ("string", "integer", "number"):
            # What is so anyway is the less likely choice.
            yield from (_boolean(value, default) for value in (True, False))
        if isinstance(default, str) and default:
            yield Offer(default, default, Kind.Value, rank=1, detail="default")
        yield from _tables(context, form, layout)


def _boolean(value: bool, default: object) -> Offer:
    word, is_default = str(value).lower(), default is value
    return Offer(word, word, Kind.Value, rank=6 if is_default else 5, is_literal=True, detail="default" * is_default)


def _tables(context: Context, form: Schema, layout: Layout) -> Iterator[Offer]:
    """A form of table or list, to be filled in."""
    if context.cursor.quote or context.cursor.typed or "title" not in form:
        return
    if "properties" in form:
        yield Offer(form["title"], "", Kind.Snippet, rank=70, snippet=of_form(form, layout))
    elif "array" in types(form):
        quoted = '"$1"' if layout.syntax != "yaml" else "$1"
        item = quoted if "string" in _item_types(form) else "$1"
        yield Offer(form["title"], "", Kind.Snippet, rank=71, snippet=f"[{item}]")


def _item_types(form: Schema) -> list[str]:
    return [name for each in alternatives(form.get("items", {})) for name in types(each)]


def _dependency(context: Context) -> Iterator[Offer]:
    """A dependency in one text: its kind, then what this kind names; without a kind a file of the project."""
    kind, colon, rest = context.typed.partition(":")
    if colon and kind in KINDS:
        skipped = len(kind) + 1 + len(rest) - len(rest.lstrip())
        if kind in ("run-files", "runs-summary"):
            yield from runs.selection(context, skipped)
        elif kind == "project-files":
            yield from files.paths(context, skipped)
        else:
            yield from files.paths(context, skipped, files=kind != "dir")
        return
    if not colon:
        for name in matching(KINDS, kind):
            yield Offer(f"{name}:", f"{name}:", Kind.Keyword, detail=_KIND_DETAILS[name], rank=40)
        yield from files.patterns(context)


def _path(context: Context) -> Iterator[Offer]:
    return files.paths(context, files=context.beside("type") != "dir")


def _files(context: Context) -> Iterator[Offer]:
    """Patterns of project files; what another run has made lies elsewhere."""
    is_of_run = context.beside("run-select") or context.beside("operation") or context.beside("type") == "run-files"
    return iter(()) if is_of_run else files.patterns(context)


def _named_in_commands(context: Context) -> Iterator[Offer]:
    """Names that commands of the operation have in braces and its config does not declare."""
    operation = context.operation
    known = {name for name, _ in named_values(operation.get("config") if operation else None)}
    for entry, found in operation_commands(context.cursor.tree):
        if entry.value is operation:
            named = (match[1] for node in found for text in texts(node) for match in NAME.finditer(text.value))
            yield from (Offer(name, name, Kind.Variable, rank=10) for name in dict.fromkeys(named) if name not in known)


def _default(context: Context) -> Iterator[Offer]:
    """The choices of a config value."""
    table = context.cursor.container
    choices = table.get("choices") if isinstance(table, Object) else None
    return (Offer(node.value, node.value, Kind.Value, rank=1) for node in texts(choices))


def _progress(_context: Context) -> Iterator[Offer]:
    for name in PROGRESS_PARSERS:
        yield Offer(name, name, Kind.EnumMember, rank=0)


def _used_elsewhere(key: str) -> Callable[[Sequence[Part]], frozenset[str]]:
    def used(parts: Sequence[Part]) -> frozenset[str]:
        values = (entry.value for part in parts for _, entry in part.operations_with(key))
        return frozenset(text.value for value in values for text in texts(value))

    return used


_tags_of, _labels_of = _used_elsewhere("tags"), _used_elsewhere("labels")


def _tags(context: Context) -> Iterator[Offer]:
    yield from _given(context, context.open.document.parts.by_block(_tags_of))


def _labels(context: Context) -> Iterator[Offer]:
    yield from _given(context, context.open.document.parts.by_block(_labels_of))
    yield from runs.labels(context)


def _given(context: Context, found: Iterable[frozenset[str]]) -> Iterator[Offer]:
    for name in sorted(frozenset[str]().union(*found) - context.taken - {context.typed}):
        yield Offer(name, name, Kind.Constant, rank=15)


def _url(_context: Context) -> Iterator[Offer]:
    return (Offer(f"{scheme}://", f"{scheme}://", Kind.Keyword, rank=10) for scheme in SCHEMES)


def _namespace(context: Context) -> Iterator[Offer]:
    name = context.directory.name if context.directory else ""
    if name and not any(char.isspace() for char in name):
        yield Offer(name, name, Kind.Value, rank=10, detail="name of the directory")


def _directory(context: Context) -> Iterator[Offer]:
    return files.paths(context, files=False)


def _new_id(_context: Context) -> Iterator[Offer]:
    new = str(uuid.uuid4())
    yield Offer(new, new, Kind.Value, rank=10, detail="a new id")


def _schema_address(context: Context) -> Iterator[Offer]:
    for form in value_forms(context.open.kind, context.cursor):
        yield from (Offer(text, text, Kind.Value, rank=10) for text in form.get("examples", ()))


_SETTINGS: dict[str, Callable[[Context], Iterator[Offer]]] = {
    "$schema": _schema_address,
    "$namespace": _namespace,
    "$runs-dir": _directory,
    "$archives-dir": _directory,
    "$project-id": _new_id,
}

_KNOWN: dict[tuple[str, ...], Callable[[Context], Iterator[Offer]]] = {
    ("exec",): commands,
    ("exec", "*"): commands,
    ("sourcecode",): files.source_patterns,
    ("config",): config_paths,
    ("config", "keys"): config_paths,
    ("config", "name"): _named_in_commands,
    ("config", "default"): _default,
    ("depends",): _dependency,
    ("depends", "files"): _files,
    ("depends", "path"): _path,
    ("depends", "operation"): runs.operations,
    ("depends", "run-select"): runs.selection,
    ("depends", "runs-select"): runs.selection,
    ("depends", "url"): _url,
    ("progress",): _progress,
    ("progress", "*"): _progress,
    ("listing", "description"): runs.listed_fields,
    ("tags",): _tags,
    ("labels",): _labels,
}
"""Who knows values, by the keys that lead to them; a star stands for any key, and for those below."""
