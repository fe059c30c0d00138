"""The folders of a workspace as the client names them; folders that are no directories of this machine are left out."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from lsprotocol import types as lsp

from gage_ls.convert import path_of

Folders = dict[str, Path]
"""Paths by URI, in the order in which they were added."""


def folders_of(params: lsp.InitializeParams) -> Folders:
    """Those of a session: several, or, from clients that know of one only, that one; none where a file was opened."""
    if params.workspace_folders is not None:
        return _paths(folder.uri for folder in params.workspace_folders)
    if params.root_uri is not None:
        return _paths([params.root_uri])
    return {params.root_path: Path(params.root_path)} if params.root_path else {}


def changed_folders(folders: Folders, event: lsp.WorkspaceFoldersChangeEvent) -> Folders:
    """The folders after some came and some went."""
    gone = {folder.uri for folder in event.removed}
    left = {uri: path for uri, path in folders.items() if uri not in gone}
    return {**left, **_paths(folder.uri for folder in event.added)}


def _paths(uris: Iterable[str]) -> Folders:
    return {uri: path for uri in uris if (path := path_of(uri)) and path.is_absolute()}
