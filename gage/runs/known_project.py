"""A project as its runs know it: by its id, wherever it was moved to and whatever it is called now; looks for none."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from gage.runs.opref import recorded
from gage.runs.run import Run


class KnownProject(NamedTuple):
    """Where a project is, what its operations are listed under, and its id, if it has one."""

    directory: Path
    namespace: str
    project_id: str | None = None

    def made(self, namespace: str, project_id: str | None) -> bool:
        """Whether a run that recorded these is this project's: ids decide, and where one lacks, the namespace."""
        if self.project_id and project_id:
            return project_id == self.project_id
        return namespace == recorded(self.namespace)

    def directory_of(self, run: Run) -> Path | None:
        """The project directory of a run: the one it recorded, or this one if that is gone and the ids are the same."""
        is_same = self.project_id is not None and run.project_id == self.project_id
        is_gone = run.project is None or not os.path.isdir(run.project)
        return self.directory if is_same and is_gone else run.project
