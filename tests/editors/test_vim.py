"""A real Vim with ALE in a terminal of tmux: keys are typed, and what is told is read from the screen."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from editors.session import EDITORS, HERE, PATH, find_editor, need
from editors.terminal import PATIENCE, Terminal

pytestmark = pytest.mark.slow


def wait(condition: Callable[[], object]) -> None:
    """Wait until a condition holds."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.fixture
def vim(tmp_path: Path) -> Iterator[Terminal]:
    """Vim with a gagefile open that has one misspelt key."""
    program = find_editor("vim", "Vim 9 with ALE")
    need(Path("/usr/share/vim/vimfiles/pack/dist-bundle/opt/ale").is_dir(), "needs ALE for Vim: install vim-ale")
    command = [program, "-N", "-u", str(HERE / "vimrc"), "-i", "NONE", "gage.toml"]
    environ = {
        "HOME": str(tmp_path),
        "PATH": PATH,
        "PLUGIN": str(EDITORS / "vim"),
        "TERM": "xterm-256color",
        "LANG": "C.UTF-8",
    }
    command_line = json.dumps([sys.executable, "-c", "print('trained')"])
    (tmp_path / "gage.toml").write_text(f"# ♥\n[train]\nexce = {command_line}\n", encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text("[project]\n", encoding="utf-8")
    terminal = Terminal(tmp_path, command, environ)
    yield terminal
    terminal.close()


def test_a_gagefile_is_mended_and_run_in_vim_with_ale(vim: Terminal, tmp_path: Path) -> None:
    vim.type(":3", "Enter")
    vim.until("[gage] unknown key 'exce' in operation 'train'; did you mean 'exec'?")
    vim.type(":ALECodeAction", "Enter")
    vim.until("Change 'exce' to 'exec'")
    vim.type("1", "Enter")
    vim.until("exec = [")
    vim.type(":w", "Enter")
    wait(lambda: "exec" in (tmp_path / "gage.toml").read_text(encoding="utf-8"))
    vim.type(":ALECodeAction", "Enter")
    vim.until("Run train")
    vim.type("1", "Enter")
    runs = tmp_path / ".gage" / "runs"
    wait(lambda: [*runs.glob("*.meta.zip"), *runs.glob("*.meta/proc/exit")])


def test_other_files_are_left_alone_by_the_linter(vim: Terminal) -> None:
    vim.until("exce = [")
    vim.type(":e pyproject.toml", "Enter", ":echo 'project root:' string(gage#root(bufnr())) &filetype", "Enter")
    vim.until("project root: '' toml")  # without which ALE starts no server


def test_keys_are_explained_and_completed_in_vim_with_ale(vim: Terminal) -> None:
    vim.until("exce = [")
    vim.type(":3", "Enter", ":s/exce/exec/", "Enter", ":ALEHover", "Enter")
    vim.until("What the operation executes in the run directory")
    vim.type(":pclose", "Enter", ":set omnifunc=ale#completion#OmniFunc", "Enter", "Go", "desc", "C-x", "C-o")
    vim.until("description =")
