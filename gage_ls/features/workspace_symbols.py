"""Operations of all gagefiles of a workspace by a few letters of their names."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from lsprotocol import types as lsp

from gage_ls.operations_index import FoundOperation

MOST = 1_000
"""Operations of one answer; who sees so many types another letter."""


def workspace_symbols(operations: Iterable[FoundOperation], query: str) -> list[dict[str, Any]]:
    """Symbols, as JSON has them, of operations whose names have the letters of a query in this order."""
    wanted = query.strip().casefold()
    found = (operation for operation in operations if _has_letters(operation.name.casefold(), wanted))
    return [_symbol(operation) for operation in sorted(found, key=lambda each: _rank(each.name, wanted))[:MOST]]


def _rank(name: str, wanted: str) -> int:
    """What comes first where not all can be told: the name itself, names that begin so, names that hold it."""
    name = name.casefold()
    return 0 if name == wanted else 1 if name.startswith(wanted) else 2 if wanted in name else 3


def _has_letters(name: str, wanted: str) -> bool:
    """The loosest sense in which editors take a query, as LSP advises; they sort and narrow themselves."""
    letters = iter(name)
    return all(letter in letters for letter in wanted)


def _symbol(operation: FoundOperation) -> dict[str, Any]:
    return {
        "name": operation.name,
        "kind": int(lsp.SymbolKind.Function),
        "location": {"uri": operation.uri, "range": operation.range},
        "containerName": operation.project,
    }
