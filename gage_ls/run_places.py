"""Where the runs are that a message is about: named by their directory, or by a file of the project they belong to."""

from __future__ import annotations

from pathlib import Path

from pygls.exceptions import JsonRpcInvalidParams

from gage.runs.known_project import KnownProject
from gage_ls.convert import path_of
from gage_ls.language_server import GageServer
from gage_ls.projects import project_of
from gage_ls.protocol import file_path
from gage_ls.shapes import Fields, object_in, text_in


def runs_dir(ls: GageServer, method: str, params: object) -> Path:
    """The runs directory that the ``runsDir`` or ``uri`` of a message means; it is looked after from now on."""
    fields = object_in(method, params)
    found = _named(method, fields) or project_of(project_path(method, fields)).runs_dir
    ls.runs_watch.add(found)
    return found


def project_asking(params: object) -> KnownProject | None:
    """The project that the ``uri`` of a message names, by whose id runs may know it."""
    uri = params.get("uri") if isinstance(params, dict) else None
    path = path_of(uri) if isinstance(uri, str) else None
    return project_of(path).known if path else None


def _named(method: str, fields: Fields) -> Path | None:
    """The runs directory that is named, if one is."""
    if fields.get("runsDir") is None:
        return None
    directory = Path(text_in(method, fields, "runsDir"))
    if not directory.is_absolute():
        raise JsonRpcInvalidParams(f"{method}: 'runsDir' must be an absolute path")
    return directory


def project_path(method: str, fields: Fields) -> Path:
    """The file or directory whose project is meant."""
    if fields.get("uri") is None:
        raise JsonRpcInvalidParams(f"{method}: give the 'uri' of a file of the project, or the 'runsDir'")
    return file_path(method, text_in(method, fields, "uri"))
