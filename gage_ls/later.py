"""Imports features when they are first asked: no editor asks for all, and each would delay the start."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

NAMED: list[tuple[str, str]] = []
"""The modules and functions that were named so far; nothing else would notice a name that leads nowhere."""


def later(module: str, function: str) -> Callable[..., Any]:
    """The function of a module of ``gage_ls.features``."""
    NAMED.append((module, function))

    def feature(*asked: Any) -> Any:
        return getattr(import_module(f"gage_ls.features.{module}"), function)(*asked)

    return feature
