from __future__ import annotations

from typing import Any

import pytest
from lsprotocol import types as lsp

from gage_ls.client import Client, client_of


@pytest.mark.parametrize(
    ("options", "commands"),
    [
        ({"clientCommands": ["gage.runWithFlags"]}, {"gage.runWithFlags"}),
        ({"clientCommands": ["a", 1, None]}, {"a"}),
        ({"clientCommands": "gage.runWithFlags"}, set()),
        ({}, set()),
        (["clientCommands"], set()),
        (None, set()),
    ],
)
def test_a_client_names_the_commands_that_it_carries_out(options: Any, commands: set[str]) -> None:
    params = lsp.InitializeParams(capabilities=lsp.ClientCapabilities(), initialization_options=options)
    assert client_of(params) == Client(frozenset(commands))


def test_a_client_says_what_it_can_do() -> None:
    capabilities = lsp.ClientCapabilities(
        window=lsp.WindowClientCapabilities(show_document=lsp.ShowDocumentClientCapabilities(support=True)),
        workspace=lsp.WorkspaceClientCapabilities(
            code_lens=lsp.CodeLensWorkspaceClientCapabilities(refresh_support=True)
        ),
    )
    client = client_of(lsp.InitializeParams(capabilities=capabilities))
    assert client == Client(refreshes_lenses=True, shows_documents=True)
