"""What a run would be, as one JSON object (see docs/interfaces.md); makes nothing and executes nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from gage.engine.events import Event, Warned
from gage.engine.prepare import Plan, plan_run
from gage.engine.request import RunRequest
from gage.gagefile.model import PHASES, PLATFORM
from gage.runs.supplied import supplied_objects


def preview(request: RunRequest) -> dict[str, Any]:
    """The commands for this platform, config and source code of a run. Raises GageError for what would be refused."""
    warnings: list[str] = []

    def listen(event: Event) -> None:
        if isinstance(event, Warned):
            warnings.append(event.message)

    plan = plan_run(request, listen)
    masking = plan.masking
    return {
        "operation": plan.opref.name,
        "namespace": plan.opref.namespace,
        "version": plan.opref.version,
        "platform": PLATFORM,
        "commands": {phase: masking.hide_command(plan.commands[phase]) for phase in PHASES if phase in plan.commands},
        "config": masking.hide_in(plan.values),
        "sourcecode": _sourcecode(plan),
        "dependencies": supplied_objects(tuple(found.supplied() for found in plan.dependencies)),
        "project": str(request.project_dir),
        "runs_dir": str(request.runs_dir),
        "warnings": warnings,
    }


def _sourcecode(plan: Plan) -> dict[str, Any]:
    source_dir, sources = plan.request.source_dir, plan.sources
    return {
        "src_dir": str(source_dir),
        "patterns": sources.patterns,
        "paths": sources.files,
        "files": [
            {"path": path, "size": _size(source_dir / path), "pattern": sources.selected_by[path]}
            for path in sources.files
        ],
    }


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except OSError:
        return None
