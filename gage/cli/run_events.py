"""What the engine reports while a run happens, for people on a terminal or for programs; waits for nothing."""

from __future__ import annotations

import codecs
import json
import sys
from typing import Any

from gage.cli.output import say
from gage.engine.events import Event, Output, PhaseStarted, Progress, RunEnded, RunMade, RunSkipped, Warned

_ENDS = {"error": "ended in error", "terminated": "was terminated"}


class TerminalEvents:
    """Relays the output as it comes, to stdout; what Gage itself has to say goes to stderr.

    Progress is in the output, where its own program draws it.
    """

    def __init__(self, quiet: bool) -> None:
        self.quiet = quiet
        self.name = ""

    def __call__(self, event: Event) -> None:
        if isinstance(event, Output):
            if not self.quiet:
                sys.stdout.buffer.write(event.data)
                sys.stdout.buffer.flush()
        elif isinstance(event, RunMade):
            self.name = event.name
        elif isinstance(event, RunSkipped):
            say(f"gage: run {event.name} is completed and equal, so nothing is run")
        elif isinstance(event, Warned):
            say(f"gage: {event.message}")
        elif isinstance(event, RunEnded) and event.status == "staged":
            say(f"gage: run {self.name} is staged; start it with 'gage run --start {self.name}'")
        elif isinstance(event, RunEnded):
            code = f" (exit code {event.exit_code})" if event.exit_code else ""
            say(f"gage: run {self.name} {_ENDS.get(event.status, event.status)}{code}")


class JsonEvents:
    """Prints one JSON object a line, flushed, as docs/interfaces.md describes."""

    def __init__(self) -> None:
        self.decoders: dict[str, codecs.IncrementalDecoder] = {}

    def __call__(self, event: Event) -> None:
        if isinstance(event, RunSkipped):
            self._print("skipped", id=event.id, name=event.name)
        elif isinstance(event, RunMade):
            self._print("run", id=event.id, name=event.name, run_dir=str(event.run_dir), progress=event.progress)
        elif isinstance(event, PhaseStarted):
            self._print("phase", phase=event.phase, command=event.command)
        elif isinstance(event, Output):
            # A chunk may end inside a character.
            decoder = self.decoders.setdefault(event.phase, codecs.getincrementaldecoder("utf-8")("replace"))
            self._print("output", phase=event.phase, text=decoder.decode(event.data))
        elif isinstance(event, Progress):
            self._print("progress", phase=event.phase, completed=event.completed, total=event.total)
        elif isinstance(event, Warned):
            self._print("warning", message=event.message)
        else:
            self._print("end", id=event.id, status=event.status, exit_code=event.exit_code)

    def _print(self, event: str, **fields: Any) -> None:
        sys.stdout.write(json.dumps({"event": event, **fields}) + "\n")
        sys.stdout.flush()
