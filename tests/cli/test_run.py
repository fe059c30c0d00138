from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from gage_command import environment, gage, gage_json

from gage.runs.process_identity import process_lives

GAGEFILE = """
[train]
description = "Train a model"
exec = "{python} train.py"
config = "train.py"
default = true

[fail]
exec = "exit 3"

[broken]
exce = "x"
"""
TRAIN = "lr = 0.1  # rate\nname = 'a'\nprint('lr is', lr)\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "gage.toml").write_text(GAGEFILE.replace("{python}", sys.executable))
    (tmp_path / "train.py").write_text(TRAIN)
    return tmp_path


def runs(project: Path) -> list[dict[str, object]]:
    return gage_json(project, "list", "--json")


def test_a_run_prints_what_the_command_prints_and_lists_as_completed(project: Path) -> None:
    result = gage(project, "run", "train", "lr=0.5", "-y", "-l", "first")
    assert (result.returncode, result.stdout) == (0, "lr is 0.5\n")
    (run,) = runs(project)
    assert run["status"] == "completed"
    assert run["operation"] == "train"
    assert run["label"] == "first"
    assert run["config"] == {"lr": 0.5, "name": "a"}
    copied = Path(str(run["run_dir"]), "train.py").read_text()
    assert copied == TRAIN.replace("0.1", "0.5")
    assert (project / "train.py").read_text() == TRAIN


def test_the_exit_code_is_that_of_the_command(project: Path) -> None:
    assert gage(project, "run", "fail", "-y").returncode == 3
    assert [run["status"] for run in runs(project)] == ["error"]


def test_without_a_name_the_default_operation_is_run_flags_included(project: Path) -> None:
    assert gage(project, "run", "-y", "lr=2").stdout == "lr is 2.0\n"


def test_it_asks_before_it_runs_and_takes_no_for_an_answer(project: Path) -> None:
    result = gage(project, "run", "train", "lr=0.5", stdin="what\nn\n")
    assert result.returncode == 0
    assert "You are about to run train\n  lr: 0.5\n" in result.stderr
    assert gage(project, "run", "train", stdin="").returncode == 1
    assert runs(project) == []
    assert gage(project, "run", "train", stdin="\n").stdout == "lr is 0.1\n"


def test_what_it_asks_about_shows_no_secret(project: Path) -> None:
    (project / "train.py").write_text("lr = 0.1\napi_token = 'none'\n")
    result = gage(project, "run", "train", "api_token=hunter2hunter2", stdin="n\n")
    assert "  api_token: <secret API_TOKEN>\n  lr: 0.1\n" in result.stderr
    assert "hunter2" not in result.stderr
    gage(project, "run", "train", "api_token=hunter2hunter2", "--stage", "-y")
    started = gage(project, "run", "--start", "1", stdin="n\n", API_TOKEN="hunter2hunter2")
    assert "  api_token: <secret API_TOKEN>\n" in started.stderr


def test_events_are_json_one_a_line(project: Path) -> None:
    result = gage(project, "run", "train", "-y", "--json")
    events = [json.loads(line) for line in result.stdout.splitlines()]
    names = [event["event"] for event in events]
    assert (names[:2], set(names[2:-1]), names[-1]) == (["run", "phase"], {"output"}, "end")
    (run,) = runs(project)
    assert events[0] == {
        "event": "run",
        "id": run["id"],
        "name": run["name"],
        "run_dir": run["run_dir"],
        "progress": False,
    }
    assert "".join(event["text"] for event in events[2:-1]) == "lr is 0.1\n"
    assert events[-1] == {"event": "end", "id": run["id"], "status": "completed", "exit_code": 0}


def test_quiet_keeps_the_output_without_showing_it(project: Path) -> None:
    assert gage(project, "run", "train", "-y", "-q").stdout == ""
    assert gage(project, "show", "-o").stdout == "lr is 0.1\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["trian"],
            "gage.toml has no operation 'trian'; it has errors, which 'gage check' shows; did you mean 'train'?",
        ),
        (["train", "lrr=1"], "id you mean"),
        (["train", "lr"], "lr"),
        (["train", "lr=fast"], "lr"),
        (["broken"], "gage.toml:12:1: error: unknown key 'exce' in operation 'broken'"),
    ],
)
def test_what_cannot_be_run_is_refused_and_nothing_is_made(project: Path, arguments: list[str], message: str) -> None:
    result = gage(project, "run", *arguments, "-y")
    assert result.returncode in (1, 2)
    assert message in result.stderr
    assert not (project / ".gage").exists()


def test_an_error_elsewhere_in_the_gagefile_is_only_mentioned(project: Path) -> None:
    result = gage(project, "run", "train", "-y")
    assert result.returncode == 0
    assert "gage.toml has an error; 'gage check' shows more" in result.stderr


def test_an_operation_whose_error_is_silenced_can_be_run(project: Path) -> None:
    gagefile = project / "gage.toml"
    gagefile.write_text(
        gagefile.read_text() + '\n[odd]\nexec = "echo odd"\nteam = "vision" # gage: ignore[unknown-key]\n'
    )
    assert gage(project, "run", "odd", "-y").stdout == "odd\n"


def test_a_project_without_a_gagefile_says_what_to_write(tmp_path: Path) -> None:
    result = gage(tmp_path, "run", "train", "-y")
    assert result.returncode == 1
    assert "gage.toml" in result.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX's")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 254), (signal.SIGTERM, 241)])
def test_ctrl_c_and_sigterm_leave_a_run_that_lists_as_terminated(
    project: Path, number: signal.Signals, code: int
) -> None:
    (project / "train.py").write_text("import time\nprint('started', flush=True)\ntime.sleep(60)\n")
    command = [sys.executable, "-m", "gage", "run", "train", "-y"]
    with subprocess.Popen(
        command, cwd=project, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment(project.parent)
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"started\n"
        (running,) = runs(project)
        assert running["status"] == "running"
        process.send_signal(number)
        process.stdout.read()
        assert process.wait(timeout=30) == code
    (run,) = runs(project)
    assert run["status"] == "terminated"
    assert run["exit_code"] == -number
    assert run["stopped"] is not None


WAIT = "import time\nprint('started', flush=True)\ntime.sleep(600)\n"


def until(project: Path, status: str) -> dict[str, object]:
    """The newest run once it has a status."""
    for _ in range(600):
        if (found := runs(project)) and found[0]["status"] == status:
            return found[0]
    raise AssertionError(f"no run became {status}")


@pytest.mark.skipif(sys.platform == "win32", reason="terminals are POSIX's")
def test_closing_the_terminal_ends_the_run_which_is_recorded(project: Path) -> None:
    import pty

    (project / "train.py").write_text(WAIT)
    ours, theirs = pty.openpty()
    # The new session takes its first terminal for its own; closing our end is closing the window.
    attach = (
        "import os, sys, fcntl, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); os.execv(sys.executable, sys.argv[1:])"
    )
    command = [sys.executable, "-c", attach, sys.executable, "-m", "gage", "run", "train", "-y"]
    with subprocess.Popen(
        command,
        cwd=project,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
        env=environment(project.parent),
    ):
        os.close(theirs)
        until(project, "running")
        os.close(ours)
    run = until(project, "terminated")
    assert run["exit_code"] == -signal.SIGHUP


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no watchdog")
def test_a_run_whose_gage_is_killed_is_terminated_and_nothing_of_it_goes_on(project: Path) -> None:
    # A file with a library's name must not be what the watchdog imports.
    (project / "json.py").write_text(f"open({str(project / 'imported')!r}, 'w').close()\nraise SystemExit\n")
    (project / "train.py").write_text("import os\nprint(os.getpid(), flush=True)\n" + WAIT)
    with subprocess.Popen(
        [sys.executable, "-m", "gage", "run", "train", "-y"],
        cwd=project,
        stdout=subprocess.PIPE,
        env=environment(project.parent),
    ) as process:
        assert process.stdout is not None
        command = int(process.stdout.readline())
        process.kill()
    run = until(project, "terminated")
    assert run["exit_code"] in (-signal.SIGTERM, -signal.SIGKILL)
    assert not process_lives(command)
    assert not (project / "imported").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX's")
def test_a_run_is_stopped_from_another_terminal(project: Path) -> None:
    (project / "train.py").write_text(WAIT)
    with subprocess.Popen(
        [sys.executable, "-m", "gage", "run", "train", "-y"],
        cwd=project,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(project.parent),
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"started\n"
        stopped = gage(project, "stop")
        assert (stopped.returncode, stopped.stdout) == (0, "")
        assert stopped.stderr.startswith("gage: asked run ")
        process.communicate()
        assert process.returncode == 254
    assert [run["status"] for run in runs(project)] == ["terminated"]
    again = gage(project, "stop", "1")
    assert again.returncode == 1
    assert "is not running: it is terminated" in again.stderr


def test_a_staged_run_keeps_what_it_was_made_of(project: Path) -> None:
    result = gage(project, "run", "train", "lr=0.5", "--stage", "-y", "-l", "later")
    assert (result.returncode, result.stdout) == (0, "")
    (run,) = runs(project)
    assert (run["status"], run["started"], run["label"]) == ("staged", None, "later")
    assert f"start it with 'gage run --start {run['name']}'" in result.stderr
    (project / "train.py").unlink()
    (project / "gage.toml").unlink()
    (project / "gageconfig.toml").touch()
    assert gage(project, "run", "--start", str(run["name"]), "-y").stdout == "lr is 0.5\n"
    assert [run["status"] for run in runs(project)] == ["completed"]
    assert gage(project, "run", "--start", "1", "-y").returncode == 1


def test_it_asks_before_it_stages_or_starts(project: Path) -> None:
    assert "You are about to stage train\n" in gage(project, "run", "train", "--stage", stdin="n\n").stderr
    assert runs(project) == []
    gage(project, "run", "train", "--stage", "-y")
    asked = gage(project, "run", "--start", "1", stdin="n\n")
    assert asked.returncode == 0
    assert f"You are about to start {runs(project)[0]['name']}, a run of train\n  lr: 0.1\n" in asked.stderr
    assert [run["status"] for run in runs(project)] == ["staged"]


def test_staging_and_starting_tell_events_too(project: Path) -> None:
    staged = gage(project, "run", "train", "--stage", "-y", "--json")
    events = [json.loads(line) for line in staged.stdout.splitlines()]
    (run,) = runs(project)
    assert events == [
        {"event": "run", "id": run["id"], "name": run["name"], "run_dir": run["run_dir"], "progress": False},
        {"event": "end", "id": run["id"], "status": "staged", "exit_code": 0},
    ]
    started = gage(project, "run", "--start", str(run["id"]), "-y", "--json")
    names = [json.loads(line)["event"] for line in started.stdout.splitlines()]
    assert (names[:2], names[-1]) == (["run", "phase"], "end")


def test_a_preview_makes_nothing_and_says_what_a_run_would_be(project: Path) -> None:
    (project / "data.bin").write_bytes(b"\0" * 10)
    shown = gage(project, "run", "train", "lr=0.5", "--preview")
    assert shown.returncode == 0
    for part in (f"{sys.executable} train.py", "lr", "0.5", "train.py", str(len(TRAIN)), "**/* text size<100000"):
        assert part in shown.stdout
    preview = json.loads(gage(project, "run", "train", "lr=0.5", "--preview", "--json").stdout)
    assert preview["commands"] == {"run": f"{sys.executable} train.py"}
    assert preview["config"] == {"lr": 0.5, "name": "a"}
    assert preview["sourcecode"]["paths"] == ["gage.toml", "train.py"]
    assert [file["size"] for file in preview["sourcecode"]["files"]] == [
        (project / name).stat().st_size for name in preview["sourcecode"]["paths"]
    ]
    assert {file["pattern"] for file in preview["sourcecode"]["files"]} == {preview["sourcecode"]["patterns"][0]}
    assert not (project / ".gage").exists()
    for arguments in (["nope"], ["broken"], ["train", "lr=fast"]):
        assert gage(project, "run", *arguments, "--preview").returncode == 1
    assert not (project / ".gage").exists()


def test_a_run_is_repeated_with_its_config_and_the_source_code_of_now(project: Path) -> None:
    gage(project, "run", "train", "lr=0.5", "name=b c", "-y", "-q")
    (project / "train.py").write_text(TRAIN.replace("print('lr is', lr)", "print('now', lr, name)"))
    assert gage(project, "run", "--proto", "1", "-y").stdout == "now 0.5 b c\n"
    assert gage(project, "run", "lr=2", "--proto", "1", "-y").stdout == "now 2.0 b c\n"
    assert [run["config"] for run in runs(project)] == [{"lr": lr, "name": "b c"} for lr in (2.0, 0.5, 0.5)]
    (project / "train.py").write_text("lr = 0.1\nprint(lr)\n")
    result = gage(project, "run", "--proto", "1", "-y")
    assert result.stdout == "2.0\n"
    assert "name=b c of the earlier run is left out; nothing has that name now" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--stage", "--preview"], "--stage and --preview exclude each other"),
        (["--stage", "--start", "1"], "--stage and --start exclude each other"),
        (
            ["--start", "1", "train"],
            "--start and 'train' exclude each other; the run was given all else when it was staged",
        ),
        (
            ["lr=2", "--start", "1"],
            "'lr=2' and --start exclude each other; the run was given all else when it was staged",
        ),
        (
            ["--start", "1", "--proto", "1"],
            "--start and --proto exclude each other; the run was given all else when it was staged",
        ),
        (
            ["-l", "x", "--start", "1"],
            "-l and --start exclude each other; the run was given all else when it was staged",
        ),
        (["--start", "1", "-tx"], "--start and -t exclude each other; the run was given all else when it was staged"),
        (
            ["--restart=1", "--start", "1"],
            "--restart and --start exclude each other; the run was given all else when it was staged",
        ),
        (["-qn", "--start", "1"], "-n and --start exclude each other; the run was given all else when it was staged"),
        (
            ["--start", "1", "--needed=source"],
            "--start and --needed=source exclude each other; the run was given all else when it was staged",
        ),
        (["--proto", "1", "--restart", "1"], "--proto and --restart exclude each other"),
        (["--restart", "1", "train"], "--restart takes no operation such as 'train'"),
        (["--needed", "--preview"], "--needed and --preview exclude each other; a preview runs nothing"),
        (["--stage", "--timeout", "9"], "--stage and --timeout exclude each other"),
        (["--needed=sauce"], '-n/--needed takes no value "sauce"'),
        (["--timeout"], "--timeout needs a value, TIME"),
    ],
)
def test_options_that_make_no_sense_together_are_refused(project: Path, arguments: list[str], message: str) -> None:
    result = gage(project, "run", *arguments, "-y")
    assert result.returncode == 2
    assert message in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["--needed", "train", "-y"],
        ["-n", "train", "-y"],
        ["-yn", "train"],
        ["train", "-n", "lr=0.1", "-y"],
        ["-y", "--needed=source", "train"],
        ["--needed", "--needed=source", "--", "train", "name=a"],
        ["--restart", "1", "-n"],
        ["--proto", "1", "--needed"],
    ],
)
def test_what_follows_needed_is_no_value_of_it(project: Path, arguments: list[str]) -> None:
    gage(project, "run", "train", "-y")
    result = gage(project, "run", *arguments)
    assert (result.returncode, result.stdout) == (5, "")
    (run,) = runs(project)
    assert f"gage: run {run['name']} is completed and equal, so nothing is run\n" in result.stderr


def test_the_help_of_run_has_every_option_and_nothing_internal(project: Path) -> None:
    shown = gage(project, "run", "--help", COLUMNS="100").stdout
    options = shown.partition("what the run is given:")[2]
    for option in ("--label", "--tag", "--env", "--timeout", "--needed", "--preview", "--stage", "--start", "--proto"):
        assert options.count(f"{option} ") + options.count(f"{option},") >= 1
    assert "--needed-source" not in shown


def test_list_and_show_say_what_a_run_was(project: Path) -> None:
    (project / "train.py").write_text(
        TRAIN + "import json\njson.dump({'metrics': {'loss': 0.123456}}, open('summary.json', 'w'))\n"
    )
    gage(project, "run", "train", "-y", "-l", "[b]bold[/x]")
    gage(project, "run", "fail", "-y")
    table = gage(project, "list", TERM="xterm", COLUMNS="120").stdout
    assert "[b]bold[/x] loss=0.1235 lr=0.1 name=a" in table
    assert table.index("fail") < table.index("train")
    shown = gage(project, "show", "2").stdout
    for part in ("completed", "train", "[b]bold[/x]", "0.1235", "lr", "train.py", "summary.json", "lr is 0.1"):
        assert part in shown
    assert gage(project, "show", "nope").returncode == 1


def test_plain_tables_are_markdown(project: Path) -> None:
    gage(project, "run", "fail", "-y")
    lines = gage(project, "list", TERM="dumb").stdout.splitlines()
    headers = [cell.strip() for cell in lines[1].split("|")[1:-1]]
    assert headers == ["#", "name", "operation", "started", "status", "description"]
    assert set(lines[2]) <= set("|-")


@pytest.mark.parametrize(
    ("columns", "last"), [("28", "name"), ("45", "operation"), ("60", "status"), ("100", "description")]
)
def test_a_narrow_terminal_gets_fewer_columns_not_cut_ones(project: Path, columns: str, last: str) -> None:
    gage(project, "run", "fail", "-y")
    header = gage(project, "list", COLUMNS=columns).stdout.splitlines()[1]
    assert header.rstrip(" |").endswith(last)


def test_operations_lists_names_and_descriptions(project: Path) -> None:
    result = gage(project, "operations", "--json")
    assert {row["operation"]: row["default"] for row in json.loads(result.stdout)} == {
        "broken": False,
        "fail": False,
        "train": True,
    }
    assert "Train a model (default)" in gage(project, "ops").stdout


def test_the_runs_directory_is_where_it_is_said_to_be(project: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    gage(project, "--runs", str(elsewhere), "run", "fail", "-y")
    assert len(json.loads(gage(project, "list", "--json", GAGE_RUNS=str(elsewhere)).stdout)) == 1
    assert runs(project) == []


def test_a_relative_directory_works_for_every_command(project: Path) -> None:
    assert gage(project.parent, "-C", project.name, "run", "train", "-y").returncode == 0
    assert len(json.loads(gage(project.parent, "-C", project.name, "list", "--json").stdout)) == 1
    assert gage(project, "-C", "nowhere", "list").returncode == 2
