"""A first gagefile for a directory, made from the scripts that lie there; executes none of them and writes nothing."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from gage.config.read import read_config
from gage.gagefile.model import ConfigSection
from gage.gagefile.spell import spell, spell_key

_MOST_SCRIPTS = 20
_LARGEST = 1 << 20
_NO_SCRIPT = re.compile(r"(?:test_.*|.*_test|conftest|setup|__init__|__main__|noxfile|fabfile|tasks)\.py")
_PLACEHOLDER = """\
# [train]
# description = "Train the model"
# exec = "python train.py"
# config = "train.py"      # its top-level values become flags: gage run train lr=0.01
"""


class Script(NamedTuple):
    """A script that could be an operation: its file name, what it says it does, and the names of its config values."""

    name: str
    description: str
    values: Sequence[str]

    @property
    def operation(self) -> str:
        """What the operation would be called."""
        return self.name.removesuffix(".py").replace("_", "-")


def find_scripts(directory: Path) -> list[Script]:
    """The Python files of a directory that do something when they are run, sorted by name.

    They are those that ask whether they are run (``__name__ == "__main__"``), or call something at the top.
    """
    paths = [path for path in sorted(directory.glob("*.py")) if path.is_file() and not _NO_SCRIPT.fullmatch(path.name)]
    found = [script for path in paths if (script := _script(path)) is not None]
    return found[:_MOST_SCRIPTS]


def _script(path: Path) -> Script | None:
    try:
        with path.open("rb") as stream:
            module = ast.parse(stream.read(_LARGEST))
    except (OSError, SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    if not any(_does_something(statement) for statement in module.body):
        return None
    documentation = (ast.get_docstring(module) or "").strip().partition("\n")[0]
    values = read_config([ConfigSection(keys=(path.name,))], path.parent).values
    return Script(path.name, documentation.rstrip("."), list(values))


def _does_something(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.If):
        return "__name__" in ast.dump(statement.test)
    if isinstance(statement, ast.Expr):
        return isinstance(statement.value, ast.Call)
    return isinstance(statement, ast.For | ast.While | ast.With)


def first_gagefile(scripts: Sequence[Script], project_id: str) -> str:
    """The text of a gagefile in TOML, with an operation for each script, or one to fill in."""
    head = (
        "# What this project can run: 'gage operations' lists it, 'gage run NAME' runs it.\n"
        "# The id lets runs find their project again when its directory is moved or renamed.\n"
        f'"$project-id" = "{project_id}"\n'
    )
    return "\n".join([head, *(map(_operation, scripts) if scripts else [_PLACEHOLDER])])


def _operation(script: Script) -> str:
    lines = [f"[{spell_key(script.operation, 'toml')}]"]
    if script.description:
        lines.append(f"description = {spell(script.description, 'toml')}")
    lines.append(f"exec = {spell(f'python {_quoted(script.name)}', 'toml')}")
    if script.values:
        shown = ", ".join(script.values[:5]) + (", …" if len(script.values) > 5 else "")
        lines.append(f"config = {spell(script.name, 'toml')}  # flags: {shown}")
    return "\n".join(lines) + "\n"


def _quoted(name: str) -> str:
    import shlex

    return shlex.quote(name)
