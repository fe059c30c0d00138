"""What the client of this session can do, as it said when it connected; a value, so that features can be handed it."""

from __future__ import annotations

from typing import Any, NamedTuple

from lsprotocol import types as lsp


class Client(NamedTuple):
    """``commands`` are those it carries out itself; ``refreshes_lenses`` says that it asks again when told to."""

    commands: frozenset[str] = frozenset()
    refreshes_lenses: bool = False
    shows_documents: bool = False


def client_of(params: lsp.InitializeParams) -> Client:
    """The client that sent these params; what it says in another form than it should is passed over."""
    workspace, window = params.capabilities.workspace, params.capabilities.window
    lenses = workspace.code_lens if workspace else None
    shown = window.show_document if window else None
    return Client(
        _commands(params.initialization_options),
        refreshes_lenses=bool(lenses and lenses.refresh_support),
        shows_documents=bool(shown and shown.support),
    )


def _commands(options: Any) -> frozenset[str]:
    """``clientCommands`` of the initialization options, which may be an object of any make."""
    named = options.get("clientCommands") if isinstance(options, dict) else None
    return frozenset(name for name in named if isinstance(name, str)) if isinstance(named, list) else frozenset()
