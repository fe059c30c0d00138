"""The views of lists that the project and its user have saved; writes none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from gage.cli.options import short_path
from gage.errors import GageError
from gage.gagefile.load import find_settings, read_document
from gage.gagefile.views import View, problems_of, view_of, views_in

if TYPE_CHECKING:
    from gage.gagefile.document import Document


class ViewError(GageError):
    """There is no such view, or it cannot be read."""

    exit_code = 2


def view_names(directory: Path) -> list[str]:
    """The names of the views that lists of a project have. Raises LoadError."""
    return list(dict.fromkeys(name for _, document in _documents(directory) for name in views_in(document)))


def saved_view(directory: Path, name: str) -> View:
    """A view, as the first file has it that wins. Raises ViewError, LoadError."""
    for path, document in _documents(directory):
        found = views_in(document).get(name)
        if found is None:
            continue
        if problems := problems_of(document, found):
            at = document.lines.position(problems[0].span.start)
            raise ViewError(f"{short_path(path)}:{at.line + 1}:{at.column + 1}: {problems[0].message}")
        return view_of(found)
    raise ViewError(_unknown(name, view_names(directory)))


def _documents(directory: Path) -> Iterator[tuple[Path, Document]]:
    for path in find_settings(directory / "gage.toml", b"views"):
        yield path, read_document(path)


def _unknown(name: str, names: Sequence[str]) -> str:
    from gage.gagefile.words import nearest

    if not names:
        where = "write one in '[tool.gage.views]' of pyproject.toml, or in '[views]' of gageconfig.toml"
        return f"there is no view '{name}', nor any other; {where}"
    near = nearest(name, names)
    return f"there is no view '{name}'; " + (f"did you mean '{near}'?" if near else f"there are {', '.join(names)}")
