"""Lets gagefiles name files where an editor is about to move them to."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from lsprotocol import types as lsp

from gage.facts import project_directory
from gage.gagefile.document import Document
from gage.gagefile.load import GAGEFILE_NAMES, LoadError, read_document
from gage.gagefile.rename_files import Move, renamed_files
from gage.gagefile.text import Encoding
from gage_ls.client import Client
from gage_ls.convert import Places, path_of
from gage_ls.edits import file_edits, workspace_edit
from gage_ls.workspace import OpenDocument


def rename_files(
    opened: Sequence[OpenDocument],
    folders: Sequence[Path],
    encoding: Encoding,
    client: Client,
    params: lsp.RenameFilesParams,
) -> lsp.WorkspaceEdit | None:
    """The edits of all gagefiles whose project has a file that is renamed, as it is shown if it is open; null for none.

    A gagefile that is not open lies in a folder of the workspace, or is the nearest above the file.
    """
    moves = [move for file in params.files if (move := _move(file))]
    changed = []
    for path, document, shown in _gagefiles(opened, folders, [before for before, _ in moves]):
        found = renamed_files(document, _within(project_directory(path), moves))
        if found:
            places = shown.places if shown else Places(document.lines, encoding)
            uri, version = (shown.uri, shown.version) if shown else (path.as_uri(), None)
            changed.append(file_edits(uri, version, places, found))
    return workspace_edit(changed, client) if changed else None


def _move(file: lsp.FileRename) -> tuple[Path, Path] | None:
    before, after = path_of(file.old_uri), path_of(file.new_uri)
    return (Path(os.path.normpath(before)), Path(os.path.normpath(after))) if before and after else None


def _within(directory: Path, moves: Iterable[tuple[Path, Path]]) -> Iterator[Move]:
    """The moves inside of a project; what leaves it has no name there any more."""
    for before, after in moves:
        if before.is_relative_to(directory) and after.is_relative_to(directory) and before != directory:
            yield Move(before.relative_to(directory).as_posix(), after.relative_to(directory).as_posix())


def _gagefiles(
    opened: Sequence[OpenDocument], folders: Sequence[Path], files: Sequence[Path]
) -> Iterator[tuple[Path, Document, OpenDocument | None]]:
    """The gagefiles above files, each once; one that cannot be read is none."""
    shown = {Path(os.path.abspath(each.path)): each for each in opened if each.path}
    yield from ((path, each.document, each) for path, each in shown.items())
    saved = dict.fromkeys(path for file in files for path in _above(file, folders))
    for path in saved:
        if path not in shown:
            try:
                yield path, read_document(path), None
            except LoadError:
                continue


def _above(file: Path, folders: Sequence[Path]) -> list[Path]:
    """The gagefiles in the directories above a file: those of its folder, or else the nearest ones."""
    found: list[Path] = []
    for directory in file.parents:
        here = [path for name in GAGEFILE_NAMES if (path := directory / name).is_file()]
        found += here
        if directory in folders or (here and not any(folder in directory.parents for folder in folders)):
            break
    return found
