from __future__ import annotations

import signal
import sys

import pytest
from unit.engine.sample_project import Project

from gage.engine import timeout
from gage.engine.run import run_operation, start_run
from gage.engine.timeout import Timeout, TimeoutValueError, read_timeout
from gage.runs.process_identity import process_lives
from gage.runs.status import run_status

SOON = Timeout(0.2, "0.2 s")
OVER = "the command is asked to end; its timeout of 0.2 s is over"


@pytest.mark.parametrize(
    ("text", "seconds", "words"),
    [
        ("90", 90, "90 s"),
        ("1.5", 1.5, "1.5 s"),
        ("10m", 600, "10m"),
        (" 2 hours ", 7200, "2 hours"),
        ("0.5s", 0.5, "0.5s"),
        ("1d", 86_400, "1d"),
    ],
)
def test_a_timeout_is_seconds_or_has_a_unit(text: str, seconds: float, words: str) -> None:
    assert read_timeout(text) == Timeout(seconds, words)


@pytest.mark.parametrize("text", ["", "soon", "-5", "10 parsecs", "1h30m", "0", "0.0h", "inf", "nan"])
def test_other_texts_are_refused(text: str) -> None:
    with pytest.raises(TimeoutValueError):
        read_timeout(text)


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX's")
class TestOfACommand:
    def run(self, project: Project, program: str, **exec_: str) -> int:
        request = project.request({"exec": {"run": f"echo $$; {program}", **exec_}})
        result = run_operation(request._replace(timeout=SOON), project.events.append)
        assert not process_lives(int(project.output.split()[0]))
        return result.exit_code

    def test_it_is_asked_to_end(self, project: Project) -> None:
        assert self.run(project, "sleep 600 & wait") == 256 - signal.SIGTERM
        run = project.newest
        assert (run_status(run), run.exit_code) == ("terminated", -signal.SIGTERM)
        assert project.warnings == [OVER]
        assert OVER in project.member("log/runner")

    def test_one_that_ends_in_order_was_terminated_all_the_same(self, project: Project) -> None:
        assert self.run(project, "trap 'echo bye; exit 0' TERM; sleep 600 & wait") == 256 - signal.SIGTERM
        assert project.output.endswith(b"bye\n")

    def test_one_that_goes_on_is_killed(self, project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(timeout, "_GRACE", 0.2)
        assert self.run(project, "trap '' TERM; while true; do sleep 0.05; done") == 256 - signal.SIGKILL
        assert (run_status(project.newest), project.newest.exit_code) == ("terminated", -signal.SIGKILL)
        assert project.warnings == [
            OVER,
            "the command is killed; it went on for 0.2 seconds after it was asked to end",
        ]

    def test_the_finalize_command_has_its_turn_and_no_limit(self, project: Project) -> None:
        assert self.run(project, "exec sleep 600", finalize="sleep 0.5; echo tidied") == 256 - signal.SIGTERM
        assert project.output.endswith(b"tidied\n")

    def test_staging_has_no_limit(self, project: Project) -> None:
        stage = {"stage-runtime": "echo 0; sleep 0.5"}
        request = project.request({"exec": {"run": "true", **stage}})
        assert run_operation(request._replace(timeout=SOON), project.events.append).exit_code == 0
        assert project.warnings == []

    def test_a_staged_run_is_started_with_one(self, project: Project) -> None:
        project.stage({"exec": "exec sleep 600"})
        result = start_run(project.newest, project.environ, project.events.append, timeout=SOON)
        assert (result.status, result.exit_code) == ("terminated", 256 - signal.SIGTERM)


def test_a_command_that_is_quick_enough_is_left_alone(project: Project) -> None:
    request = project.request({"exec": "echo done"})._replace(timeout=Timeout(3600, "1h"))
    assert run_operation(request, project.events.append).exit_code == 0
    assert project.warnings == []
