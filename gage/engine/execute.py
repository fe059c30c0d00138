"""Run the command the run is for, and record at once how it ended."""

from __future__ import annotations

from gage.engine.live_run import LiveRun
from gage.engine.phase_command import run_command


def execute(live: LiveRun) -> None:
    """Start the command and wait for its end; ``live.exit_code`` holds it afterwards. Raises OSError."""
    live.stamp("started")
    live.was_started = True
    live.exit_code = run_command(live, "run", live.plan.commands["run"])
    # The end is recorded before the lock goes: in between, the run would look staged.
    live.write("proc/exit", str(live.exit_code).encode())
    live.record.delete("proc/lock")
