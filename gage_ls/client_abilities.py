"""What the client can show, as far as features ask; knows no message."""

from __future__ import annotations

from typing import NamedTuple

from lsprotocol import types as lsp
from pygls.capabilities import get_capability


class ClientAbilities(NamedTuple):
    """``folds`` is how many folding ranges the client wants at most, or None for all."""

    nested_symbols: bool = False
    definition_links: bool = False
    document_changes: bool = False
    folds: int | None = None


def abilities(capabilities: lsp.ClientCapabilities) -> ClientAbilities:
    """The abilities that a client tells of; what it does not speak of, it cannot."""
    return ClientAbilities(
        bool(get_capability(capabilities, "text_document.document_symbol.hierarchical_document_symbol_support")),
        bool(get_capability(capabilities, "text_document.definition.link_support")),
        bool(get_capability(capabilities, "workspace.workspace_edit.document_changes")),
        get_capability(capabilities, "text_document.folding_range.range_limit"),
    )
