"""What `gage check --run` does: says of runs what is not as it was when they ended; changes nothing."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from gage.cli.command import UsageError
from gage.cli.options import current_project
from gage.cli.output import say, write
from gage.cli.run_selection import named_ids
from gage.report.checked import printable
from gage.runs.ids import is_id, run_name
from gage.runs.select import is_position
from gage.runs.store import RunStore
from gage.runs.verify.change import Verdict
from gage.runs.verify.verify_run import verify_run
from gage.runs.words import counted


class _Checked(NamedTuple):
    """A run and what a check of it came to."""

    id: str
    name: str
    run_dir: str
    verdict: Verdict


def check_runs(options: argparse.Namespace) -> int:
    """Print what changed in runs, and return the exit code: 1 where there is anything, 2 where one is under way."""
    store = RunStore(current_project().runs_dir)
    checked = [
        _Checked(run_id, run_name(run_id), str(store.runs_dir / run_id), verify_run(store, run_id))
        for run_id in _named(store, options.run)
    ]
    if options.format == "json":
        text = json.dumps({"runs": [_object(run) for run in checked]}, indent=2, ensure_ascii=False) + "\n"
    else:
        text = "".join(f"{line}\n" for run in checked for line in _lines(run))
    if options.output is None:
        write(text)
    else:
        from pathlib import Path

        from gage.cli.replace_file import replace_file

        replace_file(Path(options.output), text.encode("utf-8", "backslashreplace"))
    if options.format == "text":
        _say_rest(checked)
    if not all(run.verdict.is_checked for run in checked):
        return 2
    return 1 if any(run.verdict.changes for run in checked) else 0


def _named(store: RunStore, arguments: Sequence[str]) -> list[str]:
    """The ids of the runs that are meant; those whose record cannot be read have no position. Raises UsageError."""
    ids = store.find()
    damaged = [skipped.name[:36] for skipped in store.skipped if is_id(skipped.name[:36])]
    chosen: dict[str, None] = {}
    for argument in arguments:
        found = named_ids(store, ids, [argument])
        if not found and not is_position(argument):
            found = named_ids(store, damaged, [argument])
        if not found:
            raise UsageError(f"--run: no run matches {argument!r}; 'gage list' shows what there is")
        chosen.update(dict.fromkeys(found))
    return list(chosen)


def _lines(run: _Checked) -> list[str]:
    return [f"{run.name}: {printable(change.message)} [{change.code}]" for change in run.verdict.changes]


def _say_rest(checked: Sequence[_Checked]) -> None:
    for run in checked:
        for text in run.verdict.unchecked:
            say(f"{run.name}: not checked: {printable(text)}")
    say(f"{_summary([run for run in checked if run.verdict.is_checked], len(checked))}.")


def _summary(checked: Sequence[_Checked], count: int) -> str:
    """What was found in runs of which so many were asked for."""
    changed = [run for run in checked if run.verdict.changes]
    parts = []
    if changed:
        where = checked[0].name if len(checked) == 1 else f"{len(changed)} of {len(checked)} runs"
        parts.append(f"{counted(sum(len(run.verdict.changes) for run in changed), 'change')} in {where}")
    elif len(checked) == 1:
        parts.append(f"{checked[0].name} is as it was recorded")
    elif checked:
        parts.append(f"{len(checked)} runs are as they were recorded")
    if len(checked) < count:
        parts.append(f"{counted(count - len(checked), 'run')} could not be checked")
    return "; ".join(parts)


def _object(run: _Checked) -> dict[str, Any]:
    return {
        "id": run.id,
        "name": run.name,
        "run_dir": run.run_dir,
        "valid": run.verdict.is_checked and not run.verdict.changes,
        "changes": [change._asdict() for change in run.verdict.changes],
        "unchecked": run.verdict.unchecked,
    }
