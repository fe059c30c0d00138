"""One run as it was when it was read: what its record says, typed; stored parts that make no sense read as absent."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from gage.runs.attributes import UserAttribute, comments_of, label_of, read_attributes, tags_of
from gage.runs.ids import is_id, run_name, short_name
from gage.runs.opref import Opref, decode
from gage.runs.read_file import open_file
from gage.runs.record import Record, RecordError
from gage.runs.summary import Scalar, Summary, read_summary, scalar

FACTS = (
    "proc/owner",
    "proc/watchdog",
    "proc/process",
    "proc/lock",
    "proc/exit",
    "opref",
    "config.json",
    "project-id",
    "summary.json",
    "attributes.json",
    "from.json",
    "initialized",
    "staged",
    "started",
    "stopped",
)
"""The members read at once for every run; all are small.

In this order: an end is recorded before the lock goes, so a reader that looks for the lock first misses neither.
"""

_LONGEST_PATH = 1 << 16

_LAST_MICROSECOND = 253_402_300_799 * 1_000_000
"""The end of the year 9999: no later time can be shown."""


class Run:
    """A run of a runs directory. Times are microseconds since the epoch."""

    def __init__(self, runs_dir: Path, run_id: str, facts: Mapping[str, bytes] | None = None) -> None:
        """Read the facts of a run, or take over those that were read before. Raises RecordError, OprefError."""
        self.runs_dir = runs_dir
        self.id = run_id
        self.record = Record(runs_dir, run_id)
        self.facts = self.record.read_all(FACTS) if facts is None else facts
        if "opref" not in self.facts:
            raise RecordError(f"run {run_id} in {runs_dir} has no opref, which says what it is a run of")
        self.opref: Opref = decode(self.facts["opref"])

    @property
    def name(self) -> str:
        """Ten letters to say and type in place of the id."""
        return run_name(self.id)

    @property
    def short_name(self) -> str:
        """The first five letters of the name."""
        return short_name(self.id)

    @property
    def run_dir(self) -> Path:
        """The working directory of the command; it may not exist yet."""
        return self.runs_dir / self.id

    @property
    def user_dir(self) -> Path:
        """Where what people say of the run is logged."""
        return self.runs_dir / f"{self.id}.user"

    @property
    def project_file(self) -> Path:
        """Where it stands which project the run is of."""
        return self.runs_dir / f"{self.id}.project"

    @cached_property
    def config(self) -> dict[str, Scalar]:
        """The values the run was made with, by key."""
        data = load_json(self.facts.get("config.json"))
        return {key: scalar(value) for key, value in data.items()} if isinstance(data, dict) else {}

    @cached_property
    def summary(self) -> Summary:
        """What the run reported; attributes it had from its start are among its own, which win."""
        reported = read_summary(load_json(self.facts.get("summary.json")))
        given = read_summary({"attributes": load_json(self.facts.get("attributes.json"))}).attributes
        return Summary(reported.metrics, {**given, **reported.attributes}, reported.label) if given else reported

    @cached_property
    def user_attributes(self) -> dict[str, UserAttribute]:
        """What people said of the run, by name, as the log had it when it was first asked for."""
        return read_attributes(self.user_dir)

    @property
    def label(self) -> str | None:
        """The user's label, else the one the run gave itself."""
        return label_of(self.user_attributes, self.summary.label)

    @property
    def tags(self) -> list[str]:
        """The user's tags, sorted."""
        return tags_of(self.user_attributes)

    @property
    def comments(self) -> list[dict[str, Any]]:
        """What people wrote below the run, oldest first: ``id``, ``message``, ``author``, ``time`` (milliseconds)."""
        return comments_of(self.user_attributes)

    @property
    def initialized(self) -> int | None:
        """When the run was made."""
        return self._time("initialized")

    @property
    def staged(self) -> int | None:
        """When everything was in place for the command."""
        return self._time("staged")

    @property
    def started(self) -> int | None:
        """When the command was started."""
        return self._time("started")

    @property
    def stopped(self) -> int | None:
        """When the run ended."""
        return self._time("stopped")

    @property
    def duration(self) -> float | None:
        """Seconds the command took, once it has ended; None where the clock was set back meanwhile."""
        if self.started is None or self.stopped is None or self.stopped < self.started:
            return None
        return (self.stopped - self.started) / 1_000_000

    @property
    def exit_code(self) -> int | None:
        """How the run ended: 0, an error code, or minus the signal that ended it."""
        return whole_number(self.facts.get("proc/exit"))

    @cached_property
    def command(self) -> str | list[str] | None:
        """The command: a string for the shell, or words."""
        data = load_json(self.record.read("proc/cmd.json"))
        return data if isinstance(data, str | list) else None

    @property
    def project_id(self) -> str | None:
        """The id that the gagefile of its project had, by which the project is known wherever it is now."""
        text = self.facts.get("project-id", b"")[:100].decode("ascii", "replace").strip().lower()
        return text if is_id(text) else None

    @cached_property
    def project(self) -> Path | None:
        """The project directory, if it was recorded; the path may lead nowhere by now."""
        try:
            with open_file(self.project_file) as stream:
                text = os.fsdecode(stream.read(_LONGEST_PATH))
        except OSError:
            return None
        scheme, _, path = text.strip().partition("file:")
        if scheme or not path or "\0" in path:
            return None
        return Path(os.path.realpath(self.runs_dir / path))

    def _time(self, member: str) -> int | None:
        return moment(whole_number(self.facts.get(member)))


def moment(value: object) -> int | None:
    """A time as it can be shown, or None."""
    return value if type(value) is int and 0 <= value <= _LAST_MICROSECOND else None


def whole_number(data: bytes | None) -> int | None:
    """The decimal number a member holds, or None."""
    if data is None or len(data) > 20:
        return None
    try:
        return int(data)
    except ValueError:
        return None


def load_json(data: bytes | None) -> Any:
    """The value a JSON member holds, or None where there is none or it cannot be read."""
    if data is None:
        return None
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None
