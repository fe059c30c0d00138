"""Listing, filtering and sorting many runs: prints median CPU milliseconds; measures, asserts nothing.

cold      a new store: every record is read, as `gage list` and the first `gage/runs` of a server do
warm      the same store again, nothing changed
changed   the same store again after five runs got a label
where     a filter and a sort over runs whose config and summary were read before
page      the run objects of the first 100
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

from gage.runs import run_json
from gage.runs.annotate import set_label
from gage.runs.filter import run_filter
from gage.runs.ids import make_id
from gage.runs.record import FIRST_MEMBER
from gage.runs.run import Run
from gage.runs.run_object import run_object
from gage.runs.sort import sort_keys, sort_runs
from gage.runs.store import RunStore

COLUMNS = ("cold", "warm", "changed", "where", "page")
WHERE, SORT = "op = train and lr < 0.5 and loss < 0.9 and started after 2023-01-01", "loss,-started"


def main() -> None:
    """A row for each number of runs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("counts", nargs="*", type=int, default=[1_000, 5_000], help="numbers of runs")
    parser.add_argument("--rounds", type=int, default=5, help="how often each is measured")
    options = parser.parse_args()
    print(f"{'runs':>8}" + "".join(f"{name:>12}" for name in COLUMNS))
    for count in options.counts:
        with tempfile.TemporaryDirectory() as directory:
            make_runs(Path(directory), count)
            row = measure(Path(directory), options.rounds)
        print(f"{count:>8}" + "".join(f"{row[name]:>9.1f} ms" for name in COLUMNS))


def make_runs(runs_dir: Path, count: int) -> None:
    """Runs as the engine leaves them behind, an hour ago, without waiting for the disk. Every tenth has a label."""
    begun = time.time_ns() // 1_000 - 1_000_000 * (count + 3_600)
    for number in range(count):
        moment = begun + number * 1_000_000
        run_id = f"{(digits := f'{moment // 1_000:012x}')[:8]}-{digits[8:]}{make_id()[13:]}"
        (runs_dir / run_id).mkdir()
        (runs_dir / f"{run_id}.project").write_text(f"file:{runs_dir.parent}")
        members = _members(run_id, number, moment)
        with zipfile.ZipFile(runs_dir / f"{run_id}.meta.zip", "w") as archive:
            for name, data in {FIRST_MEMBER: run_json.encode(Run(runs_dir, run_id, members)) or b"", **members}.items():
                archive.writestr(name, data)
        if number % 10 == 0:
            (runs_dir / f"{run_id}.user").mkdir()
            entry = {"author": "me", "set": {"label": f"label {number}"}, "delete": []}
            (runs_dir / f"{run_id}.user" / f"{make_id()}.json").write_text(json.dumps(entry))
    then = time.time() - 3_600
    for path in [*runs_dir.iterdir(), runs_dir]:
        os.utime(path, (then, then))


def _members(run_id: str, number: int, begun: int) -> dict[str, bytes]:
    config = {f"section.key{index}": index * 0.5 for index in range(8)} | {"lr": number % 10 / 10, "name": f"n{number}"}
    summary = {"metrics": {"loss": number % 97 / 97, "accuracy": 0.5}, "attributes": {"device": "cpu"}}
    return {
        "__schema__": b"1",
        "id": run_id.encode(),
        "opref": f"2 demo {'train' if number % 3 else 'test'}".encode(),
        "opdef.json": json.dumps({"exec": "python train.py", "config": "train.py"}).encode(),
        "config.json": json.dumps(config).encode(),
        "summary.json": json.dumps(summary).encode(),
        "proc/cmd.json": b'"python train.py"',
        "proc/env.json": b"{}",
        "proc/exit": b"0",
        "sys/platform.json": b'"Linux"',
        **{
            name: str(begun + index).encode()
            for index, name in enumerate(("initialized", "staged", "started", "stopped"))
        },
        "log/runner": b"2026-01-01T00:00:00+0000 Writing meta something\n" * 20,
        "log/files": b"a s 1700000000000000 train.py\n",
        "manifest": f"s {'0' * 64} train.py\n".encode(),
        "output/40_run": b"some line of output\n" * 50,
        "output/40_run.index": bytes(9 * 50),
    }


def measure(runs_dir: Path, rounds: int) -> dict[str, float]:
    """Median milliseconds of each column."""
    times: dict[str, list[float]] = {name: [] for name in COLUMNS}
    for number in range(rounds):
        store = RunStore(runs_dir)
        times["cold"].append(_milliseconds(store.runs))
        times["warm"].append(_milliseconds(store.runs))
        runs = store.runs()
        for run in runs[:5]:
            set_label(store, run.id, f"round {number}")
        times["changed"].append(_milliseconds(store.runs))
        runs = store.runs()
        _ = [(run.config, run.summary, run.label) for run in runs]
        times["where"].append(
            _milliseconds(lambda runs=runs: sort_runs(filter(run_filter(WHERE), runs), sort_keys(SORT)))
        )
        times["page"].append(_milliseconds(lambda runs=runs: [run_object(run) for run in runs[:100]]))
    return {name: statistics.median(found) for name, found in times.items()}


def select(runs: list[Run]) -> list[Run]:
    """What `gage/runs` does with an expression and keys."""
    return sort_runs(filter(run_filter(WHERE), runs), sort_keys(SORT))


def _milliseconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return (time.process_time() - start) * 1_000


if __name__ == "__main__":
    main()
