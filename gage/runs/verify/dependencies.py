"""Whether what a run was given is still there, and still the same; asks no address, and fetches nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from gage.errors import GageError
from gage.runs.file_digest import file_digest
from gage.runs.run import Run
from gage.runs.store import TRASH, RunStore
from gage.runs.supplied import MEMBER, Supplied, SuppliedFile, Supplier, read_supplied
from gage.runs.verify.change import Change, Verdict


def verify_dependencies(store: RunStore, run: Run) -> Verdict:
    """What became of the runs and files that a run was given. Raises RecordError."""
    supplied = read_supplied(run.record.read(MEMBER))
    changes = [change for each in supplied for change in _changes(store, each)]
    addresses = [file.source for each in supplied for file in each.files if _is_address(file.source)]
    unchecked = [f"{address} was not asked whether it is still the same" for address in dict.fromkeys(addresses)]
    return Verdict(changes, unchecked)


def _changes(store: RunStore, supplied: Supplied) -> Iterator[Change]:
    gone = [run for run in supplied.runs if not _is_there(store, run.id)]
    for run in supplied.runs:
        if run in gone:
            yield Change("missing-run", run.id, f"{_run(run)}, which supplied it, is gone")
        elif store.container(run.id) == TRASH:
            back = f"'gage restore {run.name}' brings it back"
            yield Change("deleted-run", run.id, f"{_run(run)}, which supplied it, is deleted; {back}")
    for file in supplied.files:
        if file.source and not _is_address(file.source):
            path = _path(store, file, supplied.runs)
            if not any(path.is_relative_to(store.runs_dir / run.id) for run in gone):
                yield from _changed(path, file)


def _is_there(store: RunStore, run_id: str) -> bool:
    try:
        store.require(run_id)
    except GageError:
        return False
    return True


def _changed(path: Path, file: SuppliedFile) -> Iterator[Change]:
    what = f'"{path}", which the run was given as "{file.path}",'
    if path.exists() and not path.is_file():
        # A pipe might never end.
        yield Change("missing-dependency", str(path), f"{what} is no file any more")
        return
    try:
        if file.sha256 and file_digest(path) != file.sha256:
            yield Change("changed-dependency", str(path), f"{what} has changed")
    except FileNotFoundError:
        yield Change("missing-dependency", str(path), f"{what} is gone")
    except OSError as error:
        yield Change("missing-dependency", str(path), f"{what} cannot be read: {error.strerror}")


def _path(store: RunStore, file: SuppliedFile, runs: Sequence[Supplier]) -> Path:
    """Where a file is now: a runs directory may have moved, with the runs in it."""
    path = Path(file.source)
    supplier = next((run.id for run in runs if run.id in path.parts), None)
    return store.runs_dir.joinpath(*path.parts[path.parts.index(supplier) :]) if supplier else path


def _is_address(source: str) -> bool:
    return "://" in source


def _run(run: Supplier) -> str:
    return f"run {run.name} of {run.operation}"
