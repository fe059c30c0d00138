"""What past runs of a project have: metrics, attributes, operations, labels; reads what the project's view has read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from gage.runs.run import Run
from gage.where.expects import expected_at_end
from gage.where.fields import STATUSES
from gage_ls.completion.config_keys import command_names, shown
from gage_ls.completion.context import Context
from gage_ls.completion.offer import Kind, Offer, matching

_LATEST = 20
"""Runs that are looked at: what only older ones had is hardly wanted."""

_FIELDS = {
    "op": "name of the operation",
    "status": ", ".join(STATUSES),
    "label": "label of the run",
    "tag": "one of the tags of the run",
    "name": "name of the run",
    "id": "id of the run",
    "started": "when the run began: a date, or such as 2 days ago",
    "stopped": "when the run ended",
    "duration": "a time span, such as 10m",
}
_KINDS = {"metric": Kind.Field, "attribute": Kind.Constant, "config": Kind.Variable}
_TIMES = ("today", "yesterday", "1 hour ago", "1 day ago", "7 days ago", "30 days ago")
_SPANS = ("90s", "10m", "1h", "1d")
_OPERATORS = {"=": "is", "!=": "is not", "~": "has in it", "!~": "has not in it", "in": "is one of"}
_NUMERIC = {"<": "is less than", "<=": "is at most", ">": "is more than", ">=": "is at least"}


def listed_fields(context: Context) -> Iterator[Offer]:
    """Names for `listing.description`: metrics, attributes and config values of the operation's runs."""
    for name, (detail, kind) in _fields(context, context.operation_name).items():
        if name not in context.taken:
            yield Offer(name, name, kind, detail=detail, rank=10)


def operations(context: Context) -> Iterator[Offer]:
    """Names of operations: those of the gagefile, then those that only past runs have."""
    own = context.operation_name
    for name in matching(context.operation_names, context.typed):
        # An operation may go on from its own last run, and seldom does.
        yield Offer(name, name, Kind.Module, rank=30 if name == own else 10)
    yield from operations_run(context)


def operations_run(context: Context) -> Iterator[Offer]:
    """Names of operations that have runs and are not declared here."""
    return (Offer(name, name, Kind.Module, detail="of past runs", rank=20) for name in _only_run(context))


def _only_run(context: Context) -> list[str]:
    declared = context.open.document.parts.keys.counts
    runs = context.view.own_runs if context.view else ()
    names = {run.opref.name for run in islice(runs, 1_000)}
    return sorted(names - declared.keys())


def selection(context: Context, skipped: int = 0) -> Iterator[Offer]:
    """What an expression that selects runs may go on with; it begins at an offset of what is typed."""
    expected = expected_at_end(context.typed[skipped:])
    start = skipped + expected.start
    word = context.typed[start:]
    if expected.what == "field":
        if expected.start == 0:
            yield from _selected_operations(context, start, word)
        for name, (detail, kind) in {
            **{name: (detail, Kind.Keyword) for name, detail in _FIELDS.items()},
            **_fields(context, ""),
        }.items():
            yield Offer(name, _word(name), kind, start, detail, 20, is_whole=False)
    elif expected.what == "operator":
        is_number = expected.field not in ("op", "operation", "status", "label", "tag", "name", "id")
        for operator, detail in {**_OPERATORS, **(_NUMERIC if is_number else {})}.items():
            yield Offer(operator, operator, Kind.Operator, start, detail, 10, is_whole=False)
    elif expected.what == "joint":
        for joint in ("and", "or"):
            yield Offer(joint, joint, Kind.Operator, start, rank=10, is_whole=False)
    elif expected.what == "value":
        for name in _values(context, expected.field, word.lstrip("\"'")):
            written = f"{expected.quote}{name}{expected.quote}" if expected.quote else _word(name)
            yield Offer(name, written, Kind.Value, start, rank=10, is_whole=False)


def _selected_operations(context: Context, start: int, word: str) -> Iterator[Offer]:
    typed = word.removeprefix("op").lstrip(" =")
    for name in matching(context.operation_names, typed, 50):
        if name != context.operation_name:
            text = f"op = {_word(name)}"
            yield Offer(text, text, Kind.Module, start, f"the runs of {name}", 10, is_whole=False)


def _values(context: Context, field: str, word: str) -> list[str]:
    if field in ("op", "operation"):
        return [*matching(context.operation_names, word), *_only_run(context)]
    if field == "status":
        return list(STATUSES)
    if field in ("started", "stopped"):
        return list(_TIMES)
    if field == "duration":
        return list(_SPANS)
    runs = islice(context.view.runs, _LATEST) if context.view else ()
    if field == "label":
        return list(dict.fromkeys(run.label for run in runs if run.label))
    return [run.name for run in runs] if field == "name" else []


def _word(text: str) -> str:
    """A name as an expression has it, in quotes where it is more than a word."""
    return text if all(char.isalnum() or char in "_-.:/" for char in text) else f"'{text}'"


def _fields(context: Context, operation: str) -> dict[str, tuple[str, Kind]]:
    """What the latest runs of an operation, or of all, have: names with the value of the latest one."""
    found: dict[str, tuple[str, Kind]] = {}
    for group, name, value in reported(context, operation):
        found.setdefault(name, (f"{group}, {value} in the latest run", _KINDS[group]))
    if operation:
        for name, detail in command_names(context):
            found.setdefault(name, (f"config {detail}", Kind.Variable))
    return found


def reported(context: Context, operation: str = "") -> Iterator[tuple[str, str, str]]:
    """Metrics, attributes and config of the latest runs of an operation, or of all: group, name and value as shown."""
    runs: Iterable[Run] = ()
    if context.view:
        runs = context.view.runs_of(operation) if operation else context.view.runs
    for run in islice(runs, _LATEST):
        summary = run.summary
        for group, values in (("metric", summary.metrics), ("attribute", summary.attributes), ("config", run.config)):
            yield from ((group, name, shown(name, value)) for name, value in values.items())


def labels(context: Context) -> Iterator[Offer]:
    """The labels of the latest runs."""
    runs = islice(context.view.runs, _LATEST) if context.view else ()
    for label in dict.fromkeys(run.label for run in runs if run.label):
        if label not in context.taken:
            yield Offer(label, label, Kind.Constant, rank=10, detail="of past runs")
