"""What the keys do in the window of `:GageRuns`, pressed in a real Neovim on real runs."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from editors.neovim_keys import Neovim, started_neovim

pytestmark = pytest.mark.slow

TRAIN = """\
import os, pathlib, time
lr = 0.1
print("\\x1b[32mtrained\\x1b[0m 10%\\rtrained 😀")
print('summary: {"metrics": {"loss": %s}}' % (lr * 2), flush=True)
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
    summary = r"summary: (.*)over"
    operation = {"exec": [sys.executable, "train.py"], "config": "train.py#lr", "output-summary": summary}
    (project / "gage.json").write_text(json.dumps({"träin-😀": operation}), encoding="utf-8")
    return project


@pytest.fixture
def gage(project: Path) -> Callable[..., str]:
    """The terminal beside the editor."""

    def gage(*words: str) -> str:
        command = [sys.executable, "-m", "gage", *words]
        return subprocess.run(command, cwd=project, capture_output=True, text=True, check=True, timeout=60).stdout

    return gage


@pytest.fixture
def neovim(tmp_path: Path, project: Path, gage: Callable[..., str]) -> Iterator[Neovim]:
    """A Neovim whose cursor is in the window of the runs, on the latest of two."""
    gage("run", "--yes")
    gage("run", "--yes", "lr=0.5")
    with started_neovim(tmp_path, project) as editor:
        editor.type(":edit gage.json<CR>")
        editor.until('exists(":GageRuns")', 2)
        editor.type(":GageRuns<CR>")
        editor.until('line("$")', 3)
        yield editor


def listed(gage: Callable[..., str]) -> list[dict[str, Any]]:
    return list(json.loads(gage("list", "--json")))


def seen_in_messages(editor: Neovim, words: str) -> None:
    editor.until(f"{NOTES} =~# {json.dumps(words)}", 1)
    editor.ask('execute("messages clear")')


def test_runs_are_filtered(neovim: Neovim) -> None:
    neovim.until(TITLE, "2 of 2 runs · ? shows the keys")
    neovim.type("flr > 0.2<CR>")
    neovim.until(TITLE, "1 of 2 runs where lr > 0.2 · ? shows the keys")
    neovim.until('line("$")', 2)
    neovim.type("f<C-u>lr ><CR>")
    seen_in_messages(neovim, "expected a value to compare 'lr' with")
    assert neovim.ask('line("$")') == 2
    neovim.type("f<BS><BS>= 7<CR>")  # what was asked for is there to be mended
    neovim.until("getline(1)", "None of the runs matches the filter")
    neovim.type("f<C-u><CR>")
    neovim.until(TITLE, "2 of 2 runs · ? shows the keys")


def test_a_run_is_labelled_and_deleted(neovim: Neovim, gage: Callable[..., str]) -> None:
    newest, oldest = listed(gage)
    neovim.type("lbest of 100%<CR>")
    neovim.until("getline(2) =~# ' best of 100%$'", 1)
    assert [run["label"] for run in listed(gage)] == ["best of 100%", None]
    neovim.type("l<C-u><CR>")
    neovim.until("getline(2) =~# 'best'", 0)
    assert [run["label"] for run in listed(gage)] == [None, None]
    neovim.type("jd2<CR>")  # Keep
    neovim.type("d1<CR>")  # Delete
    neovim.until(NAMES, [newest["name"]])
    assert [run["id"] for run in listed(gage)] == [newest["id"]]
    neovim.type("ggd")
    seen_in_messages(neovim, "there is no run on this line")
    gage("restore", "--yes", oldest["id"])
    neovim.until(NAMES, [newest["name"], oldest["name"]])
    neovim.type("Vjd1<CR>")
    neovim.until("getline(1) =~# '^No runs yet in '", 1)


def test_a_run_is_run_again_followed_and_stopped(neovim: Neovim, gage: Callable[..., str], project: Path) -> None:
    neovim.type("r")
    neovim.until('line("$")', 4)
    again = listed(gage)[0]
    assert again["config"] == {"lr": 0.5}
    neovim.until(f"split(getline('.'))[0] ==# {json.dumps(again['name'])}", 0)  # the cursor stays on its run

    gage("run", "--yes", "--stage", "lr=2")
    neovim.until("getline(2) =~# ' staged'", 1)
    staged = listed(gage)[0]
    neovim.type("ggjS")
    neovim.until("getline(2) =~# ' running '", 1)
    neovim.type("o")
    neovim.until('getline(1, "$")', ["trained 😀", 'summary: {"metrics": {"loss": 4.0}}', ""])
    neovim.until(TITLE, f"output of {staged['name']}, which goes on")
    (project / "go").touch()
    neovim.until('getline(1, "$")', ["trained 😀", 'summary: {"metrics": {"loss": 4.0}}', "over", ""])
    neovim.until(TITLE, f"output of {staged['name']}")
    assert neovim.ask('line(".")') == 4
    neovim.type("q")
    neovim.until("&filetype", "gageruns")

    (project / "go").unlink()
    neovim.type("ggjr")
    neovim.until('line("$")', 6)
    neovim.until("getline(2) =~# ' running '", 1)
    neovim.type("ggjs")
    neovim.until("getline(2) =~# ' terminated '", 1)


def test_of_a_long_output_the_end_is_shown(neovim: Neovim, project: Path, gage: Callable[..., str]) -> None:
    (project / "train.py").write_text("lr = 0\nfor i in range(150_000):\n    print('line %07d' % i)\n")
    gage("run", "--yes")
    neovim.until('line("$")', 4)
    neovim.type("ggjo")
    neovim.until('getline(line("$") - 1)', "line 0149999")
    assert neovim.ask("getline(1)") == f"… {150_000 * 13 - 1024 * 1024} bytes before"
    assert neovim.ask('line(".") == line("$")') == 1


def test_runs_are_compared(neovim: Neovim, gage: Callable[..., str]) -> None:
    newest, oldest = listed(gage)
    gage("label", "--set", "best", "--yes", newest["id"])
    neovim.until("getline(2) =~# ' best$'", 1)
    neovim.type("Vjo")
    seen_in_messages(neovim, "choose one run for this")
    neovim.type("ggjc")
    seen_in_messages(neovim, "choose two runs or more")
    neovim.type("Vjc")
    neovim.until("&filetype", "gagecomparison")
    neovim.until(TITLE, "2 runs; '*' marks what differs")
    assert [row.split() for row in neovim.ask('getline(1, "$")')] == [
        [newest["name"], oldest["name"]],
        ["operation", "träin-😀", "träin-😀"],
        ["status", "completed", "completed"],
        ["*", "label", "best"],
        ["*", "lr", "0.5", "0.1"],
        ["*", "loss", "1", "0.2"],
    ]


def test_keys_are_told(neovim: Neovim) -> None:
    shown = 'luaeval("vim.inspect(vim.api.nvim_buf_get_extmarks(0, -1, 0, -1, { details = true }))")'
    neovim.type("?")
    neovim.until(f"{shown} =~# '<CR> directory  o output '", 1)
    neovim.type("?")
    neovim.until(shown, "{}")


def test_an_operation_is_run_by_name_or_where_the_cursor_is(neovim: Neovim, gage: Callable[..., str]) -> None:
    neovim.type("<C-w>p")
    neovim.until("&filetype", "json")
    assert neovim.ask("getcompletion('GageRun tr', 'cmdline')") == ["träin-😀"]
    neovim.type(":GageRun<CR>")
    neovim.type("<C-w>p")
    neovim.until('line("$")', 4)
    neovim.type("<C-w>p:GageRun träin-😀<CR><C-w>p")
    neovim.until('line("$")', 5)
    neovim.type("<C-w>p:GageRun other<CR>")
    seen_in_messages(neovim, "other")
    assert {run["operation"] for run in listed(gage)} == {"träin-😀"}
