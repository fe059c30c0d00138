"""The runs directories that a client asks about; what was read of each is kept, for the next answer to come soon."""

from __future__ import annotations

from pathlib import Path

from gage.runs.store import RunStore

_MOST = 16


class RunStores:
    """One store for each runs directory; the one that nobody asked for longest goes first."""

    def __init__(self) -> None:
        self._stores: dict[Path, RunStore] = {}

    def of(self, runs_dir: Path) -> RunStore:
        """The store of a directory, which need not exist."""
        store = self._stores.pop(runs_dir, None) or RunStore(runs_dir)
        self._stores[runs_dir] = store
        if len(self._stores) > _MOST:
            del self._stores[next(iter(self._stores))]
        return store
