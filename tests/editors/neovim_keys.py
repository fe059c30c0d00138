"""A real Neovim with the set-up of its README, to which keys are typed and questions are put."""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from editors.session import EDITORS, PATH, find_editor

PLUGIN = EDITORS / "neovim"
PATIENCE = 12
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
            if time.monotonic() > end:
                screen = self.ask('getline(1, "$") + split(execute("messages"), "\\n")')
                raise AssertionError(f"{expression} is {found!r}, not {expected!r}; {screen}")
            time.sleep(0.05)

    def menu(self, *words: str) -> None:
        """Wait until just these can be chosen."""
        self.until('map(complete_info(["items"]).items, "v:val.abbr")', list(words))


@contextmanager
def started_neovim(directory: Path, project: Path) -> Iterator[Neovim]:
    """Neovim in a project; what it keeps of its own goes to a directory."""
    nvim = find_editor("nvim", "Neovim 0.11 or later")
    init = directory / "init.lua"
    readme = (PLUGIN / "README.md").read_text(encoding="utf-8")
    set_up = readme.partition("```lua\n")[2].partition("```")[0]
    init.write_text(f"vim.opt.runtimepath:prepend({str(PLUGIN)!r})\nvim.lsp.enable('gage_ls')\n{set_up}")
    socket = str(directory / "nvim.sock")
    own = {f"XDG_{name}_HOME": str(directory / name) for name in ("CONFIG", "DATA", "STATE", "CACHE")}
    process = subprocess.Popen(
        [nvim, "--headless", "--clean", "-u", str(init), "--listen", socket],
        env={**os.environ, **own, "PATH": PATH},
        cwd=project,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    editor = Neovim(nvim, socket)
    editor.until("1", 1)
    try:
        yield editor
    finally:
        editor.quit()
        process.wait(PATIENCE)
