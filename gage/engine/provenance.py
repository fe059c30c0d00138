"""Records what a run was made of and where: Git, Python and its packages, the machine; no run waits for it long.

What cannot be found out is left out, and stops nothing.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from typing import Any

from gage.engine.live_run import LiveRun
from gage.runs.provenance import DIFF, GIT, MACHINE, PYTHON


def record_provenance(live: LiveRun) -> None:
    """Begin to look at the project and the machine; `finish_provenance` waits for it."""
    _begin(live, (_record_git, _record_python, _record_machine))


def record_machine(live: LiveRun) -> None:
    """Begin to look at the machine alone, for a run that was staged before, maybe on another."""
    _begin(live, (_record_python, _record_machine))


def finish_provenance(live: LiveRun) -> None:
    """Wait until all is recorded."""
    if live.provenance:
        live.provenance.join()
        live.provenance = None


def _begin(live: LiveRun, parts: tuple[Callable[[LiveRun], None], ...]) -> None:
    def record() -> None:
        for part in parts:
            part(live)

    live.provenance = threading.Thread(target=record, name="provenance", daemon=True)
    live.provenance.start()


def _record_git(live: LiveRun) -> None:
    from gage.engine.git import changes, find_repository, read_head

    request = live.plan.request
    repository = find_repository(request.project_dir)
    if repository is None:
        return
    commit, branch = read_head(repository)
    found = changes(repository, request.project_dir, request.environ) if commit else None
    note = found.note if found else "there is no commit yet" if branch else "the commit cannot be read"
    if found and found.diff:
        note = "; ".join(filter(None, (note, _record_diff(live, found.diff)))) or None
    _note(
        live,
        GIT,
        {
            "root": str(repository.root),
            "commit": commit,
            "branch": branch,
            "dirty": None if found is None or found.diff is None else bool(found.diff),
            "note": note,
        },
    )


def _record_diff(live: LiveRun, diff: bytes) -> str | None:
    """Write the diff without secrets, and say whether there were any."""
    text = diff.decode("utf-8", "surrogateescape")
    hidden = live.plan.masking.hide_all(text)
    live.note(DIFF, hidden.encode("utf-8", "surrogateescape"))
    return None if hidden == text else "what looks like a secret is hidden in the diff"


def _record_python(live: LiveRun) -> None:
    from gage.engine.python_environment import python_environment

    plan = live.plan
    place = str(plan.request.project_dir)
    environ = {**plan.request.environ, **plan.operation.env, "project_dir": place, "PROJECT_DIR": place}
    found = python_environment(plan.commands["run"], live.run_dir, environ)
    if found:
        _note(live, PYTHON, found._asdict())


def _record_machine(live: LiveRun) -> None:
    from gage.engine.machine import describe_machine

    _note(live, MACHINE, describe_machine())


def _note(live: LiveRun, member: str, data: dict[str, Any]) -> None:
    live.note(member, json.dumps(data).encode())
