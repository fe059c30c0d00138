"""The four real shells in a terminal: a line is begun, Tab pressed, and what the shell made of it read from the screen."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from editors.session import PATH, find_editor
from editors.terminal import Terminal
from gage_command import gage
from node_packages import installed

pytestmark = pytest.mark.slow

GAGEFILE = """\
[prepare]
exec = "true"

[train]
exec = "echo {optimizer}"
config = [{ name = "optimizer", choices = ["adam", "sgd"], default = "sgd" }]
"""
SHELLS = ("bash", "zsh", "fish", "nu")

Open = Callable[[str], Terminal]


@pytest.fixture
def open_shell(tmp_path: Path) -> Iterator[Open]:
    """Opens a shell in a project with one run, after its completion was installed as a person would."""
    project = tmp_path / "project"
    project.mkdir()
    (project / "gage.toml").write_text(GAGEFILE, encoding="utf-8")
    (project / "data.csv").touch()
    settings = {"XDG_DATA_HOME": str(tmp_path / "share"), "XDG_CONFIG_HOME": str(tmp_path / "config")}
    assert gage(project, "run", "train", "-y", "-l", "best so far", **settings).returncode == 0
    opened = []

    def open_one(shell: str) -> Terminal:
        assert gage(project, "completion", "install", shell, **settings).returncode == 0
        environ = {"HOME": str(tmp_path), "PATH": PATH, "TERM": "xterm-256color", "LANG": "C.UTF-8", **settings}
        opened.append(Terminal(project, _command(shell, tmp_path), environ))
        opened[-1].until("GO")
        return opened[-1]

    yield open_one
    for terminal in opened:
        terminal.close()


def _command(shell: str, home: Path) -> list[str]:
    """The shell with a prompt to wait for, and otherwise as it is for somebody who never configured it."""
    if shell == "bash":
        script = home / "share/bash-completion/completions/gage"
        (home / ".bashrc").write_text(f"PS1='GO '\nsource '{script}'\n", encoding="utf-8")
        return [find_editor("bash", "bash"), "--rcfile", str(home / ".bashrc"), "-i"]
    if shell == "zsh":
        places = home / "share/zsh/site-functions"
        lines = (f"fpath+=('{places}')", "autoload -Uz compinit", "compinit -u -D", "PS1='GO '")
        (home / ".zshrc").write_text("\n".join(lines) + "\n", encoding="utf-8")
        return [find_editor("zsh", "zsh"), "-d", "-i"]
    if shell == "fish":
        return [find_editor("fish", "fish"), "-C", "function fish_prompt; echo -n 'GO '; end"]
    config = "$env.PROMPT_COMMAND = {|| 'GO ' }; $env.PROMPT_COMMAND_RIGHT = {|| '' }; $env.config.show_banner = false"
    nu = installed(Path(__file__).with_name("package.json")) / "node_modules/.bin/nu"
    return [str(nu), "--execute", config]


@pytest.mark.parametrize("shell", SHELLS)
def test_what_can_follow_is_completed(shell: str, open_shell: Open) -> None:
    terminal = open_shell(shell)
    terminal.type("gage compl", "Tab")
    terminal.until("gage completion")
    terminal.type("C-u", "gage run prep", "Tab")
    terminal.until("gage run prepare")
    terminal.type("C-u", "gage run train opt", "Tab")
    terminal.until("gage run train optimizer=")
    terminal.type("a", "Tab")
    terminal.until("gage run train optimizer=adam")
    terminal.type("C-u", "gage list --dele", "Tab")
    terminal.until("gage list --deleted")


@pytest.mark.parametrize("shell", SHELLS)
def test_where_several_words_can_follow_they_are_listed(shell: str, open_shell: Open) -> None:
    terminal = open_shell(shell)
    terminal.type("gage run ", "Tab", "Tab")
    screen = terminal.until("prepare")
    assert "train" in screen


@pytest.mark.parametrize("shell", SHELLS)
def test_files_are_completed_where_files_are_meant(shell: str, open_shell: Open) -> None:
    terminal = open_shell(shell)
    terminal.type("gage check ga", "Tab")
    terminal.until("gage check gage.toml")


@pytest.mark.parametrize("shell", [name for name in SHELLS if name != "nu"])
def test_a_label_of_several_words_stays_one_argument(shell: str, open_shell: Open) -> None:
    terminal = open_shell(shell)
    terminal.type("gage label 1 -y --set b", "Tab", "Enter")
    terminal.until("labelled 1 run")


def test_the_directory_that_is_named_counts(open_shell: Open, tmp_path: Path) -> None:
    terminal = open_shell("bash")
    terminal.type("cd /", "Enter", f"gage -C {tmp_path}{os.sep}project run prep", "Tab")
    terminal.until("run prepare")
