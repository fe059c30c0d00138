"""Edits of several files as the client takes them; makes none itself."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from lsprotocol import types as lsp

from gage.gagefile.problem import Edit
from gage_ls.client import Client
from gage_ls.convert import Places


class FileEdits(NamedTuple):
    """Edits of one file; ``version`` is that of the open document, None of a file that is not open."""

    uri: str
    version: int | None
    edits: list[lsp.TextEdit]


def file_edits(uri: str, version: int | None, places: Places, edits: Iterable[Edit]) -> FileEdits:
    """Edits at spans of a text as those of its file."""
    return FileEdits(uri, version, [lsp.TextEdit(range=places.range(edit.span), new_text=edit.text) for edit in edits])


def workspace_edit(files: Iterable[FileEdits], client: Client) -> lsp.WorkspaceEdit:
    """All edits as one; they are of certain versions if the client can tell one from the other."""
    if not client.document_changes:
        return lsp.WorkspaceEdit(changes={file.uri: file.edits for file in files})
    return lsp.WorkspaceEdit(
        document_changes=[
            lsp.TextDocumentEdit(
                text_document=lsp.OptionalVersionedTextDocumentIdentifier(uri=file.uri, version=file.version),
                edits=list(file.edits),
            )
            for file in files
        ]
    )
