"""What `gage check --run` does: says of runs what is not as it was when they ended; changes nothing."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from gage.cli.command import UsageError
from gage.cli.options import current_project
from gage.cli.output import say, write
from gage.report.checked import printable
from gage.runs.ids import is_id, run_name
from gage.runs.select import select_ids
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
    """Print what changed in the runs that are named; the exit code: 1 where there is anything."""
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
    return 1 if any(run.verdict.changes for run in checked) else 0


def _named(store: RunStore, arguments: Sequence[str]) -> list[str]:
    """The ids of the runs that are meant; those whose record cannot be read have no position. Raises UsageError."""
    ids = store.find()
    damaged = [skipped.name[:36] for skipped in store.skipped if is_id(skipped.name[:36])]
    chosen: dict[str, None] = {}
    for argument in arguments:
        found = select_ids(ids, [argument]) or ([] if argument.isdecimal() else select_ids(damaged, [argument]))
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
    changed = [run for run in checked if run.verdict.changes]
    count = counted(sum(len(run.verdict.changes) for run in checked), "change")
    if len(checked) == 1:
        name = checked[0].name
        say(f"{count} in {name}." if changed else f"{name} is as it was recorded.")
    elif changed:
        say(f"{count} in {len(changed)} of {len(checked)} runs.")
    else:
        say(f"{len(checked)} runs are as they were recorded.")


def _object(run: _Checked) -> dict[str, Any]:
    return {
        "id": run.id,
        "name": run.name,
        "run_dir": run.run_dir,
        "valid": not run.verdict.changes,
        "changes": [change._asdict() for change in run.verdict.changes],
        "unchecked": run.verdict.unchecked,
    }
