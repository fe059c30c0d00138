"""How many colours are printed where: one decision for all that Gage prints, seen on a real terminal and in a pipe."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from gage_command import gage

if sys.platform == "win32":
    pytest.skip("ptys are POSIX's", allow_module_level=True)

from cli.terminal import Terminal

GAGEFILE = """
[train]
exec = "echo loss: {lr}"

[train.config]
name = "lr"
default = 0.1

[wait]
exec = "until [ -e $PROJECT_DIR/go ]; do sleep 0.05; done"

[broken]
exce = "x"
"""

# kinds of escape sequences: none at all, attributes such as bold, one of 16 colours, one of 256, one by its RGB
NONE, ATTRIBUTES, OF_16, OF_256, OF_RGB = "none", "attributes", "16", "256", "rgb"

ON_A_TERMINAL = [
    ({}, OF_256),
    ({"TERM": "xterm"}, OF_16),
    ({"TERM": "screen"}, OF_16),
    ({"TERM": "xterm-kitty"}, OF_256),
    ({"TERM": "tmux-256color", "COLORTERM": "truecolor"}, OF_256),
    ({"TERM": "dumb"}, NONE),
    ({"TERM": "unknown"}, NONE),
    ({"TERM": ""}, NONE),
    ({"NO_COLOR": "1"}, ATTRIBUTES),
    ({"NO_COLOR": "0"}, ATTRIBUTES),
    ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, ATTRIBUTES),
    ({"NO_COLOR": "1", "GAGE_THEME": "dark"}, ATTRIBUTES),
    ({"NO_COLOR": "1", "TERM": "dumb"}, NONE),
    ({"CLICOLOR": "0"}, ATTRIBUTES),
    ({"CLICOLOR": "1"}, OF_256),
    ({"CLICOLOR": "0", "CLICOLOR_FORCE": "1"}, OF_256),
    ({"CLICOLOR": "0", "FORCE_COLOR": "1"}, OF_256),
    ({"FORCE_COLOR": "1", "TERM": "dumb"}, OF_16),
    ({"GAGE_THEME": "mono"}, ATTRIBUTES),
    ({"GAGE_THEME": "light"}, OF_256),
    ({"GAGE_THEME": "exact"}, OF_256),
    ({"GAGE_THEME": "exact", "COLORTERM": "truecolor"}, OF_RGB),
    ({"GAGE_THEME": "exact", "COLORTERM": "24bit", "TERM": "xterm"}, OF_RGB),
]
IN_A_PIPE = [
    ({}, NONE),
    ({"COLORTERM": "truecolor"}, NONE),
    ({"CLICOLOR": "1"}, NONE),
    ({"CLICOLOR_FORCE": "0"}, NONE),
    ({"CLICOLOR_FORCE": ""}, NONE),
    ({"FORCE_COLOR": ""}, NONE),
    ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, NONE),
    ({"NO_COLOR": "1", "CLICOLOR_FORCE": "1"}, NONE),
    ({"FORCE_COLOR": "1"}, OF_256),
    ({"FORCE_COLOR": "0"}, OF_256),  # force-color.org: whatever its value is
    ({"CLICOLOR_FORCE": "1"}, OF_256),
    ({"FORCE_COLOR": "1", "TERM": "dumb"}, OF_16),
    ({"FORCE_COLOR": "1", "GAGE_THEME": "mono"}, ATTRIBUTES),
]
COMMANDS = [
    ("check", "gage.toml"),
    ("list",),
    ("show", "1"),
    ("compare",),
    ("diff",),
    ("operations",),
    ("show", "no-such"),
    ("run", "broken", "-y"),
]
"""Tables, sections, diffs, problems, and errors."""


def kind(printed: str) -> str:
    """The most that the escape sequences of a text ask for."""
    codes = ";".join(re.findall(r"\x1b\[([\d;]*)m", printed))
    if re.search(r"\b[34]8;2;", codes):
        return OF_RGB
    if re.search(r"\b[34]8;5;", codes):
        return OF_256
    if re.search(r"\b(3|4|9|10)[0-7]\b", codes):
        return OF_16
    return ATTRIBUTES if "\x1b" in printed else NONE


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("colors") / "project"
    directory.mkdir()
    (directory / "gage.toml").write_text(GAGEFILE)
    (directory / "gageconfig.toml").write_text(
        '[themes.exact]\nplace = "#5ad0db"\nheading = "#5ad0db"\nhunk = "#5ad0db"\nerror = "#5ad0db"\n'
    )
    for rate in ("0.1", "0.2"):
        assert gage(directory, "run", "train", "-y", f"lr={rate}").returncode == 0
    return directory


@pytest.fixture(autouse=True)
def no_settings_of_the_caller(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("COLORTERM", "CLICOLOR", "CLICOLOR_FORCE", "COLORFGBG", "GAGE_THEME", "TMUX"):
        monkeypatch.delenv(name, raising=False)


def on_terminal(project: Path, *arguments: str, **settings: str) -> str:
    settings = {"NO_COLOR": "", "GAGE_PAGER": "cat", **settings}
    terminal = Terminal(project, [sys.executable, "-m", "gage", *arguments], 100, 40, **settings)
    terminal.finish()
    return terminal.shown.decode()


@pytest.mark.parametrize(("settings", "expected"), ON_A_TERMINAL, ids=str)
def test_on_a_terminal(project: Path, settings: dict[str, str], expected: str) -> None:
    assert kind(on_terminal(project, "check", "gage.toml", **settings)) == expected


@pytest.mark.parametrize(("settings", "expected"), IN_A_PIPE, ids=str)
def test_in_a_pipe(project: Path, settings: dict[str, str], expected: str) -> None:
    done = gage(project, "check", "gage.toml", **{"NO_COLOR": "", "TERM": "xterm-256color", **settings})
    assert kind(done.stdout) == expected


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, OF_256),
        ({"TERM": "xterm"}, OF_16),
        ({"NO_COLOR": "1"}, ATTRIBUTES),
        ({"TERM": "dumb"}, NONE),
        ({"GAGE_THEME": "exact", "COLORTERM": "truecolor"}, OF_RGB),
    ],
    ids=str,
)
def test_every_command_decides_alike(
    project: Path, arguments: tuple[str, ...], settings: dict[str, str], expected: str
) -> None:
    printed = on_terminal(project, *arguments, **settings)
    found = kind(printed)
    # Lines of tables have none of the sixteen colours, of which no grey is seen on every background.
    assert found == expected or (found == ATTRIBUTES and expected == OF_16 and "│" in printed), printed


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
@pytest.mark.parametrize(("settings", "expected"), [({}, NONE), ({"FORCE_COLOR": "1"}, OF_256)], ids=str)
def test_every_command_decides_alike_in_a_pipe(
    project: Path, arguments: tuple[str, ...], settings: dict[str, str], expected: str
) -> None:
    done = gage(project, *arguments, **{"NO_COLOR": "", "TERM": "xterm-256color", **settings})
    assert kind(done.stdout + done.stderr) == expected


@pytest.mark.parametrize(
    ("settings", "codes"),
    [
        ({"GAGE_THEME": "dark"}, "38;5;247"),
        ({"GAGE_THEME": "light"}, "38;5;241"),
        ({"COLORFGBG": "0;15"}, "38;5;241"),
        ({"NO_COLOR": "1"}, ""),
    ],
    ids=str,
)
def test_the_line_below_a_run_has_its_style(project: Path, settings: dict[str, str], codes: str) -> None:
    words = [sys.executable, "-m", "gage", "run", "wait", "-y"]
    (project / "go").unlink(missing_ok=True)
    terminal = Terminal(project, words, **{"NO_COLOR": "", **settings})
    terminal.until(lambda lines: any("  run  0:0" in line for line in lines))
    (project / "go").touch()
    assert terminal.finish() == 0
    found = set(re.findall(r"\x1b\[([\d;]+)m(?=[a-z]{5}-)", terminal.shown.decode()))
    assert found == ({codes} if codes else set())


def test_colours_of_stdout_and_stderr_are_decided_apart(project: Path) -> None:
    """A terminal for messages alone: `gage show no-such | less`."""
    script = f"{sys.executable} -m gage show no-such > out; {sys.executable} -m gage check gage.toml 2> err"
    terminal = Terminal(project, ["sh", "-c", script], 100, 40, NO_COLOR="")
    terminal.finish()
    error, report = terminal.shown.decode().split("\n", 1)
    assert error.startswith("\x1b[1;38;5;196mgage:\x1b[0m no run matches")
    assert kind(report) == OF_256
    assert (project / "err").read_text() == "1 error in gage.toml.\n"


@pytest.mark.parametrize(("command", "start"), [("true", "gage: run "), ("false", "\x1b[1;38;5;196mgage:\x1b[0m run ")])
def test_a_run_that_failed_is_told_like_an_error(tmp_path: Path, command: str, start: str) -> None:
    project = tmp_path / "project"
    project.mkdir()
    (project / "gage.toml").write_text(f'[train]\nexec = "{command}"\n')
    assert start in on_terminal(project, "run", "train", "-y")
