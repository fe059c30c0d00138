"""Run the command of one phase of a run: recorded, relayed, open to signals."""

from __future__ import annotations

import threading
from collections.abc import Callable

from gage.config.command_config import command_text
from gage.engine.command import words
from gage.engine.environment import command_environment
from gage.engine.events import Output, PhaseStarted, Progress
from gage.engine.live_run import LiveRun, StagingError
from gage.engine.output import OutputFiles
from gage.engine.output_metrics import FollowedMetrics
from gage.engine.process import Child, StartError
from gage.engine.progress import PAUSE, ProgressReader, Steps
from gage.engine.relay import Relay
from gage.engine.timeout import Countdown
from gage.gagefile.model import PROGRESS_PARSERS, Command, Phase
from gage.runs.output import STREAMS

_OUTPUTS: dict[Phase, str] = {
    "stage-sourcecode": "10_sourcecode",
    "stage-runtime": "20_runtime",
    "stage-dependencies": "30_dependencies",
    "run": "40_run",
    "finalize": "50_finalize",
}


def stage_with_command(live: LiveRun, phase: Phase) -> None:
    """Run a staging command, if the operation has one. Raises StagingError with its code, OSError."""
    command = live.plan.commands.get(phase)
    if command is None:
        return
    exit_code = run_command(live, phase, command)
    live.record.delete("proc/lock")
    if exit_code != 0:
        live.warn(f"the {phase} command ended with exit code {exit_code}, so the run was not started")
        raise StagingError(exit_code)


def run_command(live: LiveRun, phase: Phase, command: Command) -> int:
    """Run a command to its end and return its exit code, negative for the signal that ended it or asked it to end.

    A command that cannot be started ends with what a shell would give, and the reason is its output. ``proc/lock``
    is left for the caller to delete once the end is recorded. Raises OSError before anything is started.
    """
    name = _OUTPUTS[phase]
    shown = command_text(live.plan.masking.hide_command(command))
    live.journal.write(f"Starting {phase} (see output/{name}): {shown}")
    files = OutputFiles(live.record.directory / "output" / name, live.warn, live.reserve.gives)
    # Whoever is told may open the output at once.
    live.report(PhaseStarted(phase, shown))
    live.files.open_to_changes()
    try:
        child = _start(live, command)
    except StartError as error:
        printed = _Printed(live, phase, files)
        printed.take(STREAMS.index("stderr"), f"{error}\n".encode("utf-8", "backslashreplace"))
        printed.finish()
        exit_code = error.exit_code
    else:
        exit_code = _attend(live, phase, child, files)
    live.journal.write(f"Exit code for {phase}: {exit_code}")
    return exit_code


def _start(live: LiveRun, command: Command) -> Child:
    request = live.plan.request
    environ = command_environment(request.environ, request.own_env, live.id, live.run_dir, request.project_dir)
    live.begins()
    return Child(words(command), live.run_dir, environ)


def _attend(live: LiveRun, phase: Phase, child: Child, files: OutputFiles) -> int:
    """See a started command to its end."""
    printed = _Printed(live, phase, files)
    with FollowedMetrics(live, phase, f"output/{_OUTPUTS[phase]}") as followed:
        with child, live.signals.passed_to(child):
            # Before anybody sees what it prints: the command is then known to whoever has to end it.
            live.began(child.identity)
            relay = Relay(child.outputs, printed.take)
            live.store.touch()
            exit_code = child.wait((followed.look, *_countdown(live, phase, child)))
        asked = live.signals.sent
        exit_code = exit_code if exit_code < 0 or asked is None else -asked
        if phase == "run":
            live.ended(exit_code)
        live.usage.add(phase, child.used)
        relay.finish()
        printed.finish()
    return exit_code


def _countdown(live: LiveRun, phase: Phase, child: Child) -> list[Callable[[], None]]:
    """What looks after the timeout, which is that of the command the run is for."""
    limit = live.plan.request.timeout
    return [Countdown(limit, child, live.signals, live.warn).look] if limit and phase == "run" else []


class _Printed:
    """Records and tells what a command prints, and how far it is by that, if its phase has a parser."""

    def __init__(self, live: LiveRun, phase: Phase, files: OutputFiles) -> None:
        parser = live.plan.operation.progress.get(phase)
        self._reader = ProgressReader(parser) if parser in PROGRESS_PARSERS else None
        self._live = live
        self._phase = phase
        self._files = files
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None

    def take(self, stream: int, data: bytes) -> None:
        with self._lock:
            self._files.write(data, stream)
            self._live.report(Output(self._phase, data, STREAMS[stream]))
            if self._reader:
                self._progress(self._reader.read(data, stream))
                if self._reader.has_news and self._timer is None:
                    # The command may fall silent before it is time to tell.
                    self._timer = threading.Timer(PAUSE, self._tell_news)
                    self._timer.daemon = True
                    self._timer.start()

    def finish(self) -> None:
        with self._lock:
            self._files.close()
            if self._timer:
                self._timer.cancel()
        self._tell_news()

    def _tell_news(self) -> None:
        with self._lock:
            self._timer = None
            if self._reader:
                self._progress(self._reader.rest())

    def _progress(self, steps: Steps | None) -> None:
        if steps:
            self._live.report(Progress(self._phase, *steps))
