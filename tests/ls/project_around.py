"""A project with files and runs around a gagefile, the same for every test that asks what a gagefile comes to in it."""

from __future__ import annotations

import json
from pathlib import Path

from gage.runs.store import RunStore

FILES = {
    "train.py": '"""Trains."""\nlr = 1e-3\nepochs = 3\napi_key = "sk-0123456789abcdefgh"\n',
    "summary.py": "",
    "report.py": "",
    "data/a.csv": "1\n",
    "data/b.csv": "2\n",
}


def fill(directory: Path, namespace: str = "iris") -> RunStore:
    """Make the files, and three runs: two of train, the later of which failed, and one of eval."""
    for name, text in FILES.items():
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    store = RunStore(directory / ".gage" / "runs")
    store.runs_dir.mkdir(parents=True)
    make_run(store, f"{namespace} train", hour=1, code=0, loss=0.25)
    make_run(store, f"{namespace} eval", hour=2, code=0, accuracy=0.123456, count=7)
    make_run(store, f"{namespace} train", hour=3, code=1)
    return store


def make_run(store: RunStore, opref: str, hour: int, code: int, **metrics: float) -> str:
    """A run that ended at an hour of a day long ago."""
    began = 1_577_836_800_000_000 + hour * 3_600_000_000
    members = {
        "opref": f"1 {opref}".encode(),
        "initialized": str(began).encode(),
        "started": str(began).encode(),
        "stopped": str(began + 5_000_000).encode(),
        "proc/exit": str(code).encode(),
        "summary.json": json.dumps({"metrics": metrics}).encode(),
    }
    run_id = store.make_run(members)
    (store.runs_dir / run_id).mkdir()
    (store.runs_dir / run_id / "summary.json").write_text("{}")
    return run_id
