"""The fields that the operations of a project want shown of their runs; reads no gagefile that names none."""

from __future__ import annotations

from collections.abc import Sequence

from gage.gagefile.load import LoadError, document_of, read_content
from gage.project import Project


def listing_of(project: Project) -> dict[str, Sequence[str]]:
    """The fields each operation wants shown; a gagefile that cannot be read has no say, which was told before."""
    if project.gagefile is None:
        return {}
    try:
        content = read_content(project.gagefile)
        if b"listing" not in content and b"\\" not in content:  # no part of it spells the key
            return {}
        from gage.gagefile.model import Gagefile

        gagefile = Gagefile(document_of(project.gagefile, content))
    except LoadError:
        return {}
    return {name: operation.listing for name, operation in gagefile.operations.items()}
