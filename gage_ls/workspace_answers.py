"""Answers that look into all gagefiles of a workspace, beside the messages: reading them may take its time."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

from lsprotocol import types as lsp

from gage.gagefile.file_kind import GAGEFILE
from gage_ls.convert import path_of
from gage_ls.features.rename_files import rename_files
from gage_ls.features.workspace_symbols import workspace_symbols
from gage_ls.json_text import JsonText
from gage_ls.language_server import GageServer
from gage_ls.workspace import OpenDocument


async def workspace_symbol(ls: GageServer, params: lsp.WorkspaceSymbolParams) -> JsonText:
    """Find operations in all gagefiles."""
    opened, folders, encoding = _opened(ls), _folders(ls), ls.gagefiles.encoding

    def find() -> JsonText:
        operations = ls.operations_index.operations(folders, opened, encoding)
        return JsonText(json.dumps(workspace_symbols(operations, params.query)))

    return await asyncio.to_thread(find)


async def will_rename_files(ls: GageServer, params: lsp.RenameFilesParams) -> lsp.WorkspaceEdit | None:
    """Have gagefiles follow files that are renamed."""
    opened, folders, encoding = _opened(ls), _folders(ls), ls.gagefiles.encoding
    return await asyncio.to_thread(rename_files, opened, folders, encoding, ls.client, params)


def _opened(ls: GageServer) -> list[OpenDocument]:
    documents = (ls.gagefiles.get(uri) for uri in ls.gagefiles.uris)
    return [document for document in documents if document and document.kind is GAGEFILE]


def _folders(ls: GageServer) -> list[Path]:
    addresses = [folder.uri for folder in ls.workspace.folders.values()] or [ls.workspace.root_uri or ""]
    return [folder for address in addresses if (folder := path_of(address))]
