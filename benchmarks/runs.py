"""Listing, filtering and changing one of many runs: prints medians of wall time and ratios; asserts nothing.

The first table is of whole commands, in milliseconds, with their ratio to `python -c pass`, which takes its turn with
them: what one sees who types them.

list      `gage list`, the first page
json      `gage list --json`
where     `gage list --where` with four conditions
show      `gage show --json` of the newest run
label     `gage label` of the newest run, which is another each time, as it is
delete    deleted: `gage delete`

The second is of one process, as a server is, in milliseconds:

build     nothing is known of the runs, and the index is made: in microseconds a run
find      another store, nothing changed: ids of all runs
runs      the runs themselves, the first time
again     the same store once more, nothing changed
changed   the same store once more, after five runs got a label
page      the run objects of the first 100
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

from gage.runs import run_json
from gage.runs.annotate import set_label
from gage.runs.ids import make_id
from gage.runs.index_file import IndexFile
from gage.runs.record import FIRST_MEMBER
from gage.runs.run import Run
from gage.runs.run_object import run_object
from gage.runs.store import RunStore

WHERE = "op = train and lr < 0.5 and loss < 0.9 and started after 2023-01-01"
COMMANDS = {
    "list": ("list",),
    "json": ("list", "--json"),
    "where": ("list", "--where", WHERE),
    "show": ("show", "--json"),
    "label": ("label", "-y", "-s", "new", "1"),
    "delete": ("delete", "-y", "1"),
}


def main() -> None:
    """A row for each number of runs, in both tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("counts", nargs="*", type=int, default=[10, 1_000, 10_000, 100_000], help="numbers of runs")
    parser.add_argument("--rounds", type=int, default=7, help="how often each is measured")
    options = parser.parse_args()
    rows = {}
    print(f"{'runs':>8}{'pass':>9}" + "".join(f"{name:>17}" for name in COMMANDS), flush=True)
    for count in options.counts:
        with tempfile.TemporaryDirectory() as directory:
            os.environ["XDG_CACHE_HOME"] = str(Path(directory, "cache"))
            runs_dir = Path(directory, "project", ".gage", "runs")
            runs_dir.mkdir(parents=True)
            make_runs(runs_dir, count)
            rows[count] = in_process(runs_dir, count, options.rounds)
            times = commands(runs_dir.parent.parent, options.rounds)
        bare = times.pop("pass")
        cells = (f"{times[name]:>8.1f} ({times[name] / bare:>4.1f} x)" for name in COMMANDS)
        print(f"{count:>8}{bare:>9.1f}" + "".join(cells), flush=True)
    print()
    names = next(iter(rows.values()))
    print(f"{'runs':>8}" + "".join(f"{name:>12}" for name in names))
    for count, row in rows.items():
        print(f"{count:>8}" + "".join(f"{value:>12.1f}" for value in row.values()))


def commands(project: Path, rounds: int) -> dict[str, float]:
    """Median milliseconds of each command, and of a Python that does nothing; in turns, so that all meet the same."""
    gage = str(Path(sys.executable).with_name("gage"))
    looks = {name: COMMANDS[name] for name in ("list", "json", "where", "show")}
    changes = {name: words for name, words in COMMANDS.items() if name not in looks}
    found = [_in_turns(project, rounds, gage, calls) for calls in (looks, changes)]
    return {**found[0], **found[1], "pass": statistics.mean(each["pass"] for each in found)}


def _in_turns(project: Path, rounds: int, gage: str, words: dict[str, tuple[str, ...]]) -> dict[str, float]:
    calls = {"pass": [sys.executable, "-c", "pass"], **{name: [gage, *more] for name, more in words.items()}}
    times: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(rounds + 1):
        for name, call in calls.items():
            begun = time.perf_counter()
            subprocess.run(call, cwd=project, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
            times[name].append((time.perf_counter() - begun) * 1_000)
    return {name: statistics.median(found[1:]) for name, found in times.items()}


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


def in_process(runs_dir: Path, count: int, rounds: int) -> dict[str, float]:
    """Medians of the second table."""
    times: dict[str, list[float]] = {}
    for number in range(min(rounds, 3)):
        IndexFile(str(runs_dir), os.environ).discard()
        begun = time.perf_counter()
        RunStore(runs_dir).find()
        times.setdefault("build", []).append((time.perf_counter() - begun) * 1_000_000 / count)
        store = RunStore(runs_dir)
        _measure(times, "find", store.find)
        _measure(times, "runs", store.runs)
        _measure(times, "again", store.runs)
        runs = store.runs()
        for run in runs[:5]:
            set_label(store, run.id, f"round {number}")
        _measure(times, "changed", store.runs)
        _measure(times, "page", lambda runs=runs: [run_object(run) for run in runs[:100]])
        then = time.time() - 3_600
        os.utime(runs_dir, (then, then))
    return {name: statistics.median(found) for name, found in times.items()}


def _measure(times: dict[str, list[float]], name: str, work: Callable[[], object]) -> None:
    begun = time.perf_counter()
    work()
    times.setdefault(name, []).append((time.perf_counter() - begun) * 1_000)


if __name__ == "__main__":
    main()
