"""Renames an operation wherever its gagefile names it; names in other gagefiles and of runs made before stay."""

from __future__ import annotations

from lsprotocol import types as lsp

from gage.gagefile.rename_operation import renamable_at, rename_operation
from gage_ls.client import Client
from gage_ls.edits import file_edits, workspace_edit
from gage_ls.workspace import OpenDocument


def prepare_rename(document: OpenDocument, params: lsp.PrepareRenameParams) -> lsp.PrepareRenamePlaceholder | None:
    """The name to change, or null where there is none."""
    found = renamable_at(document.document, document.places.offset(params.position))
    if found is None:
        return None
    span, name = found
    return lsp.PrepareRenamePlaceholder(range=document.places.range(span), placeholder=name)


def rename(document: OpenDocument, client: Client, params: lsp.RenameParams) -> lsp.WorkspaceEdit:
    """The edits. Raises RenameError in words for the user."""
    edits = rename_operation(document.document, document.places.offset(params.position), params.new_name)
    return workspace_edit([file_edits(document.uri, document.version, document.places, edits)], client)
