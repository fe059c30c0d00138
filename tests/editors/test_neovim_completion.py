"""A person types in a real Neovim, with the set-up of its README, and takes what is offered."""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from editors.session import EDITORS, PATH, find_editor

PLUGIN = EDITORS / "neovim"
PATIENCE = 60
"""Seconds before a test that waits for the editor fails."""


class Neovim:
    """A Neovim that listens to keys and questions."""

    def __init__(self, nvim: str, socket: str) -> None:
        self._server = [nvim, "--server", socket]

    def type(self, keys: str) -> None:
        """Press keys, in Vim's notation."""
        subprocess.run([*self._server, "--remote-send", keys], check=True, timeout=PATIENCE)

    def quit(self) -> None:
        """End, which may be sooner than an answer comes."""
        subprocess.run([*self._server, "--remote-send", "<Esc>:qa!<CR>"], check=False, timeout=PATIENCE)

    def ask(self, expression: str) -> Any:
        """The value of a Vim expression."""
        command = [*self._server, "--remote-expr", f"json_encode({expression})"]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=PATIENCE)
        return json.loads(done.stdout) if done.returncode == 0 and done.stdout else None

    def until(self, expression: str, expected: Any) -> None:
        """Wait until an expression has a value."""
        end = time.monotonic() + PATIENCE
        while (found := self.ask(expression)) != expected:
            assert time.monotonic() < end, f"{expression} is {found!r}, not {expected!r}"
            time.sleep(0.05)

    def menu(self, *words: str) -> None:
        """Wait until just these can be chosen."""
        self.until('map(complete_info(["items"]).items, "v:val.abbr")', list(words))


@pytest.fixture
def neovim(tmp_path: Path) -> Iterator[Neovim]:
    nvim = find_editor("nvim", "Neovim 0.11 or later")
    init = tmp_path / "init.lua"
    readme = (PLUGIN / "README.md").read_text(encoding="utf-8")
    set_up = readme.partition("```lua\n")[2].partition("```")[0]
    init.write_text(f"vim.opt.runtimepath:prepend({str(PLUGIN)!r})\nvim.lsp.enable('gage_ls')\n{set_up}")
    project = tmp_path / "project"
    project.mkdir()
    (project / "train.py").write_text("lr = 0.1\nepochs = 10\n")
    socket = str(tmp_path / "nvim.sock")
    own = {f"XDG_{name}_HOME": str(tmp_path / name) for name in ("CONFIG", "DATA", "STATE", "CACHE")}
    process = subprocess.Popen(
        [nvim, "--headless", "--clean", "-u", str(init), "--listen", socket],
        env={**os.environ, **own, "PATH": PATH},
        cwd=project,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    editor = Neovim(nvim, socket)
    editor.until("1", 1)
    yield editor
    editor.quit()
    process.wait(PATIENCE)


def opened(editor: Neovim, name: str, *lines: str) -> None:
    editor.type(f"<Esc>:edit! {name}<CR>")
    editor.until('expand("%")', name)
    editor.until('luaeval("#vim.lsp.get_clients({ bufnr = 0 })")', 1)
    editor.ask('deletebufline("%", 1, "$")')
    editor.ask(f"setline(1, {json.dumps(list(lines))})")
    editor.type("GA")
    editor.until("mode()", "i")


def test_keys_and_what_the_project_knows_are_taken_while_typing(neovim: Neovim) -> None:
    opened(neovim, "gage.toml", "[train]", "exe")
    neovim.type("<C-x><C-o>")
    neovim.menu("exec")
    neovim.type("<C-n><C-y>")
    neovim.until('getline(1, "$")', ["[train]", 'exec = ""'])
    opened(neovim, "gage.toml", "[train]", "exec = ")
    neovim.type("<C-x><C-o>")
    neovim.until('complete_info(["items"]).items[0].abbr', "python train.py")
    neovim.type("<C-n><C-y>")
    neovim.until("getline(2)", 'exec = "python train.py"')
    opened(neovim, "gage.toml", "[train]", 'config = "train.py')
    neovim.type("#")  # comes by itself
    neovim.menu("lr", "epochs")
    neovim.type("<C-n><C-n><C-y>")
    neovim.until("getline(2)", 'config = "train.py#epochs"')


def test_the_layout_is_that_of_the_syntax(neovim: Neovim) -> None:
    opened(neovim, "gage.yaml", "train:", "  exec: python train.py", "  sum")
    neovim.type("<C-x><C-o>")
    neovim.menu("summary")
    neovim.type("<C-n><C-y>")
    neovim.until("getline(3, 4)", ["  summary:", "    filename: "])
    opened(neovim, "gage.json", "{", '  "train": {', '    "exec": "x"', '    "desc')
    neovim.type("<C-x><C-o>")
    neovim.menu("description")
    neovim.type("<C-n><C-y>")
    neovim.until("getline(3, 4)", ['    "exec": "x",', '    "description": ""'])
    opened(neovim, "gage.json", "{", '  "train": {', '    "desc"')
    neovim.type("<Left><C-x><C-o>")  # the quote behind the cursor stays where it is
    neovim.menu("description")
    neovim.type("<C-n><C-y>")
    neovim.until("getline(3)", '    "description": ""')
