"""What is asked of the engine and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from gage.engine.timeout import Timeout
from gage.gagefile.model import Operation
from gage.runs.known_project import KnownProject
from gage.runs.origin import Origin
from gage.runs.run import Run
from gage.runs.status import Status
from gage.runs.summary import Scalar


class RunRequest(NamedTuple):
    """Run an operation. ``project_dir`` and ``runs_dir`` are absolute; ``environ`` is the caller's environment.

    ``project_id`` is recorded. ``env`` are variables for this run alone, which win over the operation's. A ``label`` of
    None asks for the operation's own, an empty one for none; ``tags`` come beside the operation's. With an ``origin``
    the config of an earlier run is repeated, flags winning over it; if it is restarted, its source code is too.
    """

    operation: Operation
    namespace: str
    project_dir: Path
    runs_dir: Path
    flags: Mapping[str, Scalar]
    environ: Mapping[str, str]
    label: str | None = None
    tags: tuple[str, ...] = ()
    env: Mapping[str, str] = MappingProxyType({})
    timeout: Timeout | None = None
    project_id: str | None = None
    origin: Origin | None = None

    @property
    def restarted(self) -> Run | None:
        """The run whose source code is run again."""
        return self.origin.run if self.origin and self.origin.how == "restart" else None

    @property
    def source_dir(self) -> Path:
        """The directory that source code is copied from."""
        return self.restarted.run_dir if self.restarted else self.project_dir

    @property
    def own_env(self) -> dict[str, str]:
        """The variables of the run that are not the caller's."""
        return {**self.operation.env, **self.env}

    @property
    def project(self) -> KnownProject:
        """The project as its runs know it."""
        return KnownProject(self.project_dir, self.namespace, self.project_id)


class RunResult(NamedTuple):
    """How a run ended. ``exit_code`` is for the process: the command's own, or 256 - n where signal n ended it."""

    run_id: str
    status: Status
    exit_code: int
