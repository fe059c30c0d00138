"""What the engine reports while a run happens, for people on a terminal or for programs; waits for nothing."""

from __future__ import annotations

import codecs
import json
import sys
from typing import TYPE_CHECKING, Any

from gage.cli.output import lead, say, visible, write_bytes
from gage.engine.events import Event, Output, PhaseStarted, Progress, RunEnded, RunMade, RunSkipped, Warned
from gage.verbose import is_verbose

if TYPE_CHECKING:
    from gage.cli.status_line import StatusLine

_ENDS = {"error": "ended in error", "terminated": "was terminated"}
_DESCRIPTORS = {"stdout": 1, "stderr": 2}


class TerminalEvents:
    """Relays the output as it comes, each stream to its own; what Gage itself has to say goes to stderr.

    On a terminal that can draw, a line below the output says how far the run is.
    """

    def __init__(self, quiet: bool) -> None:
        self.quiet = quiet
        self.name = ""
        self.status: StatusLine | None = None
        self.unheard: set[str] = set()
        if not quiet and sys.stdout.isatty() and not is_verbose():
            from gage.cli.status_line import status_line

            self.status = status_line()

    def __call__(self, event: Event) -> None:
        if isinstance(event, Output):
            self._relay(event)
        elif isinstance(event, RunMade):
            self.name = event.name
            if self.status:
                sys.stdout.flush()
                self.status.begin(event.name)
        elif isinstance(event, RunSkipped):
            say(f"gage: run {event.name} is completed and equal, so nothing is run")
        elif isinstance(event, Warned):
            self._say(event.message, "warning")
        elif isinstance(event, RunEnded):
            if self.status:
                self.status.end()
            self._say(self._end(event), "error" if event.status in _ENDS else "")
        elif self.status and isinstance(event, PhaseStarted):
            self.status.phase(event.phase)
        elif self.status and isinstance(event, Progress):
            self.status.progress(event.completed, event.total)

    def _relay(self, event: Output) -> None:
        if self.status:
            self.status.pass_on(event.data)
        elif not self.quiet and event.stream not in self.unheard:
            try:
                write_bytes(_DESCRIPTORS[event.stream], event.data)
            except OSError as error:
                # The run goes on and is recorded. Whoever closed the pipe, as `| head` does, knows.
                self.unheard.add(event.stream)
                if not isinstance(error, BrokenPipeError):
                    self._say(f"the output is recorded, but cannot be written to {event.stream}: {error.strerror}")

    def _say(self, text: str, style: str = "") -> None:
        start = lead(style) if style else "gage:"
        if self.status:
            self.status.line(f"{start} {visible(text)}")
        else:
            say(text, start)

    def _end(self, event: RunEnded) -> str:
        if event.status == "staged":
            return f"run {self.name} is staged; start it with 'gage run --start {self.name}'"
        code = f" (exit code {event.exit_code})" if event.exit_code else ""
        return f"run {self.name} {_ENDS.get(event.status, event.status)}{code}"


class JsonEvents:
    """Prints one JSON object a line, at once, as docs/interfaces.md describes."""

    def __init__(self) -> None:
        self.decoders: dict[str, codecs.IncrementalDecoder] = {}
        self.phase = ""

    def __call__(self, event: Event) -> None:
        if isinstance(event, RunSkipped):
            self._print("skipped", id=event.id, name=event.name)
        elif isinstance(event, RunMade):
            self._print("run", id=event.id, name=event.name, run_dir=str(event.run_dir), progress=event.progress)
        elif isinstance(event, PhaseStarted):
            self._finish_output()
            self.phase = event.phase
            self._print("phase", phase=event.phase, command=event.command)
        elif isinstance(event, Output):
            # What was read may end inside a character.
            decoder = self.decoders.setdefault(event.stream, codecs.getincrementaldecoder("utf-8")("replace"))
            self._print_output(event.stream, decoder.decode(event.data))
        elif isinstance(event, Progress):
            self._print("progress", phase=event.phase, completed=event.completed, total=event.total)
        elif isinstance(event, Warned):
            self._print("warning", message=event.message)
        else:
            self._finish_output()
            self._print("end", id=event.id, status=event.status, exit_code=event.exit_code)

    def _finish_output(self) -> None:
        """A character that was never completed is part of the output, too."""
        for stream, decoder in self.decoders.items():
            self._print_output(stream, decoder.decode(b"", final=True))
        self.decoders.clear()

    def _print_output(self, stream: str, text: str) -> None:
        if text:
            self._print("output", phase=self.phase, stream=stream, text=text)

    def _print(self, event: str, **fields: Any) -> None:
        sys.stdout.flush()
        write_bytes(1, (json.dumps({"event": event, **fields}) + "\n").encode())
