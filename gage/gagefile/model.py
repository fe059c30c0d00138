"""What a gagefile means: operations and settings, typed and lenient; a part of the wrong type reads as absent."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Literal, NamedTuple, get_args

from gage.gagefile.dependency import Dependency, read_dependencies
from gage.gagefile.document import Document
from gage.gagefile.node import Object, to_data
from gage.gagefile.tree import Tree

Phase = Literal["stage-sourcecode", "stage-runtime", "stage-dependencies", "run", "finalize"]
PHASES: tuple[Phase, ...] = ("stage-sourcecode", "stage-runtime", "stage-dependencies", "run", "finalize")

PLATFORM = {"win32": "windows", "cygwin": "windows", "darwin": "mac"}.get(sys.platform, sys.platform)
"""What the gagefile calls the platform Gage runs on."""

PROGRESS_PARSERS = ("tqdm", "fraction")
"""The names that ``progress`` may have: bars of tqdm, or lines that hold a fraction such as ``3/10``."""

Command = str | tuple[str, ...]
"""A string goes to the shell; a list of words is executed as it stands."""


class ConfigSection(NamedTuple):
    """One entry of ``config``: paths of the form ``[-]FILE[#KEY]`` that together pick values of project files."""

    keys: tuple[str, ...]
    description: str | None = None
    prefix: str | None = None
    strip_prefix: str | None = None
    rename: str | None = None


ConfigType = Literal["string", "integer", "number", "boolean"]


class ConfigValue(NamedTuple):
    """One entry of ``config`` for the command alone: ``{name}`` in the command stands for its value.

    ``choices`` is empty where any value will do; ``least`` and ``most`` are bounds of a number, both included.
    """

    name: str
    type: ConfigType = "string"
    default: str | int | float | bool | None = None
    choices: tuple[str | int | float | bool, ...] = ()
    least: float | None = None
    most: float | None = None
    required: bool = False
    description: str | None = None


class Operation(NamedTuple):
    """One operation as far as it could be understood. ``exec`` has the commands for the platform Gage runs on.

    ``sourcecode`` is True for the default rules, False for no source code, else the patterns. ``output_summary`` is
    True for the default pattern, False to leave the output alone, else a regular expression. ``output_metrics`` is
    True for lines `name: value`, False for none, else a regular expression for each metric. ``label``, ``tags`` and
    ``attributes`` are what its runs begin with. ``data`` is the plain value as the gagefile has it, for the record of a
    run.
    """

    name: str
    description: str | None = None
    default: bool = False
    version: str | None = None
    exec: Mapping[Phase, Command] = MappingProxyType({})
    env: Mapping[str, str] = MappingProxyType({})
    config: tuple[ConfigSection, ...] = ()
    config_values: tuple[ConfigValue, ...] = ()
    sourcecode: bool | tuple[str, ...] = True
    dependencies: tuple[Dependency, ...] = ()
    progress: Mapping[Phase, str] = MappingProxyType({})
    summary_filename: str = "summary.json"
    output_summary: bool | str = True
    output_metrics: bool | Mapping[str, str] = False
    listing: tuple[str, ...] = ()
    label: str | None = None
    tags: tuple[str, ...] = ()
    attributes: Mapping[str, str | int | float | bool] = MappingProxyType({})
    data: Mapping[str, Any] = MappingProxyType({})

    @property
    def summary_line(self) -> str:
        """The first line of the description, or nothing."""
        return (self.description or "").strip().partition("\n")[0]


class Gagefile:
    """The operations and settings of a document, in the order it declares them."""

    def __init__(self, document: Document) -> None:
        self.document = document
        data = document.data if isinstance(document.data, dict) else {}
        self.runs_dir = _string(data.get("$runs-dir")) or None
        self.namespace = _string(data.get("$namespace")) or None
        self.operations = operations_in(document)

    @property
    def default_operation(self) -> Operation | None:
        """The operation to run when none is named: the only one, or the first by name that says ``default``."""
        if len(self.operations) == 1:
            return next(iter(self.operations.values()))
        return next((op for _, op in sorted(self.operations.items()) if op.default), None)


def operations_in(tree: Tree) -> dict[str, Operation]:
    """The operations of a document or a part of one, by name."""
    data = tree.data if isinstance(tree.data, dict) else {}
    return {
        name: _operation(name, value)
        for name, value in data.items()
        if name and not name.startswith("$") and isinstance(value, dict)
    }


def operation_in(tree: Tree, name: str) -> Operation | None:
    """One operation of a document or a part of one; nothing else of it is looked at."""
    node = tree.root.get(name) if isinstance(tree.root, Object) else None
    data = to_data(node) if node and name and not name.startswith("$") else None
    return _operation(name, data) if isinstance(data, dict) else None


def _operation(name: str, data: dict[str, Any]) -> Operation:
    return Operation(
        name=name,
        description=_string(data.get("description")),
        default=data.get("default") is True,
        version=_version(data.get("version")),
        exec=_commands(data.get("exec")),
        env={
            str(key): text for key, value in _table(data.get("env")).items() if (text := _env_value(value)) is not None
        },
        config=_config(data.get("config")),
        config_values=_config_values(data.get("config")),
        sourcecode=_sourcecode(data.get("sourcecode")),
        dependencies=read_dependencies(data.get("depends")),
        progress=_by_phase(data.get("progress"), _string),
        summary_filename=_string(_table(data.get("summary")).get("filename")) or "summary.json",
        output_summary=_output_summary(data.get("output-summary")),
        output_metrics=_output_metrics(data.get("output-metrics")),
        listing=_strings(_table(data.get("listing")).get("description")),
        label=" ".join(_strings(data.get("labels"))) or None,
        tags=_strings(data.get("tags")),
        attributes={
            str(key): value
            for key, value in _table(data.get("attributes")).items()
            if isinstance(value, str | int | float)
        },
        data=data,
    )


def _string(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _strings(value: Any) -> tuple[str, ...]:
    """The strings of a list, or the one string alone."""
    if isinstance(value, str):
        return (value,)
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()


def _table(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _version(value: Any) -> str | None:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return str(value) or None


def _env_value(value: Any) -> str | None:
    """Numbers read as their text; a boolean has no one spelling that every program takes, so it is left out."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return str(value)


def read_command(value: Any) -> Command | None:
    """A command from its plain value; None for one that runs nothing."""
    if isinstance(value, str):
        return value if value.strip() else None
    if isinstance(value, list) and value and all(isinstance(word, str) and word for word in value):
        return tuple(value)
    return None


def _commands(value: Any) -> dict[Phase, Command]:
    """The command of each phase for this platform: ``run[linux]`` wins over ``run``, ``linux`` over ``default``."""
    table = value if isinstance(value, dict) else {"run": value}
    found: dict[Phase, Command] = {}
    for phase in PHASES:
        for key in (f"{phase}[{PLATFORM}]", phase):
            command = table.get(key)
            if isinstance(command, dict):
                command = command.get(PLATFORM, command.get("default"))
            if (read := read_command(command)) is not None:
                found[phase] = read
                break
    return found


def _by_phase(value: Any, read: Any) -> dict[Phase, Any]:
    """A plain value means the run phase; a table names phases."""
    table = value if isinstance(value, dict) else {"run": value}
    return {phase: part for phase in PHASES if (part := read(table.get(phase))) is not None}


def _config(value: Any) -> tuple[ConfigSection, ...]:
    """Strings that stand together form one section, each table one of its own."""
    sections: list[ConfigSection] = []
    loose: list[str] = []
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, str) and item:
            loose.append(item)
        elif isinstance(item, dict) and (keys := _strings(item.get("keys"))):
            sections.append(
                ConfigSection(
                    keys,
                    _string(item.get("description")),
                    _string(item.get("prefix")),
                    _string(item.get("strip-prefix")),
                    _string(item.get("rename")),
                )
            )
    return (ConfigSection(tuple(loose)), *sections) if loose else tuple(sections)


_PYTHON_TYPES: dict[type, ConfigType] = {bool: "boolean", int: "integer", float: "number"}


def _config_values(value: Any) -> tuple[ConfigValue, ...]:
    items = [_table(item) for item in (value if isinstance(value, list) else [value])]
    return tuple(_config_value(item["name"], item) for item in items if isinstance(item.get("name"), str))


def _config_value(name: str, item: dict[str, Any]) -> ConfigValue:
    default = item.get("default") if isinstance(item.get("default"), str | int | float) else None
    choices = tuple(choice for choice in _list(item.get("choices")) if isinstance(choice, str | int | float))
    like = default if default is not None else next(iter(choices), None)
    return ConfigValue(
        name=name,
        type=item["type"] if item.get("type") in get_args(ConfigType) else _PYTHON_TYPES.get(type(like), "string"),
        default=default,
        choices=choices,
        least=_number(item.get("min")),
        most=_number(item.get("max")),
        required=item.get("required") is True,
        description=_string(item.get("description")),
    )


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _number(value: Any) -> float | None:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _sourcecode(value: Any) -> bool | tuple[str, ...]:
    if value is None or isinstance(value, bool):
        return value is not False
    patterns = _strings(value)
    return patterns or not isinstance(value, list)


def _output_summary(value: Any) -> bool | str:
    if isinstance(value, str):
        return value or False
    return value is not False


def _output_metrics(value: Any) -> bool | dict[str, str]:
    if isinstance(value, dict):
        return {str(name): pattern for name, pattern in value.items() if isinstance(pattern, str)} or False
    return value is True
