"""What the project knows that may stand for a metavar: operations, flags, runs, labels, tags; changes nothing."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from gage.cli.completion.candidate import DIRECTORIES, FILES, NOTHING, Candidate, Candidates
from gage.cli.completion.shells import SHELLS
from gage.cli.options import current_project

if TYPE_CHECKING:
    from gage.config.scalar import Scalar
    from gage.gagefile.model import Gagefile, Operation
    from gage.runs.run import Run

_MOST_RUNS = 200
"""The newest; nobody looks through more."""


class Asked(NamedTuple):
    """Which argument of which command is asked for, and what was typed so far."""

    command: str
    metavar: str
    argument: str
    given: Sequence[str]
    settings: dict[str, str]
    current: str


def values(asked: Asked) -> Candidates:
    """The values of one argument."""
    found = _OF_METAVAR.get(asked.metavar)
    return found(asked) if found else NOTHING


# Operations and their flags


def _gagefile() -> Gagefile | None:
    project = current_project(tells=False)
    if project.gagefile is None:
        return None
    from gage.gagefile.load import read_document
    from gage.gagefile.model import Gagefile

    return Gagefile(read_document(project.gagefile))


def _operations(asked: Asked) -> Candidates:
    """The operations and, as one may be left out, the flags of the default one."""
    gagefile = _gagefile()
    if gagefile is None:
        return NOTHING
    named = [Candidate(name, operation.summary_line) for name, operation in sorted(gagefile.operations.items())]
    default = gagefile.default_operation
    return Candidates([*named, *(_flags_of(default, asked.current) if default else [])])


def _flags(asked: Asked) -> Candidates:
    gagefile = _gagefile()
    if gagefile is None or not asked.given:
        return NOTHING
    is_flag = "=" in asked.given[0]
    operation = gagefile.default_operation if is_flag else gagefile.operations.get(asked.given[0])
    there = {word.partition("=")[0] for word in asked.given}
    found = _flags_of(operation, asked.current) if operation else []
    return Candidates([each for each in found if each.text.partition("=")[0] not in there])


def _flags_of(operation: Operation, current: str) -> list[Candidate]:
    """``name=`` for each value of the config; behind the sign what it may be."""
    from gage.config.resolve import spelled
    from gage.config.run_config import run_config
    from gage.errors import GageError

    named = {each.name: each for each in operation.config_values}
    try:
        known = run_config(operation, current_project(tells=False).directory, {})[1]
    except GageError:  # a value is required and has no default yet
        known = {name: each.default for name, each in named.items()}
    name, equals, _ = current.partition("=")
    if not equals:
        return [
            Candidate(f"{each}=", (each in named and named[each].description) or spelled(now))
            for each, now in sorted(known.items())
        ]
    if name not in known:
        return []
    choices = named[name].choices if name in named else ()
    options: list[Scalar] = list(choices) or ([True, False] if isinstance(known[name], bool) else [known[name]])
    return [Candidate(f"{name}={spelled(option)}") for option in options if option is not None]


# Runs and what is said of them


def _stored(asked: Asked) -> list[Run]:
    from gage.runs.status import run_status
    from gage.runs.store import ACTIVE, TRASH, RunStore

    is_deleted = asked.command in ("purge", "restore")
    runs = RunStore(current_project(tells=False).runs_dir).runs(TRASH if is_deleted else ACTIVE)[:_MOST_RUNS]
    wanted = {"stop": "running", "run": "staged" if asked.argument == "start" else None}.get(asked.command)
    return [run for run in runs if wanted is None or run_status(run) == wanted]


def _runs(asked: Asked) -> Candidates:
    """The names of runs or, where that is how it begins, their ids."""
    from gage.runs.status import run_status
    from gage.runs.words import ago

    stored = _stored(asked)
    found = list(_latest(asked.current, stored))
    for run in stored:
        began = run.started or run.staged or run.initialized
        about = [
            run.opref.name,
            run_status(run),
            ago(time.time() - began / 1_000_000) if began else "",
            run.label or "",
        ]
        text = run.id if asked.current and run.id.startswith(asked.current) else run.name
        found.append(Candidate(text, "  ".join(part for part in about if part)))
    return Candidates(found)


def _latest(current: str, stored: Sequence[Run]) -> Iterator[Candidate]:
    """``latest``, and of which operation, once that is how the word begins: most look for names."""
    if stored and current and "latest:".startswith(current):
        yield Candidate("latest", "the newest run")
    if stored and current.startswith("latest:"):
        for name in sorted({run.opref.name for run in stored}):
            yield Candidate(f"latest:{name}", f"the newest run of {name}")


def _labels(asked: Asked) -> Candidates:
    return Candidates([Candidate(label) for label in dict.fromkeys(run.label for run in _stored(asked)) if label])


def _tags(asked: Asked) -> Candidates:
    return Candidates([Candidate(tag) for tag in sorted({tag for run in _stored(asked) for tag in run.tags})])


def _paths(asked: Asked) -> Candidates:
    """Files: those of a run where the command is about one."""
    if asked.command not in ("cat", "open"):
        return FILES
    from gage.cli.run_selection import one_run
    from gage.runs.store import RunStore

    run = one_run(RunStore(current_project(tells=False).runs_dir), next(iter(asked.given), None), may_ask=False)
    files = (path for path in run.run_dir.rglob("*") if not path.is_dir())
    return Candidates([Candidate(path.relative_to(run.run_dir).as_posix()) for path in files])


def _metrics(asked: Asked) -> Candidates:
    """Metrics of the run that is named, or of the newest; which of them have a series it would cost more to say."""
    from gage.cli.run_selection import one_run
    from gage.runs.store import RunStore

    run = one_run(RunStore(current_project(tells=False).runs_dir), next(iter(asked.given), None))
    return Candidates([Candidate(name) for name in sorted(run.summary.metrics)])


def _codes(asked: Asked) -> Candidates:
    from gage.gagefile.codes import codes

    *before, _ = asked.current.split(",")
    start = "".join(f"{code}," for code in before)
    return Candidates([Candidate(start + code) for code in sorted(codes())])


def _topics(_: Asked) -> Candidates:
    from gage.cli.command_table import COMMANDS
    from gage.cli.help_topics import TOPICS

    return Candidates([Candidate(name, about) for name, about in {**COMMANDS, **TOPICS}.items()])


def _fields(asked: Asked) -> Candidates:
    """The names of fields behind those that are there, as columns or to sort by, with the sign that was typed."""
    from gage.runs.fields import FIELDS, free_names

    *before, current = asked.current.split(",")
    sign = current[:1] if current[:1] in ("+", "-") else ""
    start = "".join(f"{name}," for name in before) + sign
    lists_only = ["#", "description"] if asked.metavar == "COLUMNS" else []
    free = [name if _is_word(name) else f'"{name}"' for name in free_names(_stored(asked))]
    there = {name.lstrip("+-") for name in before}
    names = dict.fromkeys([*lists_only, *FIELDS, *free])
    return Candidates([Candidate(start + name) for name in names if name not in there])


def _is_word(name: str) -> bool:
    """Whether a name can be written in a list as it is."""
    from gage.where.tokens import WhereError, tokens

    try:
        return [piece.kind for piece in tokens(name)] == ["word", "end"] and name[0] not in "+-"
    except WhereError:
        return False


def _views(_: Asked) -> Candidates:
    from gage.cli.saved_views import view_names

    return Candidates([Candidate(name) for name in view_names(current_project(tells=False).directory)])


_OF_METAVAR: dict[str, Callable[[Asked], Candidates]] = {
    "ACTION": lambda _: Candidates([Candidate("install"), Candidate("show")]),
    "CODE": _codes,
    "CODES": _codes,
    "COLUMNS": _fields,
    "DIR": lambda _: DIRECTORIES,
    "FIELDS": _fields,
    "FILE": lambda _: FILES,
    "FLAG=VALUE": _flags,
    "LABEL": _labels,
    "METRIC": _metrics,
    "OPERATION": _operations,
    "PATH": _paths,
    "PROJECT": lambda _: DIRECTORIES,
    "RUN": _runs,
    "SHELL": lambda asked: Candidates([Candidate(name) for name in SHELLS if len(asked.given) == 1]),
    "TAG": _tags,
    "TASK": lambda _: Candidates([Candidate("purge-run-files", "remove files of runs for good")]),
    "TOPIC": _topics,
    "VIEW": _views,
}
