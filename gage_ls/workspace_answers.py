"""Answers that look into all gagefiles of a workspace, beside the messages: reading them may take its time."""

from __future__ import annotations

import asyncio
import json

from lsprotocol import types as lsp

from gage.gagefile.file_kind import GAGEFILE
from gage_ls.json_text import JsonText
from gage_ls.language_server import GageServer
from gage_ls.later import later
from gage_ls.workspace import OpenDocument

ALL_FILES = lsp.FileOperationRegistrationOptions(
    filters=[lsp.FileOperationFilter(scheme="file", pattern=lsp.FileOperationPattern(glob="**/*"))]
)

_rename_files = later("rename_files", "rename_files")
_workspace_symbols = later("workspace_symbols", "workspace_symbols")


async def workspace_symbol(ls: GageServer, params: lsp.WorkspaceSymbolParams) -> JsonText:
    """Find operations in all gagefiles."""
    opened, folders, encoding = _opened(ls), list(ls.folders.values()), ls.gagefiles.encoding

    def find() -> JsonText:
        operations = ls.operations_index.operations(folders, opened, encoding)
        return JsonText(json.dumps(_workspace_symbols(operations, params.query)))

    return await asyncio.to_thread(find)


async def will_rename_files(ls: GageServer, params: lsp.RenameFilesParams) -> lsp.WorkspaceEdit | None:
    """Have gagefiles follow files that are renamed."""
    opened, folders, encoding = _opened(ls), list(ls.folders.values()), ls.gagefiles.encoding
    return await asyncio.to_thread(_rename_files, opened, folders, encoding, ls.client, params)


def _opened(ls: GageServer) -> list[OpenDocument]:
    documents = (ls.gagefiles.get(uri) for uri in ls.gagefiles.uris)
    return [document for document in documents if document and document.kind is GAGEFILE]
