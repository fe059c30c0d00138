"""How far a run is, as whoever looks at its record finds out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from gage.engine.progress import Steps
from gage.engine.run_progress import run_progress
from gage.runs.run import Run
from gage.runs.store import RunStore


def run(runs_dir: Path, progress: Any, **output: bytes) -> Run:
    runs_dir.mkdir(exist_ok=True)
    definition = json.dumps({"exec": "x", "progress": progress}).encode()
    members = {f"output/{name}": data for name, data in output.items()}
    run_id = RunStore(runs_dir).make_run({"opref": b"2 a b", "opdef.json": definition, **members})
    return Run(runs_dir, run_id)


BAR = "\r 40%|████      | 2/5 [00:01<00:01,  1.99it/s]".encode()


@pytest.mark.parametrize(
    ("progress", "output", "steps"),
    [
        ("fraction", {"_40_run": b"epoch 3/10: loss 0.2\n"}, Steps(3, 10)),
        ("fraction", {"_40_run": b"epoch 3/10: loss 0.2\nepoch 4/10\nwords\n"}, Steps(4, 10)),
        ("fraction", {"_40_run": b"1/2\n" + b"words\n" * 10_000}, None),  # too long ago
        ("tqdm", {"_40_run": BAR}, Steps(2, 5)),
        ({"run": "tqdm"}, {"_40_run": BAR}, Steps(2, 5)),
        ({"stage-runtime": "fraction"}, {"_20_runtime": b"1/3\n"}, Steps(1, 3)),
        ({"stage-runtime": "fraction"}, {"_20_runtime": b"1/3\n", "_40_run": b"1/4\n"}, None),
        ("tqdm", {"_20_runtime": BAR}, None),
        ("fraction", {}, None),
        (None, {"_40_run": b"3/10\n"}, None),
        ("no-such", {"_40_run": b"3/10\n"}, None),
        ({"run": 3}, {"_40_run": b"3/10\n"}, None),
    ],
)
def test_the_newest_output_tells(tmp_path: Path, progress: Any, output: dict[str, bytes], steps: Steps | None) -> None:
    members = {name.removeprefix("_"): data for name, data in output.items()}
    assert run_progress(run(tmp_path / "runs", progress, **members)) == steps


@pytest.mark.parametrize("definition", [b"", b"[]", b"{", b'{"progress": []}'])
def test_a_definition_that_makes_no_sense_tells_nothing(tmp_path: Path, definition: bytes) -> None:
    members = {"opref": b"2 a b", "opdef.json": definition, "output/40_run": b"3/10\n"}
    assert run_progress(Run(tmp_path, RunStore(tmp_path).make_run(members))) is None
