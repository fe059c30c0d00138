"""Keys of project files behind `FILE#`, with their present values, and names for commands; parses files, runs none."""

from __future__ import annotations

from collections.abc import Iterator

from gage.config.config_file import format_of
from gage.config.config_path import parse_config_path
from gage.config.project_config import Literal
from gage.config.scalar import Scalar
from gage.config.wildcard import WildcardError
from gage.gagefile.load import GAGEFILE_NAMES
from gage.gagefile.model import operation_in
from gage.gagefile.secrets import is_secret
from gage.gagefile.spell import spell
from gage_ls.completion.context import Context
from gage_ls.completion.files import paths
from gage_ls.completion.offer import Kind, Offer, matching
from gage_ls.resolved_config import MASK, resolved_config

_VALUE, _GROUP = 10, 20


def config_paths(context: Context) -> Iterator[Offer]:
    """What a config path may become: a file whose values can be set, or one of its keys."""
    file, mark, key = context.typed.partition("#")
    if mark:
        yield from _keys(context, file, key)
        return
    skipped = len(file) - len(file.lstrip("- "))
    yield from paths(context, skipped, _can_be_set)


def _can_be_set(name: str) -> bool:
    return format_of(name) is not None and name not in GAGEFILE_NAMES


def _keys(context: Context, file: str, key: str) -> Iterator[Offer]:
    literals = _literals_of(context, file)
    start = len(file) + 1
    name = file.lstrip("- ")
    groups = sorted({f"{name.rpartition('.')[0]}.*" for name in literals if "." in name})
    for each in matching([*literals, *groups], key):
        if f"{file}#{each}" in context.taken or f"{name}#{each}" in context.taken:
            continue
        if each in literals:
            yield Offer(each, each, Kind.Variable, start, f"= {shown(each, literals[each].value)}", _VALUE)
        else:
            yield Offer(each, each, Kind.Variable, start, f"all below {each[:-2]}", _GROUP)


def _literals_of(context: Context, file: str) -> dict[str, Literal]:
    files = context.files
    if files is None or not file.strip("- "):
        return {}
    try:
        found = files.find(parse_config_path(file.lstrip("- "))).files
    except WildcardError:
        return {}
    return {key: literal for name in found for key, literal in files.values(name).literals.items()}


def command_names(context: Context) -> Iterator[tuple[str, str]]:
    """The names that stand for config values in the commands of an operation, each with its value as far as known."""
    operation = operation_in(context.whole, context.operation_name)
    files = context.files
    if operation and files:
        for value in resolved_config(operation, files):
            yield value.name, "" if value.shown is None else f"= {value.shown}"
    elif operation:
        yield from ((value.name, "") for value in operation.config_values)


def shown(name: str, value: Scalar) -> str:
    """A value as a list of choices may show it to whoever looks over a shoulder."""
    return MASK if is_secret(name, str(value)) else spell(value, "json")
