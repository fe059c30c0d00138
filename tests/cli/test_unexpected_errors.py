"""However a command fails, a person reads one line: no traceback, and of what nobody expected the place of a log."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from gage_command import environment, gage
from permissions import as_someone_bound_by_permissions

PLANTED = """
import os, signal, sys, threading, time
from gage.cli.commands import list_command

def deep(): deep()

def fail(options):
    {statement}
    return 0

list_command.command = list_command.command._replace(run=fail)
from gage.cli.main import run
run(sys.argv[1:])
"""


def failing(directory: Path, statement: str, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """`gage list`, which does this instead."""
    return subprocess.run(
        [sys.executable, "-c", PLANTED.format(statement=statement), "list", *arguments],
        cwd=directory,
        env=environment(directory.parent, **settings),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def logs(directory: Path) -> list[Path]:
    return sorted((directory.parent / ".local/state/gage/errors").glob("*.log"))


LOG = r"the file /\S+/\.local/state/gage/errors/[\d.T-]+\.log"
REPORT = rf"please report it with {LOG}"


@pytest.mark.parametrize(
    ("statement", "code", "line"),
    [
        ("{}['lr']", 70, rf"an error in Gage itself: KeyError: 'lr'; {REPORT}"),
        ("deep()", 70, rf"an error in Gage itself: RecursionError: maximum recursion depth exceeded; {REPORT}"),
        ("assert not options", 70, rf"an error in Gage itself: AssertionError; {REPORT}"),
        (r"raise ValueError('two\nlines \x1b[2J')", 70, rf"an error in Gage itself: ValueError: two; {REPORT}"),
        (r"raise ValueError('\x1b[2J')", 70, rf"an error in Gage itself: ValueError: \ufffd\[2J; {REPORT}"),
        ("bytearray(1 << 62)", 1, rf"there is not enough memory for this; {LOG} tells more"),
        ("open('no/such/file')", 1, rf"'no/such/file': No such file or directory; {LOG} tells more"),
        ("open('/dev/full', 'w', buffering=1).write('x\\n')", 1, rf"No space left on device; {LOG} tells more"),
    ],
)  # fmt: skip
def test_an_error_that_nobody_expected_is_one_line_and_a_log(
    tmp_path: Path, statement: str, code: int, line: str
) -> None:
    directory = tmp_path / "project"
    directory.mkdir()
    done = failing(directory, statement)
    assert (done.returncode, done.stdout) == (code, "")
    assert re.fullmatch(f"gage: {line}\n", done.stderr)
    (log,) = logs(directory)
    assert str(log) in done.stderr
    text = log.read_text()
    assert "Traceback (most recent call last):" in text
    assert "command: gage list\n" in text
    assert re.search(r"^gage: \d.*\npython: \d.*\nplatform: \w", text, re.MULTILINE)
    assert (log.stat().st_mode & 0o777, log.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert len(text) < 210_000


def test_a_log_holds_no_secret_that_can_be_known(tmp_path: Path) -> None:
    directory = tmp_path / "project"
    directory.mkdir()
    token = "ghp_" + "a1B2" * 9
    arguments = ["--where", f"x = {token}", "password=hunter2hunter2", "--env", "API_KEY=k3yk3yk3yk3y"]
    statement = "raise RuntimeError(os.environ['DB_PASSWORD'] + ' ' + sys.argv[-1])"
    failing(directory, statement, *arguments, DB_PASSWORD="correct horse", GAGE_RUNS="there")
    # The parser refuses them, so that this one gets through to the command.
    done = failing(
        directory, statement, "--where", f"x = {token}", "password=hunter2hunter2", DB_PASSWORD="correct horse"
    )
    assert done.returncode == 70
    text = "".join(log.read_text() for log in logs(directory))
    assert "RuntimeError: <secret DB_PASSWORD>" in text
    assert not [secret for secret in (token, "hunter2", "k3yk3y", "correct horse") if secret in text]
    assert not [secret for secret in (token, "hunter2", "correct horse") if secret in done.stderr]


def test_only_the_newest_logs_are_kept(tmp_path: Path) -> None:
    directory = tmp_path / "project"
    directory.mkdir()
    place = tmp_path / ".local/state/gage/errors"
    place.mkdir(parents=True)
    for number in range(25):
        (place / f"2020-01-01T00-00-{number:02}.000000-1.log").write_text("old")
    (place / "notes.txt").write_text("mine")
    failing(directory, "{}['lr']")
    kept = logs(directory)
    assert len(kept) == 20
    assert [path.read_text() == "old" for path in kept] == [True] * 19 + [False]
    assert (place / "notes.txt").exists()


def test_where_no_log_can_be_kept_the_line_says_so(tmp_path: Path) -> None:
    directory = tmp_path / "project"
    directory.mkdir()
    (tmp_path / "file").write_text("")
    done = failing(directory, "{}['lr']", XDG_STATE_HOME=str(tmp_path / "file"))
    place = tmp_path / "file/gage/errors"
    told = f"no log can be kept in {place} (Not a directory), but GAGE_DEBUG=1 shows it; please report it"
    assert (done.returncode, done.stderr) == (70, f"gage: an error in Gage itself: KeyError: 'lr'; {told}\n")


def test_who_works_on_gage_sees_the_traceback(tmp_path: Path) -> None:
    done = failing(tmp_path, "{}['lr']", GAGE_DEBUG="1")
    assert done.returncode == 1
    assert "Traceback" in done.stderr
    assert "KeyError: 'lr'" in done.stderr


def test_an_error_that_ends_a_thread_is_told_in_the_same_way(tmp_path: Path) -> None:
    directory = tmp_path / "project"
    directory.mkdir()
    statement = "from gage.cli.error_log import log_errors_of_threads; log_errors_of_threads(sys.argv[1:]); thread = threading.Thread(target=lambda: 1 / 0); thread.start(); thread.join()"
    done = failing(directory, statement)
    assert re.fullmatch(f"gage: an error in Gage itself: ZeroDivisionError: division by zero; {REPORT}\n", done.stderr)
    assert done.returncode == 0


def test_ctrl_c_says_nothing(tmp_path: Path) -> None:
    done = failing(tmp_path, "os.kill(os.getpid(), signal.SIGINT); time.sleep(60)")
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    directory = tmp_path / "project"
    directory.mkdir()
    (directory / "gage.toml").write_text('[train]\nexec = "echo training"\n')
    assert gage(directory, "run", "-y").returncode == 0
    return directory


def sh(directory: Path, script: str, **settings: str) -> tuple[int, str]:
    """The exit code of a script in which `gage` is the command, and what it prints, on either stream."""
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", f"gage() {{ '{sys.executable}' -m gage \"$@\"; }}; {script}"],
        cwd=directory,
        env=environment(directory.parent, **settings),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    assert "Traceback" not in done.stdout
    assert "Exception ignored" not in done.stdout
    return done.returncode, done.stdout


FULL = "gage: the output cannot be written: No space left on device\n"


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="only some systems have a file that is always full")
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize(
    ("script", "code", "printed"),
    [
        ("gage list > /dev/full", 1, FULL),
        ("gage list --json > /dev/full", 1, FULL),
        ("gage show > /dev/full", 1, FULL),
        ("gage show -o > /dev/full", 1, FULL),
        ("gage cat -p gage.toml > /dev/full", 1, FULL),
        ("gage --help > /dev/full", 1, FULL),
        ("gage --version > /dev/full", 1, FULL),
        ("gage > /dev/full", 1, FULL),
        ("gage check gage.toml > /dev/full", 0, "gage.toml is valid.\n"),
        ("gage check gage.toml 2> /dev/full", 0, ""),
        ("gage nothing 2> /dev/full", 2, ""),
        ("gage label 1 -s x -y 2> /dev/full && gage select --label", 0, "x\n"),
        ("gage run -yq 2> /dev/full", 0, ""),
    ],
)
def test_a_full_disk_behind_our_streams_is_told_or_missed_by_nobody(
    project: Path, script: str, code: int, printed: str, unbuffered: str
) -> None:
    assert sh(project, script, PYTHONUNBUFFERED=unbuffered) == (code, printed)
    assert logs(project) == []


@pytest.mark.parametrize(
    ("script", "code", "printed"),
    [
        ("gage list >&-", 0, ""),
        ("gage --version >&-", 0, ""),
        ("gage nothing 2>&-", 2, ""),
        ("gage delete 1 <&- 2> told; code=$?; tail -n 1 told; exit $code", 1, "Continue? (Y/n) Aborted!\n"),
        ("gage list | true", 1, ""),
        ("gage --help | true", 1, ""),
        ("gage --version | true", 1, ""),
        ("mkdir gone; cd gone; rmdir ../gone; gage list", 2,
         "gage: the working directory does not exist any more; change to one that does, or name one with -C\n"),
        ("mkdir gone; cd gone; rmdir ../gone; gage -C .. select --label", 0, "\n"),
    ],
)  # fmt: skip
def test_streams_that_are_closed_and_directories_that_are_gone(
    project: Path, script: str, code: int, printed: str
) -> None:
    """A reader that left before anything was written may be noticed or not."""
    ended, told = sh(project, script)
    assert told == printed
    assert ended == code or ("| true" in script and ended == 0)


def test_what_the_system_refuses_is_told_with_its_place(project: Path) -> None:
    through = as_someone_bound_by_permissions()
    runs_dir = project / ".gage/runs"
    (run_id,) = [path.name[:36] for path in runs_dir.glob("*.meta.zip")]
    (runs_dir / f"{run_id}.user").mkdir()
    (runs_dir / f"{run_id}.user").chmod(0o500)
    try:
        done = gage(project, "label", "1", "--set", "x", "-y", through=through)
    finally:
        (runs_dir / f"{run_id}.user").chmod(0o700)
    assert done.returncode == 1
    assert "Permission denied" in done.stderr
