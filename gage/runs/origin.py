"""Which run a run was made from, and how; the member ``from.json``, which most runs do without."""

from __future__ import annotations

import json
from typing import Any, Literal, NamedTuple, get_args

from gage.runs.ids import is_id, run_name
from gage.runs.run import Run, load_json

MEMBER = "from.json"

How = Literal["proto", "restart"]
"""With the config of the other run and the source code of the project, or with the source code of the run, too."""


class Origin(NamedTuple):
    """The run that a new one repeats."""

    how: How
    run: Run

    def encode(self) -> bytes:
        """The member to record."""
        return json.dumps({"how": self.how, "run": self.run.id}).encode()


def origin_object(run: Run) -> dict[str, Any] | None:
    """The origin of a run as docs/interfaces.md has it; the run it names may be gone."""
    data = load_json(run.facts.get(MEMBER))
    if not isinstance(data, dict) or data.get("how") not in get_args(How):
        return None
    other = data.get("run")
    if not isinstance(other, str) or not is_id(other):
        return None
    return {"how": data["how"], "id": other, "name": run_name(other)}
