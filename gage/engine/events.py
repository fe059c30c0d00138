"""What a run tells while it happens; plain values that know no screen."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from gage.runs.status import Status


class RunMade(NamedTuple):
    """The run exists from now on and will be given an end, whatever happens.

    ``progress`` is whether its command is expected to say how far it is.
    """

    id: str
    name: str
    run_dir: Path
    progress: bool = False


class PhaseStarted(NamedTuple):
    """The command of a phase is about to start; ``command`` is as the gagefile has it, for people to read."""

    phase: str
    command: str


class Output(NamedTuple):
    """Bytes a command printed, as they came: a chunk may end inside a line or a character."""

    phase: str
    data: bytes


class Progress(NamedTuple):
    """How far a command says it is; ``total`` is None where it does not say how far it has to go."""

    phase: str
    completed: float
    total: float | None


class Warned(NamedTuple):
    """Something a person should know that does not stop the run."""

    message: str


class RunEnded(NamedTuple):
    """The run is over and recorded, or staged. ``exit_code`` is for the process: 256 - n after signal n."""

    id: str
    status: Status
    exit_code: int


class RunSkipped(NamedTuple):
    """Nothing is made, because this run is there already; no other event comes."""

    id: str
    name: str


Event = RunSkipped | RunMade | PhaseStarted | Output | Progress | Warned | RunEnded
