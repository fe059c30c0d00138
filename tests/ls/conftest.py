"""One server for each way of counting columns, shared by all tests of the wire."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_lsp
from ls.editor import Editor, capabilities, server
from lsprotocol import types as lsp

UTF_8, UTF_16, UTF_32 = (
    lsp.PositionEncodingKind.Utf8,
    lsp.PositionEncodingKind.Utf16,
    lsp.PositionEncodingKind.Utf32,
)


@pytest_lsp.fixture(config=server(), scope="session")
async def editor(lsp_client: Editor) -> AsyncIterator[None]:
    """An editor that counts UTF-16 units, as most do, and can ask for flags."""
    options = {"clientCommands": ["gage.runWithFlags"]}
    await lsp_client.initialize_session(
        lsp.InitializeParams(capabilities=capabilities(UTF_16, snippets=True), initialization_options=options)
    )
    yield
    await lsp_client.shutdown_session()


@pytest_lsp.fixture(config=server(), scope="session")
async def nested(lsp_client: Editor) -> AsyncIterator[None]:
    """An editor that takes what is newer than the first LSP: nested symbols, links of definitions, versioned edits."""
    can = capabilities(UTF_16)
    can.text_document = lsp.TextDocumentClientCapabilities(
        document_symbol=lsp.DocumentSymbolClientCapabilities(hierarchical_document_symbol_support=True),
        definition=lsp.DefinitionClientCapabilities(link_support=True),
        rename=lsp.RenameClientCapabilities(prepare_support=True),
    )
    can.workspace = lsp.WorkspaceClientCapabilities(
        workspace_edit=lsp.WorkspaceEditClientCapabilities(document_changes=True),
        file_operations=lsp.FileOperationClientCapabilities(will_rename=True),
    )
    await lsp_client.initialize_session(lsp.InitializeParams(capabilities=can))
    yield
    await lsp_client.shutdown_session()


@pytest_lsp.fixture(config=server())
async def few_folds(lsp_client: Editor) -> AsyncIterator[None]:
    """An editor that wants five folding ranges at most."""
    can = capabilities(UTF_16)
    can.text_document = lsp.TextDocumentClientCapabilities(
        folding_range=lsp.FoldingRangeClientCapabilities(range_limit=5)
    )
    await lsp_client.initialize_session(lsp.InitializeParams(capabilities=can))
    yield
    await lsp_client.shutdown_session()


@pytest_lsp.fixture(config=server(), scope="session", params=[UTF_8, UTF_16, UTF_32])
async def any_editor(request: pytest.FixtureRequest, lsp_client: Editor) -> AsyncIterator[None]:
    """An editor of each kind in turn."""
    result = await lsp_client.initialize_session(lsp.InitializeParams(capabilities=capabilities(request.param)))
    assert result.capabilities.position_encoding == request.param
    yield
    await lsp_client.shutdown_session()


@pytest.fixture
def gagefile(tmp_path: Path) -> Path:
    """Where the project of a test has its gagefile; the directory has a space and letters beyond ASCII in its name."""
    directory = tmp_path / "my prøject 😀"
    directory.mkdir()
    return directory / "gage.toml"


@pytest.fixture
def gate(tmp_path: Path) -> Iterator[Path]:
    """A file; an operation that is told of it goes on when it is gone."""
    gate = tmp_path / "gate"
    gate.touch()
    yield gate
    gate.unlink(missing_ok=True)
