"""What the keys do in the window of `:GageRuns`, pressed in a real Neovim on real runs."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from editors.neovim import Neovim, started_neovim

TRAIN = """\
import os, pathlib, time
lr = 0.1
print("\\x1b[32mtrained\\x1b[0m 10%\\rtrained 😀")
print(f"loss: {lr * 2}", flush=True)
while lr > 1 and not pathlib.Path(os.environ["PROJECT_DIR"], "go").exists():
    time.sleep(0.05)
print("over")
"""
ROWS = 'map(getline(2, "$"), "split(v:val)")'
NAMES = 'map(getline(2, "$"), "split(v:val)[0]")'
TITLE = 'luaeval("vim.wo.winbar")'
NOTES = 'execute("messages")'


@pytest.fixture
def project(tmp_path: Path) -> Path:
    project = tmp_path / "my prøject"
    project.mkdir()
    (project / "train.py").write_text(TRAIN, encoding="utf-8")
    operation = {"exec": [sys.executable, "train.py"], "config": "train.py#lr", "output-summary": r"(?P<key>loss): (?P<value>\S+)"}
    (project / "gage.json").write_text(json.dumps({"träin-😀": operation}), encoding="utf-8")
    return project


@pytest.fixture
def gage(project: Path) -> Callable[..., Any]:
    """The terminal beside the editor."""

    def gage(*words: str) -> Any:
        command = [sys.executable, "-m", "gage", *words, "--json"]
        done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=True, timeout=60)
        return json.loads(done.stdout.splitlines()[-1] if words[0] == "run" else done.stdout)

    return gage


@pytest.fixture
def neovim(tmp_path: Path, project: Path, gage: Callable[..., Any]) -> Iterator[Neovim]:
    """A Neovim whose cursor is in the window of the runs, on the latest of two."""
    gage("run", "--yes")
    gage("run", "--yes", "lr=0.5")
    with started_neovim(tmp_path, project) as editor:
        editor.type(":edit gage.json<CR>")
        editor.until('exists(":GageRuns")', 2)
        editor.type(":GageRuns<CR>")
        editor.until('line("$")', 3)
        yield editor


def test_runs_are_filtered(neovim: Neovim) -> None:
    neovim.until(TITLE, "2 of 2 runs · ? shows the keys")
    neovim.type("flr > 0.2<CR>")
    neovim.until(TITLE, "1 of 2 runs where lr > 0.2 · ? shows the keys")
    neovim.until('line("$")', 2)
