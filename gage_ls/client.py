"""What the client of this session can do, as it said when it connected; a value, so that features can be handed it."""

from __future__ import annotations

from typing import Any, NamedTuple

from lsprotocol import types as lsp
from pygls.capabilities import get_capability


class Client(NamedTuple):
    """What it does not speak of, it cannot.

    ``commands`` are those it carries out itself; ``refreshes_lenses`` says that it asks again when told to; ``folds``
    is how many folding ranges it wants at most, or None for all.
    """

    commands: frozenset[str] = frozenset()
    refreshes_lenses: bool = False
    shows_documents: bool = False
    nested_symbols: bool = False
    definition_links: bool = False
    document_changes: bool = False
    folds: int | None = None


def client_of(params: lsp.InitializeParams) -> Client:
    """The client that sent these params; what it says in another form than it should is passed over."""

    def can(path: str) -> bool:
        return bool(get_capability(params.capabilities, path))

    return Client(
        commands=_commands(params.initialization_options),
        refreshes_lenses=can("workspace.code_lens.refresh_support"),
        shows_documents=can("window.show_document.support"),
        nested_symbols=can("text_document.document_symbol.hierarchical_document_symbol_support"),
        definition_links=can("text_document.definition.link_support"),
        document_changes=can("workspace.workspace_edit.document_changes"),
        folds=get_capability(params.capabilities, "text_document.folding_range.range_limit"),
    )


def _commands(options: Any) -> frozenset[str]:
    """``clientCommands`` of the initialization options, which may be an object of any make."""
    named = options.get("clientCommands") if isinstance(options, dict) else None
    return frozenset(name for name in named if isinstance(name, str)) if isinstance(named, list) else frozenset()
