"""What is asked of the engine and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from gage.gagefile.model import Operation
from gage.runs.status import Status
from gage.runs.summary import Scalar


class RunRequest(NamedTuple):
    """Run an operation. ``project_dir`` and ``runs_dir`` are absolute; ``environ`` is the caller's environment.

    ``earlier`` is the config of a run to repeat; flags win over it.
    """

    operation: Operation
    namespace: str
    project_dir: Path
    runs_dir: Path
    flags: Mapping[str, Scalar]
    environ: Mapping[str, str]
    label: str | None = None
    earlier: Mapping[str, Scalar] = MappingProxyType({})


class RunResult(NamedTuple):
    """How a run ended. ``exit_code`` is for the process: the command's own, or 256 - n where signal n ended it."""

    run_id: str
    status: Status
    exit_code: int
