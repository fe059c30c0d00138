"""A project with four runs that differ in all that tables show, and how its tables are read."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any, NamedTuple

from gage_command import gage

from gage.runs.store import RunStore


class Sample(NamedTuple):
    """What a run is made of; ``started`` is in minutes, ``seconds`` how long it took."""

    operation: str
    started: int
    seconds: float
    config: dict[str, Any]
    metrics: dict[str, Any]
    label: str | None = None
    tags: tuple[str, ...] = ()


SAMPLES = (
    Sample("prepare", 0, 0.5, {"name": "run10"}, {}),
    Sample("train", 10, 62, {"lr": 0.1, "fast": True, "name": "run2"}, {"loss": 0.123456789, "lr": 7}, "a, \"b\"\nc|d", ("x", "y")),
    Sample("train", 20, 7500, {"lr": 0.01, "fast": False, "name": "run1"}, {"loss": 12.5}, "漢字 and ümläut"),
    Sample("train", 30, 300_000, {"lr": None, "odd name": 1}, {"loss": None}),
)  # fmt: skip
"""The oldest first."""

ORIGIN = 1_767_225_600_000_000


def make_runs(directory: Path) -> None:
    """A project with the samples."""
    (directory / "gage.toml").write_text('"$namespace" = "demo"\n[train]\nexec = "true"\n', encoding="utf-8")
    for sample in SAMPLES:
        began = ORIGIN + sample.started * 60_000_000
        members = {
            "opref": f"2 demo {sample.operation}",
            "config.json": json.dumps(sample.config),
            "summary.json": json.dumps({"metrics": sample.metrics}),
            "initialized": str(began),
            "staged": str(began),
            "started": str(began),
            "stopped": str(began + int(sample.seconds * 1_000_000)),
            "proc/exit": "0",
        }
        stored = {name: text.encode() for name, text in members.items()}
        RunStore(directory / ".gage" / "runs").make_run(stored, directory, sample.label, sample.tags)


def rows(project: Path, *arguments: str, **settings: str) -> list[list[str]]:
    """The rows of a printed table, the headers first; a Markdown table, as the terminal is a dumb one."""
    lines = gage(project, *arguments, **settings).stdout.splitlines()
    cells = [[cell.strip() for cell in line[1:-1].split(" | ")] for line in lines if line.startswith("|")]
    return [row for row in cells if not row[0].startswith("--")]


def read_csv(project: Path, *arguments: str) -> list[list[str]]:
    done = gage(project, *arguments, "--csv")
    assert done.returncode == 0, done.stderr
    return list(csv.reader(io.StringIO(done.stdout, newline="")))
