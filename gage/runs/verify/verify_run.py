"""Everything that can be told of whether a run still is what it was when it ended; changes nothing."""

from __future__ import annotations

from gage.errors import GageError
from gage.runs.record import Record
from gage.runs.run import Run
from gage.runs.status import run_status
from gage.runs.store import RunStore
from gage.runs.under_way import is_under_way
from gage.runs.verify.change import Change, Verdict
from gage.runs.verify.dependencies import verify_dependencies
from gage.runs.verify.files import verify_files
from gage.runs.verify.record import verify_record, verify_run_json
from gage.runs.verify.source_code import verify_source_code


def verify_run(store: RunStore, run_id: str) -> Verdict:
    """Look at the record of a run, at its files, its source code and what it was given. Raises NoRunError."""
    store.require(run_id)
    try:
        run = store.run(run_id)
    except GageError as error:
        verdict = Verdict(list(verify_record(Record(store.runs_dir, run_id), run_id)), [])
        if not verdict.changes:
            verdict.changes.append(Change("unreadable-record", "opref", str(error)))
        return verdict
    if is_under_way(run):
        return Verdict([], ["the run is under way; check it when it is over"], is_checked=False)
    verdict = Verdict(list(verify_record(run.record, run_id)), [])
    try:
        verdict.changes.extend(verify_run_json(run))
        _verify_rest(store, run, verdict)
    except GageError as error:
        # A zip may be damaged where its list of members is not; then each member that is was told already.
        verdict.unchecked.append(f"the rest: {error}")
    return verdict


def _verify_rest(store: RunStore, run: Run, verdict: Verdict) -> None:
    if run.exit_code is None and run_status(run) != "staged":
        verdict.unchecked.append("its files: the end of the run was never recorded, so nobody knows what it left")
    else:
        verdict.add(verify_files(run))
        verdict.add(verify_source_code(run))
    verdict.add(verify_dependencies(store, run))
