"""Finds the defaults that a Python file gives to options of its command line, with argparse or click; runs nothing."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple


class OptionDefault(NamedTuple):
    """An option that takes one value: its name in a run, that on the command line, and the default as it is written."""

    name: str
    option: str
    default: ast.expr


def option_defaults(module: ast.Module) -> Iterator[OptionDefault]:
    """The options of ``add_argument("--name", default=…)`` and ``click.option("--name", default=…)``, as they come.

    Options that take no value, or several, and those that other code looks at (``action``) are left out.
    """
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and _declares_option(node.func) and (found := _option(node)):
            yield found


def _declares_option(called: ast.expr) -> bool:
    if not isinstance(called, ast.Attribute):
        return False
    is_of_click = isinstance(called.value, ast.Name) and called.value.id == "click"
    return called.attr == "add_argument" or (called.attr == "option" and is_of_click)


def _option(call: ast.Call) -> OptionDefault | None:
    settings = {keyword.arg: keyword.value for keyword in call.keywords}
    if not settings.keys().isdisjoint({None, "action", "nargs", "is_flag", "flag_value", "multiple", "count"}):
        return None
    texts = [text for argument in call.args if (text := _text(argument))]
    option = next((text for text in texts if text.startswith("--") and "/" not in text), None)
    default = settings.get("default")
    # A truth value is a flag of click, and bool("false") of argparse is true.
    if option is None or default is None or (isinstance(default, ast.Constant) and isinstance(default.value, bool)):
        return None
    given = _text(settings.get("dest")) or next((text for text in texts if text.isidentifier()), "")
    return OptionDefault(given or option.lstrip("-").replace("-", "_"), option, default)


def _text(node: ast.expr | None) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
