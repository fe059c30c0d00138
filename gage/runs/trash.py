"""Delete runs to the trash, restore them, purge them for good; refuses to touch a run that is still under way."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from gage.errors import GageError
from gage.runs.attributes import next_entry
from gage.runs.ids import is_id, run_name
from gage.runs.packing import pack_left
from gage.runs.record import Record
from gage.runs.renamed import is_renamed, name_back
from gage.runs.store import ACTIVE, TRASH, RunStore
from gage.runs.under_way import is_under_way


class TrashError(GageError):
    """Runs cannot be deleted, restored or purged as they are; nothing was done to any of them."""


def delete_runs(store: RunStore, run_ids: Iterable[str]) -> None:
    """Move runs to the trash: their files stay. Raises NoRunError, TrashError, OSError."""
    chosen = _chosen(store, run_ids)
    for run_id in chosen:
        _refuse_under_way(store, run_id, "delete")
    _file_under(store, [run_id for run_id in chosen if store.container(run_id) != TRASH], TRASH)


def restore_runs(store: RunStore, run_ids: Iterable[str]) -> None:
    """Take runs back out of the trash or an archive; others stay as they are. Raises NoRunError, OSError."""
    chosen = _chosen(store, run_ids)
    for run_id in chosen:
        if is_renamed(store.runs_dir, run_id):
            name_back(store.runs_dir, run_id)
            store.touch()
    _file_under(store, [run_id for run_id in chosen if store.container(run_id) != ACTIVE], ACTIVE)


def purge_runs(store: RunStore, run_ids: Iterable[str]) -> None:
    """Remove deleted runs with all their files, for good; records that had no room may have it now.

    Raises NoRunError, TrashError, OSError.
    """
    chosen = list(dict.fromkeys(run_ids))
    for run_id in chosen:
        # What a purge that was cut short left behind has no record any more.
        if not is_id(run_id) or store.container(run_id) != TRASH:
            store.require(run_id)
            raise TrashError(f"run {run_name(run_id)} is not deleted; delete it, then purge it")
        _refuse_under_way(store, run_id, "purge")
    try:
        for run_id in chosen:
            _remove(store.runs_dir, run_id)
    finally:
        store.touch()
    pack_left(store.runs_dir)


def _chosen(store: RunStore, run_ids: Iterable[str]) -> list[str]:
    chosen = list(dict.fromkeys(run_ids))
    for run_id in chosen:
        store.require(run_id)
    return chosen


def _refuse_under_way(store: RunStore, run_id: str, to_do: str) -> None:
    try:
        run = store.run(run_id)
    except GageError:
        # A record that cannot be read is no reason to keep it.
        return
    if is_under_way(run):
        raise TrashError(f"run {run.name} is still running; stop it or wait for its end, then {to_do} it")


def _file_under(store: RunStore, run_ids: list[str], container: str) -> None:
    for run_id in run_ids:
        move_dir = store.move_dir(run_id)
        move_dir.mkdir(exist_ok=True)
        (move_dir / f"{next_entry(move_dir)}-{container}").touch()
    if run_ids:
        store.touch()


def _remove(runs_dir: Path, run_id: str) -> None:
    """The record goes first and at once: what is left when this is cut short is no run, and goes the next time."""
    record = Record(runs_dir, run_id)
    record.discard()
    names = [name for name in os.listdir(runs_dir) if name.startswith(run_id)]
    # What says that the run is deleted goes last.
    for name in sorted(names, key=lambda name: name.endswith((".move", ".meta.deleted"))):
        _remove_tree(runs_dir / name)


def _remove_tree(path: Path) -> None:
    if path.is_symlink() or not path.is_dir():
        path.unlink(missing_ok=True)
        return
    import shutil  # to move runs to the trash needs none of it

    try:
        shutil.rmtree(path)
    except PermissionError:
        _make_writable(path)
        shutil.rmtree(path)


def _make_writable(path: Path) -> None:
    """Commands may leave directories that nothing can be taken out of; Windows keeps read-only files, too."""
    path.chmod(0o700)
    for directory, directories, files in os.walk(path):
        for name in [*directories, *(files if os.name == "nt" else [])]:
            inner = Path(directory, name)
            if not inner.is_symlink():
                inner.chmod(0o700)
