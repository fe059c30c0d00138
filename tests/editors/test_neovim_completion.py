"""A person types in a real Neovim, with the set-up of its README, and takes what is offered."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from editors.neovim_keys import Neovim, started_neovim

pytestmark = pytest.mark.slow


@pytest.fixture
def neovim(tmp_path: Path) -> Iterator[Neovim]:
    project = tmp_path / "project"
    project.mkdir()
    (project / "train.py").write_text("lr = 0.1\nepochs = 10\n")
    with started_neovim(tmp_path, project) as editor:
        yield editor


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
