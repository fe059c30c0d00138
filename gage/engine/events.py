"""What a run tells while it happens; plain values that know no screen."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from gage.runs.status import Status


@dataclass(frozen=True, slots=True)
class RunMade:
    """The run exists from now on and will be given an end, whatever happens.

    ``progress`` is whether its command is expected to say how far it is.
    """

    id: str
    name: str
    run_dir: Path
    progress: bool = False


@dataclass(frozen=True, slots=True)
class PhaseStarted:
    """The command of a phase is about to start; ``command`` is as the gagefile has it, for people to read."""

    phase: str
    command: str


@dataclass(frozen=True, slots=True)
class Output:
    """Bytes a command printed, as they came: a chunk may end inside a line or a character."""

    phase: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a command says it is; ``total`` is None where it does not say how far it has to go."""

    phase: str
    completed: float
    total: float | None


@dataclass(frozen=True, slots=True)
class Warned:
    """Something a person should know that does not stop the run."""

    message: str


@dataclass(frozen=True, slots=True)
class RunEnded:
    """The run is over and recorded, or staged. ``exit_code`` is for the process: 256 - n after signal n."""

    id: str
    status: Status
    exit_code: int


class RunSkipped(NamedTuple):
    """Nothing is made, because this run is there already; no other event comes."""

    id: str
    name: str


Event = RunSkipped | RunMade | PhaseStarted | Output | Progress | Warned | RunEnded
