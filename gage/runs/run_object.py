"""A run as scripts, editors and CI read it: one JSON object, the same at every door (see docs/interfaces.md)."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from gage.runs.known_project import KnownProject
from gage.runs.origin import origin_object
from gage.runs.run import Run
from gage.runs.status import run_status

if TYPE_CHECKING:
    from gage.runs.manifest import ManifestEntry

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


def run_object(run: Run, project: KnownProject | None = None) -> dict[str, Any]:
    """What lists tell of a run; every value is plain JSON.

    ``project`` is the one that asks, which may be that of the run and have moved.
    """
    directory = project.directory_of(run) if project else run.project
    return {
        "id": run.id,
        "name": run.name,
        "operation": run.opref.name,
        "namespace": run.opref.namespace,
        "version": run.opref.version,
        "status": run_status(run),
        "label": run.label,
        "tags": run.tags,
        "started": iso(run.started),
        "stopped": iso(run.stopped),
        "duration": run.duration,
        "exit_code": run.exit_code,
        "config": run.config,
        "metrics": run.summary.metrics,
        "attributes": run.summary.attributes,
        "project": None if directory is None else str(directory),
        "project_id": run.project_id,
        "run_dir": str(run.run_dir),
    }


def run_details(run: Run, project: KnownProject | None = None) -> dict[str, Any]:
    """All that is told of one run: what ``run_object`` has, and the details. Raises RecordError."""
    from gage.runs.manifest import read_manifest
    from gage.runs.provenance import provenance
    from gage.runs.series import rolled_up
    from gage.runs.supplied import MEMBER, read_supplied, supplied_objects

    entries = read_manifest(run.record.read("manifest") or b"")
    return {
        **run_object(run, project),
        "files": [_file(run.run_dir, entry) for entry in entries],
        "comments": [{**comment, "time": iso(comment["time"] * 1000)} for comment in run.comments],
        "dependencies": supplied_objects(read_supplied(run.record.read(MEMBER))),
        "command": run.command,
        "series": [{"name": name, **each._asdict()} for name, each in sorted(rolled_up(run).items())],
        "from": origin_object(run),
        **provenance(run.record),
    }


def _file(run_dir: Path, entry: ManifestEntry) -> dict[str, Any]:
    """A file of the manifest; ``size`` in bytes, null where the file is gone or the path leads out of the run."""
    from gage.runs.manifest import TYPE_NAMES

    path = PurePosixPath(entry.path)
    inside = not path.is_absolute() and ".." not in path.parts
    try:
        size = (run_dir / path).lstat().st_size if inside else None
    except (OSError, ValueError):
        size = None
    return {"path": entry.path, "type": TYPE_NAMES[entry.type], "size": size, "sha256": entry.sha256}


def iso(microseconds: int | None) -> str | None:
    """A time as ISO 8601 in UTC; None for none, and for what no calendar holds."""
    if microseconds is None:
        return None
    try:
        moment = _EPOCH + timedelta(microseconds=microseconds)
    except OverflowError:
        return None
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
