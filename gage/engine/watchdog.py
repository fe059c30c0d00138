"""Watches over a run whose engine may be killed: ends its command then and has the run recorded; does nothing before.

A shell that waits for the end of a pipe is the watch, and costs a run a millisecond. The pipe ends when the engine is
gone, however it went. Only then does the shell become a Python, which executes `recover_run`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from gage.engine.process import start_aside
from gage.runs.process_identity import ProcessIdentity, identify

_WATCH = 'while IFS= read -r line; do command=$line; done; exec "$@" "$command"'
# Isolated (-I) until the engine's own path is set: the working directory is the project's, with any json.py of its.
_RECOVER = """\
import json, sys
sys.path[:] = json.loads(sys.argv[1])
from gage.engine.recover import recover_run
recover_run(*sys.argv[2:])
"""

EXPECTED = b"expected"
"""Told in place of a command that is about to be started."""

ENDED = b"ended"
"""Begins what is told of a command that has ended; its exit code follows."""

# What the engine itself was given by a run it is part of would make the watchdog look like that run's command.
_OTHER_RUN = ("RUN_ID", "run_id")


class Watchdog:
    """The watch over one run, from here to ``call_off``. There is none on Windows, and none where none can be started.

    It lives in a session of its own, so that nothing which ends the engine by its group or terminal ends it too.
    """

    def __init__(self, runs_dir: Path, run_id: str, ahead_ns: int, warn: Callable[[str], None]) -> None:
        self.identity: ProcessIdentity | None = None
        self._process: subprocess.Popen[bytes] | None = None
        if os.name == "nt":
            return
        recover = [sys.executable, "-I", "-c", _RECOVER, json.dumps(sys.path), str(runs_dir), run_id, str(ahead_ns)]
        try:
            environ = {name: value for name, value in os.environ.items() if name not in _OTHER_RUN}
            self._process = start_aside(["/bin/sh", "-c", _WATCH, "gage-watchdog", *recover], environ)
        except OSError as error:
            warn(f"nothing watches over run {run_id}, should Gage be killed: {error.strerror}")
        else:
            self.identity = identify(self._process.pid)

    def expect(self) -> None:
        """Say that a command is about to be started, which `guard` will name."""
        self._tell(EXPECTED)

    def guard(self, command: ProcessIdentity) -> None:
        """Name the command to end; it replaces the one named before."""
        self._tell(command.encode())

    def tell_end(self, exit_code: int) -> None:
        """Say how the run's command ended: nobody else could know, as only its parent is told."""
        self._tell(b"%s %d" % (ENDED, exit_code))

    def call_off(self) -> None:
        """End the watch: the run is recorded, or someone else's."""
        if self._process:
            self._process.kill()
            self._process.communicate()

    def _tell(self, line: bytes) -> None:
        if self._process and self._process.stdin:
            # The watchdog itself may have been killed.
            with suppress(OSError):
                self._process.stdin.write(line + b"\n")
