"""What a person sees of a run on a terminal: its output unharmed, and below it how far it is."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from gage_command import gage

if sys.platform == "win32":
    pytest.skip("ptys are POSIX's", allow_module_level=True)

from cli.terminal import Terminal

GAGEFILE = r"""
[steps]
progress = {stage-runtime = "fraction", run = "fraction"}

[steps.exec]
stage-runtime = "echo fetched; until [ -e $PROJECT_DIR/staged ]; do sleep 0.05; done"
run = '''
for i in 1 2 3 4 5 6 7 8 9 10 11 12; do echo epoch $i/16; done
until [ -e $PROJECT_DIR/go ]; do sleep 0.05; done
echo done'''

[bar]
exec = '''#!/usr/bin/env python3
import os, sys, time
print("loading")
for i in range(6):
    sys.stderr.write(f"\r{20 * i:3}%|{'#' * i:5}| {i}/5 [00:0{i}<00:01, 1.00it/s]")
    sys.stderr.flush()
    if i == 2:
        while not os.path.exists(os.environ["PROJECT_DIR"] + "/go"):
            time.sleep(0.05)
sys.stderr.write("\n")
print("done")
'''
progress = "tqdm"

[open]
exec = "printf 'no end'; until [ -e $PROJECT_DIR/go ]; do sleep 0.05; done"

[colours]
exec = '''printf '\033[31mred\r\n\tcaf\303\251 \377 8%%\r9%%\r10%%\n' '''
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    directory = tmp_path / "project"
    directory.mkdir()
    (directory / "gage.toml").write_text(GAGEFILE)
    return directory


def run(project: Path, *arguments: str, columns: int = 60, **settings: str) -> Terminal:
    return Terminal(project, [sys.executable, "-m", "gage", "run", *arguments, "-y"], columns, **settings)


def test_the_line_below_tells_phase_progress_and_time(project: Path) -> None:
    terminal = run(project, "steps")
    lines = terminal.until(lambda lines: bool(lines) and "stage-runtime" in lines[-1])
    assert lines[0] == "fetched"
    assert re.fullmatch(r"[a-z]{5}-[a-z]{5}  stage-runtime  \d:\d\d", lines[1])
    (project / "staged").touch()
    lines = terminal.until(lambda lines: "12/16" in lines[-1])
    assert lines[:-1] == ["fetched", *(f"epoch {i}/16" for i in range(1, 13))]
    assert re.fullmatch(r"[a-z]{5}-[a-z]{5}  run  ━{15}┄{5}  75%  12/16  \d:\d\d", lines[-1])
    later = terminal.until(lambda later: later[-1] != lines[-1])
    assert later[:-1] == lines[:-1]
    (project / "go").touch()
    assert terminal.finish() == 0
    *output, end = terminal.lines()
    assert output == ["fetched", *(f"epoch {i}/16" for i in range(1, 13)), "done"]
    assert re.fullmatch(r"gage: run [a-z]{5}-[a-z]{5} completed", end)


def test_a_bar_is_drawn_by_its_own_program_and_the_line_is_below_it(project: Path) -> None:
    terminal = run(project, "bar")
    lines = terminal.until(lambda lines: bool(lines) and "2/5  " in lines[-1])
    assert lines[:-1] == ["loading", " 40%|##   | 2/5 [00:02<00:01, 1.00it/s]"]
    assert terminal.screen.cursor.x == len(lines[1])
    (project / "go").touch()
    assert terminal.finish() == 0
    assert terminal.lines()[:-1] == ["loading", "100%|#####| 5/5 [00:05<00:01, 1.00it/s]", "done"]


def test_a_line_that_is_left_open_is_not_written_into(project: Path) -> None:
    terminal = run(project, "open")
    lines = terminal.until(lambda lines: len(lines) == 2)
    assert lines[0] == "no end"
    assert re.fullmatch(r"[a-z]{5}-[a-z]{5}  run  \d:\d\d", lines[1])
    (project / "go").touch()
    assert terminal.finish() == 0
    assert [lines[0], "gage: run"] == [terminal.lines()[0], terminal.lines()[1][:9]]
    assert gage(project, "show", "--output").stdout == "no end"


def test_ctrl_c_takes_the_line_away(project: Path) -> None:
    terminal = run(project, "open")
    terminal.until(lambda lines: len(lines) == 2)
    terminal.type(b"\x03")
    assert terminal.finish() == 254
    assert terminal.lines()[0] == "no end^C"
    assert terminal.lines()[1].endswith(" was terminated (exit code 254)")
    assert len(terminal.lines()) == 2


@pytest.mark.parametrize(
    ("columns", "line"),
    [
        (40, r"[a-z]{5}-[a-z]{5}  run  75%  12/16  \d:\d\d"),
        (30, r"run  75%  12/16  \d:\d\d"),
        (18, r"run  75%  12/16  "),
    ],
)
def test_a_narrow_terminal_gets_what_fits(project: Path, columns: int, line: str) -> None:
    (project / "staged").touch()
    terminal = run(project, "steps", columns=columns)
    lines = terminal.until(lambda lines: bool(lines) and "12/16" in lines[-1] and not lines[-1].startswith("epoch"))
    assert re.fullmatch(line.rstrip(), lines[-1])
    assert lines[:-1] == ["fetched", *(f"epoch {i}/16" for i in range(1, 13))]
    (project / "go").touch()
    terminal.finish()


def test_the_line_follows_the_width_of_the_window(project: Path) -> None:
    (project / "staged").touch()
    terminal = run(project, "steps")
    terminal.until(lambda lines: bool(lines) and "━" in lines[-1])
    terminal.resize(30, 10)
    lines = terminal.until(lambda lines: lines[-1].startswith("run  75%"))
    assert lines[:-1] == ["fetched", *(f"epoch {i}/16" for i in range(1, 13))]
    terminal.resize(12, 10)
    terminal.until(lambda lines: lines[-1] == "epoch 12/16")
    terminal.resize(60, 10)
    terminal.until(lambda lines: "━" in lines[-1])
    (project / "go").touch()
    assert terminal.finish() == 0


@pytest.mark.parametrize(
    ("arguments", "settings"),
    [
        (["open"], {"TERM": "dumb"}),
        (["open"], {"TERM": "unknown"}),
        (["open"], {"TERM": ""}),
        (["open", "--quiet"], {}),
        (["open", "--json"], {}),
    ],
)
def test_nothing_is_drawn_where_nothing_can_be_or_shall_be(
    project: Path, arguments: list[str], settings: dict[str, str]
) -> None:
    (project / "go").touch()
    terminal = run(project, *arguments, **settings)
    assert terminal.finish() == 0
    assert b"\x1b" not in terminal.shown


@pytest.mark.parametrize("redirected", [">out", "2>out"])
def test_nothing_is_drawn_where_one_of_the_streams_leads_elsewhere(project: Path, redirected: str) -> None:
    script = f"(sleep 2; touch {project}/go) & {sys.executable} -m gage run open -y {redirected}"
    terminal = Terminal(project, ["sh", "-c", script])
    assert terminal.finish() == 0
    assert b"\x1b" not in terminal.shown
    assert "\x1b" not in (project / "out").read_text()


def test_each_stream_is_relayed_to_its_own(project: Path) -> None:
    (project / "go").touch()
    ended = gage(project, "run", "bar", "-y")
    assert ended.stdout == "loading\ndone\n"
    assert ended.stderr.count("| 5/5 [") == 1
    assert "loading" not in ended.stderr


def test_bytes_reach_the_screen_as_they_are(project: Path) -> None:
    """Carriage returns, colours and what is no UTF-8 are the terminal's to make sense of (and to turn ends of lines)."""
    terminal = run(project, "colours")
    assert terminal.finish() == 0
    assert terminal.shown.startswith(b"\x1b[31mred\r\r\n\tcaf\xc3\xa9 \xff 8%\r9%\r10%\r\ngage: run ")
