"""Staging source code: prints medians beside `cp -r`, and a whole `gage run` beside `python -c pass`; asserts nothing.

select    which files are source code, under patterns for all of them
copy      into a new directory with the digest of each, as a run does
look      what is in the run directory, and its manifest: digests are known, files are closed to writing
again     the same at the end of the run, nothing changed
cp        `cp -r`
run       all of `gage run` of `python -c pass` in a project of that many files

Name a directory of another file system to measure that one. Times are microseconds a file, but for `run`: those that
passed, and those a processor was at work, which a busy disk does not change. Nothing is deleted before the end: on ext4
with `discard` that takes longer than all that is measured, and whoever writes next waits for it.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gage.engine.copy_source import Copied, copy_source
from gage.engine.journal import Journal
from gage.engine.run_files import RunFiles
from gage.runs.record import Record
from gage.sources.source_selection import select_sources

LINE = b"value = 0.123456789  # a line such as source code has\n"
PATTERNS = ("**/*.py",)


class Laps:
    """Wall times and processor times by name, in seconds."""

    def __init__(self) -> None:
        self.times: dict[str, list[tuple[float, float]]] = defaultdict(list)

    @contextmanager
    def lap(self, name: str) -> Iterator[None]:
        """Measure what is done inside, by this process and those it waits for."""
        os.sync()
        began, worked = time.perf_counter(), processor_time()
        yield
        self.times[name].append((time.perf_counter() - began, processor_time() - worked))

    def medians(self, name: str) -> tuple[float, float]:
        """Wall time and processor time."""
        passed, worked = zip(*self.times[name], strict=True)
        return statistics.median(passed), statistics.median(worked)


def processor_time() -> float:
    """Seconds this process and those it waited for were at work."""
    used = [resource.getrusage(whose) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def main() -> None:
    """A table for each number of files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("counts", nargs="*", type=int, default=[300, 5_000], help="numbers of files")
    parser.add_argument("--in", dest="place", type=Path, help="directory of the file system to measure")
    parser.add_argument("--rounds", type=int, default=3, help="how often each is measured")
    options = parser.parse_args()
    for count in options.counts:
        with tempfile.TemporaryDirectory(dir=options.place) as directory:
            make_project(Path(directory, "project"), count)
            report(measure(Path(directory), options.rounds), count)


def make_project(project: Path, count: int) -> None:
    """A tree with twenty files a directory, of 1 to 8 kB each, a day old."""
    for number in range(count):
        path = project / f"package{number // 200}" / f"part{number // 20}" / f"module{number}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(LINE * (20 + number % 130))
        os.utime(path, (time.time() - 86_400,) * 2)
    operation = {"exec": [sys.executable, "-c", "pass"], "sourcecode": list(PATTERNS)}
    (project / "gage.json").write_text(json.dumps({"go": operation}))


def measure(directory: Path, rounds: int) -> Laps:
    """All ways, in turns."""
    laps, project = Laps(), directory / "project"
    for number in range(rounds):
        _stage(laps, project, directory / f"staged{number}")
        _command(laps, "cp", ["cp", "-r", str(project), str(directory / f"copied{number}")])
        _command(laps, "python", [sys.executable, "-c", "pass"])
        run = [sys.executable, "-m", "gage", "-C", str(project), "--runs", str(directory / "runs"), "run", "-y", "go"]
        _command(laps, "run", run)
    return laps


def _stage(laps: Laps, project: Path, directory: Path) -> None:
    run_dir = directory / "run"
    run_dir.mkdir(parents=True)
    record = Record(directory, "run")
    record.directory.mkdir()
    files = RunFiles(run_dir, record, Journal(record))
    with laps.lap("select"):
        found = select_sources(project, PATTERNS, [directory / "runs"])
    with laps.lap("copy"):
        for path in found.files:
            copied = _copied(os.path.join(project, path), os.path.join(run_dir, path), path)
            files.know(path, copied.state, copied.sha256)
    with laps.lap("look"):
        files.note_changes("s")
        files.write_manifest(is_over=False)
    time.sleep(0.1)
    files.open_to_changes()
    with laps.lap("again"):
        files.note_changes("g")
        files.write_manifest()


def _copied(source: str, target: str, path: str) -> Copied:
    try:
        return copy_source(source, target, path, closed=True)
    except FileNotFoundError:
        os.makedirs(os.path.dirname(target))
        return copy_source(source, target, path, closed=True)


def _command(laps: Laps, name: str, command: list[str]) -> None:
    with laps.lap(name):
        subprocess.run(command, check=True, capture_output=True)


def report(laps: Laps, count: int) -> None:
    """One line a way."""
    print(f"{count:<14,}{'passed':>10}{'processor':>12}")
    for name in ("select", "copy", "look", "again", "cp"):
        passed, worked = laps.medians(name)
        print(f"  {name:<12}{passed / count * 1e6:>7.0f} µs{worked / count * 1e6:>9.0f} µs")
    for name in ("python", "run"):
        passed, worked = laps.medians(name)
        ratios = [f"{each / base:.1f}" for each, base in zip((passed, worked), laps.medians("python"), strict=True)]
        print(f"  {name:<12}{passed * 1e3:>7.0f} ms{worked * 1e3:>9.0f} ms    {' and '.join(ratios)} × python -c pass")


if __name__ == "__main__":
    main()
