"""What is asked of the engine and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from gage.gagefile.model import Operation
from gage.runs.known_project import KnownProject
from gage.runs.status import Status
from gage.runs.summary import Scalar


@dataclass(frozen=True, slots=True)
class RunRequest:
    """Run an operation. ``project_dir`` and ``runs_dir`` are absolute; ``environ`` is the caller's environment.

    ``project_id`` is recorded. ``earlier`` is the config of a run to repeat; flags win over it.
    """

    operation: Operation
    namespace: str
    project_dir: Path
    runs_dir: Path
    flags: Mapping[str, Scalar]
    environ: Mapping[str, str]
    label: str | None = None
    project_id: str | None = None
    earlier: Mapping[str, Scalar] = field(default_factory=dict)

    @property
    def project(self) -> KnownProject:
        """The project as its runs know it."""
        return KnownProject(self.project_dir, self.namespace, self.project_id)


@dataclass(frozen=True, slots=True)
class RunResult:
    """How a run ended. ``exit_code`` is for the process: the command's own, or 256 - n where signal n ended it."""

    run_id: str
    status: Status
    exit_code: int
