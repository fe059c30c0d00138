"""`gage watch` of the list: a table on a terminal that follows the runs and gives the terminal back, lines elsewhere."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from gage_command import environment, gage, gage_json

if sys.platform == "win32":
    pytest.skip("ptys are POSIX's", allow_module_level=True)

from cli.terminal import Terminal

from gage.runs.store import RunStore

GAGEFILE = r"""
[train]
exec = '''
for n in 1 2 3 4; do echo "step: $n"; echo "loss: 0.$((9 - n))"; echo epoch $n/8; done
until [ -e $PROJECT_DIR/go ]; do sleep 0.05; done
for n in 5 6 7 8; do echo "step: $n"; echo "loss: 0.$((9 - n))"; echo epoch $n/8; done
'''
output-metrics = true
progress = "fraction"

[fail]
exec = "exit 3"
"""
ENTERED, LEFT = b"\x1b[?1049h", b"\x1b[?25h\x1b[?1049l"

Start = Callable[..., subprocess.Popen[bytes]]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    directory = tmp_path / "project"
    directory.mkdir()
    (directory / "gage.toml").write_text(GAGEFILE)
    return directory


@pytest.fixture
def start(project: Path) -> Iterator[Start]:
    """Starts `gage` beside the test, and lets it end."""
    started = []

    def start_one(*words: str, **settings: object) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "gage", *words]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, **settings}
        started.append(subprocess.Popen(command, cwd=project, env=environment(project.parent), **quiet))  # type: ignore[call-overload]
        return started[-1]

    yield start_one
    (project / "go").touch()
    for process in started:
        process.terminate() if "watch" in process.args else None
        process.wait()


def watch(project: Path, *arguments: str, columns: int = 80, rows: int = 12) -> Terminal:
    return Terminal(project, [sys.executable, "-m", "gage", "watch", *arguments], columns, rows)


def rows(lines: list[str]) -> list[list[str]]:
    """The words of each row of the table, as it stands on the screen now."""
    return [line.split() for line in lines[1:]]


def has(terminal: Terminal, *words: str) -> list[list[str]]:
    """Wait for a row that has these words."""
    return rows(terminal.until(lambda lines: any(set(words) <= set(row) for row in rows(lines))))


def test_a_run_is_followed_in_the_list_from_its_beginning_to_its_end(project: Path, start: Start) -> None:
    terminal = watch(project)
    terminal.until(lambda lines: lines[:1] == ["no run under way, 0 in all; q or Ctrl-C ends"])
    start("run", "train", "-y", "-l", "first try")
    row = has(terminal, "running", "50%", "loss=0.5")[1]
    assert (row[0], row[2:4], row[5:]) == ("1", ["train", "running"], ["50%", "loss=0.5", "█▆▃▁", "first", "try"])
    assert re.fullmatch(r"\w{5}", row[1])
    assert re.fullmatch(r"\d:\d\d", row[4])
    elapsed = row[4]
    terminal.until(lambda lines: rows(lines)[1][4] > elapsed)
    (project / "go").touch()
    row = has(terminal, "completed")[1]
    assert row[2:4] + row[5:] == ["train", "completed", "loss=0.1", "█▇▆▅▄▃▂▁", "first", "try"]
    assert terminal.lines()[0] == "no run under way, 1 in all; q or Ctrl-C ends"
    gage(project, "delete", "1", "-y")
    terminal.until(lambda lines: lines == ["no run under way, 0 in all; q or Ctrl-C ends"])
    terminal.type(b"q")
    assert terminal.finish() == 0
    assert (terminal.shown.count(ENTERED), terminal.shown.count(LEFT)) == (1, 1)


def test_below_the_output_of_one_run_a_line_says_how_far_it_is(project: Path, start: Start) -> None:
    start("run", "train", "-y")
    while not gage_json(project, "list", "-w", "status = running", "--json"):
        pass
    terminal = watch(project, "1", columns=70, rows=20)
    lines = terminal.until(lambda lines: bool(lines) and "4/8" in lines[-1] and "%" in lines[-1])
    assert lines[-2] == "epoch 4/8"
    assert re.fullmatch(r"\w{5}-\w{5}  run  ━{10}┄{10}  50%  4/8  \d:\d\d", lines[-1])
    (project / "go").touch()
    assert terminal.finish() == 0
    lines = terminal.lines()
    assert [line for line in lines if "/8" in line] == [f"epoch {n}/8" for n in range(1, 9)]
    assert re.fullmatch(r"gage: run \w{5}-\w{5} is completed", lines[-1])


def test_runs_under_way_come_first_and_a_small_screen_has_what_matters(project: Path, start: Start) -> None:
    start("run", "train", "-y")
    gage(project, "list", "-w", "status = running")
    terminal = watch(project, "-l", columns=80)
    has(terminal, "running", "50%")
    for _ in range(2):
        gage(project, "run", "fail", "-y")
    has(terminal, "3", "running", "50%")
    table = rows(terminal.until(lambda lines: len(lines) == 5 and sum("error" in line for line in lines) == 2))
    assert [row[:4:3] for row in table] == [["#", "status"], ["3", "running"], ["1", "error"], ["2", "error"]]
    terminal.resize(34, 4)
    table = rows(terminal.until(lambda lines: len(lines) == 4 and "1 run under way" in lines[0]))
    assert table[0] == ["name", "status", "elapsed", "metric"]
    assert [row[1] for row in table[1:]] == ["running", "error"]
    assert terminal.lines()[0].startswith("1 run under way, 3 in all, 2 s")
    terminal.resize(120, 12)
    terminal.until(lambda lines: len(lines) == 5 and {"3", "running", "50%"} <= set(" ".join(lines).split()))
    terminal.type(b"\x03")
    assert terminal.finish() == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_whatever_ends_it_the_terminal_is_given_back(project: Path, number: signal.Signals) -> None:
    terminal = watch(project, "--list")
    terminal.until(lambda lines: bool(lines) and lines[0].startswith("no run"))
    os.kill(terminal.pid, number)
    assert terminal.finish() == (0 if number == signal.SIGINT else 128 + number)
    assert terminal.shown.endswith(LEFT)


def test_many_runs_fill_one_screen(project: Path) -> None:
    store = RunStore(project / ".gage" / "runs")
    (project / ".gage" / "runs").mkdir(parents=True)
    for number in range(40):
        members = {"opref": b"2 demo train", "proc/exit": b"0", "started": b"%d" % number, "stopped": b"%d" % number}
        store.make_run({**members, "initialized": b"%d" % number})
    terminal = watch(project)
    lines = terminal.until(lambda lines: len(lines) == 12)
    assert lines[0] == "no run under way, 40 in all, 10 shown; q or Ctrl-C ends"
    terminal.type(b"\x03")
    assert terminal.finish() == 0


def test_nothing_is_written_while_nothing_changes(project: Path) -> None:
    gage(project, "run", "fail", "-y")
    terminal = watch(project)
    has(terminal, "error")
    written = len(terminal.shown)
    terminal.type(b"x")  # a key that means nothing
    gage(project, "run", "fail", "-y")
    has(terminal, "2", "error")
    assert terminal.shown.count(b"\x1b[H") == terminal.shown.count(b"in all") + 1
    assert terminal.shown.count(b"in all") <= 6
    assert len(terminal.shown) > written
    terminal.type(b"q")
    assert terminal.finish() == 0


def test_elsewhere_each_change_is_a_line(project: Path, start: Start) -> None:
    start("run", "train", "-y")
    while not gage_json(project, "list", "-w", "status = running", "--json"):
        pass
    watching = start("watch", "--list", stdout=subprocess.PIPE)
    assert watching.stdout
    name = gage_json(project, "show", "--json")["name"]
    assert watching.stdout.readline().decode() == f"{name}  train  running\n"
    (project / "go").touch()
    assert watching.stdout.readline().decode() == f"{name}  train  completed\n"
    gage(project, "delete", "1", "-y")
    assert watching.stdout.readline().decode() == f"{name}  deleted\n"
    gage(project, "run", "--stage", "train", "-y")
    staged = gage_json(project, "show", "--json")["name"]
    lines = [watching.stdout.readline().decode()]
    while "staged" not in lines[-1]:
        lines.append(watching.stdout.readline().decode())
    assert lines[-1] == f"{staged}  train  staged\n"
    watching.send_signal(signal.SIGINT)
    assert watching.wait() == 0


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ((), 1, "gage: no run is running; name a run, or write --list to wait for runs\n"),
        (("--list", "1"), 2, "gage: --list and '1' exclude each other; --list is about all runs\n"),
        (("--list", "--whole"), 2, "gage: --list and --whole exclude each other; --list is about all runs\n"),
    ],
)
def test_what_makes_no_sense_is_refused(project: Path, arguments: tuple[str, ...], code: int, said: str) -> None:
    refused = gage(project, "watch", *arguments)
    assert (refused.returncode, refused.stderr) == (code, said)
