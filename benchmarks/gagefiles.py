"""Gagefiles of any size, as people write them, for measurements; nothing here is random."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from gage.gagefile.document import Syntax

_VERBS = ("train", "evaluate", "prepare", "export", "compare", "sweep")
_NOUNS = ("mnist", "resnet", "bert", "wine", "speech", "forecast", "ranking")


def gagefile(operations: int, syntax: Syntax) -> str:
    """A valid gagefile with so many operations: about 220 characters each, 310 in JSON."""
    return _WRITERS[syntax]({name: _operation(name, index) for index, name in enumerate(_names(operations))})


def wrong_gagefile(operations: int, syntax: Syntax) -> str:
    """The same with an unknown key in every operation."""
    named = {name: _operation(name, index) for index, name in enumerate(_names(operations))}
    return _WRITERS[syntax]({name: {"exce": operation.pop("exec"), **operation} for name, operation in named.items()})


def _names(operations: int) -> Iterator[str]:
    for index in range(operations):
        yield f"{_VERBS[index % len(_VERBS)]}-{_NOUNS[index % len(_NOUNS)]}-{index}"


def _operation(name: str, index: int) -> dict[str, Any]:
    """Plain ones, and every few operations one that uses more of the language."""
    script = name.partition("-")[0] + ".py"
    operation: dict[str, Any] = {
        "description": f"{name.replace('-', ' ').capitalize()} with the settings of experiment {index}",
        "exec": f"python {script} --seed {index}",
        "config": script,
        "sourcecode": ["*.py", "configs/*.yaml"],
    }
    if index == 0:
        operation["default"] = True
    if index % 3 == 0:
        operation["env"] = {"OMP_NUM_THREADS": 4, "MODE": "fast"}
    if index % 5 == 0:
        operation["depends"] = [{"type": "project-files", "files": f"data/{index}.csv"}]
    if index % 7 == 0:
        operation["exec"] = {"run": ["python", script, "--seed", str(index)], "finalize": "python report.py"}
    return operation


def _toml(data: dict[str, Any]) -> str:
    blocks = []
    for number, (name, operation) in enumerate(data.items()):
        comment = f"# Experiment {number}\n" if number % 4 == 0 else ""
        lines = "".join(f"{key} = {_toml_value(value)}\n" for key, value in operation.items())
        blocks.append(f"{comment}[{name}]\n{lines}")
    return "\n".join(blocks)


def _toml_value(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_toml_value(member)}" for key, member in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml_value, value)) + "]"
    return json.dumps(value)


def _yaml(data: dict[str, Any]) -> str:
    blocks = []
    for number, (name, operation) in enumerate(data.items()):
        comment = f"# Experiment {number}\n" if number % 4 == 0 else ""
        lines = "".join(f"  {key}: {_yaml_value(value)}\n" for key, value in operation.items())
        blocks.append(f"{comment}{name}:\n{lines}")
    return "\n".join(blocks)


def _yaml_value(value: Any) -> str:
    """Plain words unquoted, as people leave them; what YAML would read otherwise in quotes."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_yaml_value(member)}" for key, member in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_yaml_value, value)) + "]"
    return value if isinstance(value, str) and value[:1].isalpha() else json.dumps(value)


def _json(data: dict[str, Any]) -> str:
    return json.dumps(data, indent=2) + "\n"


_WRITERS: dict[Syntax, Callable[[dict[str, Any]], str]] = {"toml": _toml, "yaml": _yaml, "json": _json}
