"""What the run store knows, for the panels of editors; reads, never writes."""

from __future__ import annotations

from typing import Any, NamedTuple

from gage.runs.compare import comparison_object
from gage.runs.filter import Selects
from gage.runs.known_project import KnownProject
from gage.runs.output_part import Piece, output_part
from gage.runs.process_identity import ProcessIdentity
from gage.runs.run_object import iso, run_details, run_object
from gage.runs.series import series_part
from gage.runs.sort import SortKey, sort_runs
from gage.runs.store import ACTIVE, TRASH, RunStore
from gage.runs.under_way import working_processes
from gage_ls.protocol_runs import PartQuery, RunsQuery

Asking = KnownProject | None
"""The project whose file the message names, if it names one."""


class Listed(NamedTuple):
    """The result of `gage/runs`, and the processes that work on runs: one that is killed leaves them no word."""

    result: dict[str, Any]
    processes: set[ProcessIdentity]


def list_runs(store: RunStore, query: RunsQuery, selects: Selects, keys: list[SortKey], project: Asking) -> Listed:
    """The runs of a query; ``selects`` and ``keys`` are what its expressions say."""
    runs, skipped = store.listing(TRASH if query.deleted else ACTIVE)
    chosen = sort_runs(filter(selects, runs), keys)
    end = None if query.limit is None else query.offset + query.limit
    result = {
        "runs": [run_object(run, project) for run in chosen[query.offset : end]],
        "total": len(chosen),
        "all": len(runs),
        "runsDir": str(store.runs_dir),
        "skipped": [{"name": each.name, "reason": each.reason} for each in skipped],
    }
    return Listed(result, {process for run in runs for process in working_processes(run)})


def one_run(store: RunStore, run_id: str, project: Asking) -> dict[str, Any]:
    """The result of `gage/run`. Raises NoRunError, RecordError, OprefError."""
    return run_details(store.run(run_id), project)


def output(store: RunStore, query: PartQuery) -> dict[str, Any]:
    """The result of `gage/output`. Raises NoRunError, RecordError, OprefError."""
    part = output_part(store.run(query.run_id), query.offset, query.limit)
    return {
        "entries": [_entry(piece) for piece in part.pieces],
        "offset": part.offset,
        "next": part.next,
        "size": part.size,
        "done": part.is_last,
    }


def series(store: RunStore, query: PartQuery) -> dict[str, Any]:
    """The result of `gage/series`. Raises NoRunError, RecordError, OprefError."""
    part = series_part(store.run(query.run_id), query.offset, query.limit)
    found: dict[str, dict[str, list[Any]]] = {}
    for point in part.points:
        columns = found.setdefault(point.name, {"steps": [], "values": [], "times": []})
        columns["steps"].append(point.step)
        columns["values"].append(point.value)
        columns["times"].append(iso(point.time * 1000))
    return {"series": found, "next": part.next, "size": part.size, "done": part.is_last}


def compare(store: RunStore, run_ids: list[str], project: Asking) -> dict[str, Any]:
    """The result of `gage/compare`. Raises NoRunError, RecordError, OprefError."""
    return comparison_object([store.run(run_id) for run_id in run_ids], project)


def _entry(piece: Piece) -> dict[str, Any]:
    time = None if piece.time is None else iso(piece.time * 1000)
    return {"phase": piece.phase, "stream": piece.stream, "time": time, "text": piece.text}
