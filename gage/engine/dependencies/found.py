"""What a dependency was found to come to, and how one that cannot be met is refused; finds nothing itself."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from gage.engine.request import RunRequest
from gage.errors import GageError
from gage.gagefile.dependency import Dependency
from gage.runs.run import Run
from gage.runs.store import RunStore
from gage.runs.supplied import Supplied, SuppliedFile, Supplier

Tell = Callable[[str], None]
"""Says what is waited for."""


class UnmetError(GageError):
    """A dependency that cannot be met, and why."""


class FoundFile(NamedTuple):
    """A file to put at ``path`` of the run directory: one of the disk, at ``origin``, or new, with a ``content``.

    ``source`` is where it comes from, for the record: a path or an address. ``fetch`` brings a file that is not on the
    disk and returns its origin; it raises UnmetError.
    """

    path: str
    source: str
    origin: Path | None = None
    content: bytes | None = None
    fetch: Callable[[Tell], Path] | None = None


class Found(NamedTuple):
    """The files that meet a dependency, and the runs they come from."""

    dependency: Dependency
    files: tuple[FoundFile, ...]
    runs: tuple[Run, ...] = ()

    def supplied(self) -> Supplied:
        """The same for the record of the run that is given them."""
        asked = self.dependency
        return Supplied(
            kind=asked.kind,
            named=asked.shown,
            runs=tuple(Supplier(run.id, run.name, run.opref.name) for run in self.runs),
            files=tuple(
                SuppliedFile(
                    path=file.path,
                    source=file.source,
                    origin="" if asked.writeable else str(file.origin or ""),
                    writeable=asked.writeable,
                )
                for file in self.files
            ),
        )


class Sources:
    """Where dependencies are looked for: the project, and the runs that are neither deleted nor archived."""

    def __init__(self, request: RunRequest) -> None:
        self.request = request
        self.project_dir = request.project_dir
        self.runs_dir = request.runs_dir

    @cached_property
    def runs(self) -> list[Run]:
        """The runs, newest first."""
        return RunStore(self.runs_dir).runs()
