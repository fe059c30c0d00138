"""One argument that means several runs: they are named, and a person at a terminal chooses one, in every command."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

import pytest
from gage_command import gage

from gage.cli.command_table import COMMANDS, load_command
from gage.runs.annotate import set_label
from gage.runs.record import Record
from gage.runs.store import RunStore

IDS = [f"01a2092{number}-1ed1-7000-a842-a74560a825b1" for number in range(3)]
"""Three runs of one name: the digits that spell it are the same."""

NAME = "kafom-fikud"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    directory = tmp_path / "project"
    directory.mkdir()
    (directory / "gage.toml").write_text('[train]\nexec = "echo"\n')
    runs_dir = directory / ".gage/runs"
    for number, run_id in enumerate(IDS):
        members = {
            "opref": f"2 project {'train' if number else 'prepare-data'}".encode(),
            "initialized": str(1_700_000_000_000_000 + number).encode(),
            "started": str(1_700_000_000_000_000 + number).encode(),
            "stopped": b"1700000001000000",
            "proc/exit": b"0",
        }
        Record(runs_dir, run_id).make(members)
        (runs_dir / run_id).mkdir()
    set_label(RunStore(runs_dir), IDS[1], "best \x1b[2J so far")
    return directory


ONE_RUN = {
    "show": ["show", "{run}"],
    "cat": ["cat", "{run}"],
    "open": ["open", "{run}", "--cmd", "echo"],
    "associate": ["associate", "{run}"],
    "diff": ["diff", "{run}", "1"],
    "watch": ["watch", "{run}"],
    "stop": ["stop", "{run}"],
    "comment --edit": ["comment", "{run}", "--edit", "1", "--msg", "x"],
    "comment --delete": ["comment", "{run}", "--delete", "1"],
    "run --start": ["run", "--start", "{run}"],
    "run --restart": ["run", "--restart", "{run}"],
    "run --proto": ["run", "--proto", "{run}"],
}


def test_every_command_that_takes_one_run_is_among_these() -> None:
    """Those that take any number of runs take all that an argument means; `diff` takes one for each argument, and a
    comment that is changed is one of one run."""
    taking = set()
    for name in COMMANDS:
        for action in load_command(name)[1]._actions:
            if (
                action.metavar == "RUN"
                and action.nargs in (None, "?")
                and not isinstance(action, argparse._AppendAction)
            ):
                taking.add(f"{name} {action.option_strings[-1]}" if action.option_strings else name)
    assert taking | {"diff", "comment --edit", "comment --delete"} == set(ONE_RUN)


@pytest.mark.parametrize("words", ONE_RUN.values(), ids=ONE_RUN)
def test_where_nobody_can_be_asked_the_runs_are_named(project: Path, words: list[str]) -> None:
    done = gage(project, *(word.format(run="kafom") for word in words))
    assert (done.returncode, done.stdout) == (1, "")
    assert re.fullmatch(
        "gage: 'kafom' matches 3 runs; give more of the name or id\n"
        rf"  {NAME}  01a20922-1ed1  train         \d years? ago\n"
        rf"  {NAME}  01a20921-1ed1  train         \d years? ago  best �\[2J so far\n"
        rf"  {NAME}  01a20920-1ed1  prepare-data  \d years? ago\n",
        done.stderr,
    )


def test_more_than_a_person_looks_through_are_counted(project: Path) -> None:
    for number in range(3, 25):
        run_id = f"01a209{number + 20}-1ed1-7000-a842-a74560a825b1"
        Record(project / ".gage/runs", run_id).make({"opref": b"2 project train"})
    lines = gage(project, "show", "kafom").stderr.splitlines()
    assert lines[0] == "gage: 'kafom' matches 25 runs; give more of the name or id"
    assert len(lines) == 22
    assert lines[-1] == "  … and 5 more"


if sys.platform != "win32":
    from cli.terminal import Terminal


def terminal(project: Path, *words: str) -> Terminal:
    shown = Terminal(project, [sys.executable, "-m", "gage", *words], 100, 24)
    shown.until(lambda lines: any("Which one?" in line for line in lines))
    return shown


@pytest.mark.skipif(sys.platform == "win32", reason="ptys are POSIX's")
class TestOnATerminal:
    @pytest.mark.parametrize(("typed", "chosen"), [("1", 2), ("2", 1), ("3", 0), ("7\nx\n0\n 2 ", 1)])
    def test_a_number_chooses(self, project: Path, typed: str, chosen: int) -> None:
        shown = terminal(project, "open", "kafom", "--cmd", "echo opened")
        assert shown.lines()[0] == "'kafom' matches 3 runs:"
        assert re.fullmatch(
            rf"   2  {NAME}  01a20921-1ed1  train         \d years? ago  best .\[2J so far", shown.lines()[2]
        )
        shown.type(f"{typed}\n".encode())
        assert shown.finish() == 0
        assert "".join(shown.lines()).endswith(f"opened {project}/.gage/runs/{IDS[chosen]}")

    @pytest.mark.parametrize(
        ("typed", "code", "last"), [(b"\n", 1, "Aborted!"), (b"\x04", 1, "Aborted!"), (b"\x03", 130, "Which one?")]
    )
    def test_enter_and_ctrl_c_choose_none(self, project: Path, typed: bytes, code: int, last: str) -> None:
        shown = terminal(project, "associate", "kafom")
        shown.type(typed)
        assert shown.finish() == code
        assert last in shown.lines()[-1]
        assert not list((project / ".gage/runs").glob("*.project"))

    def test_the_one_that_is_chosen_is_run_again(self, project: Path) -> None:
        shown = terminal(project, "run", "--proto", "kafom")
        shown.type(b"3\n")
        shown.until(lambda lines: "prepare-data" in lines[-1])
        assert shown.finish() == 1
        assert "gage.toml has no operation 'prepare-data'" in "".join(shown.lines())

    @pytest.mark.parametrize(
        "words", [["run", "--restart", "kafom", "-y"], ["completion", "words", "cat", "kafom", "--path", ""]]
    )
    def test_who_shall_not_be_asked_is_not(self, project: Path, words: list[str]) -> None:
        shown = Terminal(project, [sys.executable, "-m", "gage", *words], 100, 24)
        shown.finish()
        assert "Which one?" not in "".join(shown.lines())

    def test_nothing_is_asked_where_the_question_would_not_be_seen(self, project: Path) -> None:
        shown = Terminal(project, ["sh", "-c", f"{sys.executable} -m gage show kafom 2> told"], 100, 24)
        assert shown.finish() == 1
        assert (project / "told").read_text().startswith("gage: 'kafom' matches 3 runs; give more")


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        (["latest"], [2]), (["~1"], [1]), (["latest~2"], [0]), (["latest:train~1"], [1]), (["latest:project:prepare-data"], [0]),
        (["-1"], [0]), (["-2:"], [1, 0]), (["kafom"], [2, 1, 0]), (["01a20921", "latest"], [2, 1]), (["-w", "op = train", "-1"], [1]),
    ],
)  # fmt: skip
def test_runs_are_named_on_the_command_line(project: Path, words: list[str], ids: list[int]) -> None:
    assert gage(project, "select", *words).stdout.split() == [IDS[number] for number in ids]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["select", "~3"], "there is no run ~3 in a list of 3"),
        (["select", "latest:trian"], "no run matches 'latest:trian': there is no run of operation 'trian'"),
        (["label", "-4", "-s", "x", "-y"], "there is no run -4 in a list of 3"),
        (["show", "-w", "op = prepare-data", "2"], "there is no run 2 in a list of 1"),
        (["restore", "latest", "-y"], "there is no run latest in a list of 0"),
    ],
)
def test_what_means_no_run_is_refused(project: Path, words: list[str], message: str) -> None:
    done = gage(project, *words)
    assert done.returncode == 1
    assert done.stderr.startswith(f"gage: {message}; 'gage list")


def test_deleted_runs_are_named_in_their_own_list(project: Path) -> None:
    assert gage(project, "delete", "latest:train", "latest:prepare-data", "-y").returncode == 0
    assert gage(project, "select", "latest").stdout.strip() == IDS[1]
    assert gage(project, "restore", "latest:prepare-data", "-y").returncode == 0
    assert gage(project, "select", "-1").stdout.strip() == IDS[0]
    assert gage(project, "purge", "latest~0", "-y").returncode == 0
    assert gage(project, "select", ":").stdout.split() == [IDS[1], IDS[0]]
