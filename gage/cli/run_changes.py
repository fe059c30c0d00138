"""What happened to the runs of a directory since it was looked at last, in lines; labels and the like are not told."""

from __future__ import annotations

from gage.cli.live_runs import LiveRuns
from gage.cli.output import visible
from gage.runs.ids import run_name
from gage.runs.status import run_status
from gage.runs.store import RunStore

_GOES_ON = ("pending", "staged", "running")


class RunChanges:
    """Remembers the runs there were. The first look tells of those under way alone."""

    def __init__(self, store: RunStore, runs: LiveRuns) -> None:
        self._store = store
        self._runs = runs
        self._known: set[str] | None = None
        self._told: dict[str, str] = {}

    @property
    def is_under_way(self) -> bool:
        """Whether any run was told of that is not over."""
        return bool(self._told)

    def look(self) -> list[str]:
        """A line for each run that has another status than it was told to have, oldest first, or that went."""
        under_way = {run.id for run in self._runs.under_way()}
        ids = self._store.find()
        known = set(ids) if self._known is None else self._known
        gone = known - set(ids)
        self._known = set(ids)
        asked = [run_id for run_id in reversed(ids) if run_id not in known or run_id in under_way | self._told.keys()]
        lines = [f"{run_name(run_id)}  deleted" for run_id in sorted(gone)]
        for run_id in gone:
            self._told.pop(run_id, None)
        for run in self._store.load(asked):
            status = run_status(run)
            if self._told.pop(run.id, None) != status:
                lines.append(visible(f"{run.name}  {run.opref.name}  {status}"))
            if status in _GOES_ON:
                self._told[run.id] = status
        return lines
