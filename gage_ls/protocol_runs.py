"""What gage-ls adds to LSP for runs that are there: requests that read them, commands that annotate and delete them.

Each takes the ``uri`` of a file or directory of a project, whose runs directory is meant, or a ``runsDir`` itself. A
command has one object as its argument. Runs are named by their ids.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pygls.exceptions import JsonRpcInvalidParams

from gage_ls.shapes import Fields, boolean_in, object_in, one_object, text_in, text_or_none, texts_in, whole_number_in

RUNS = "gage/runs"
"""Request, ``{where?, sort?, deleted?, limit?, offset?}`` → ``{runs, total, all, runsDir, skipped}``.

``where`` is a filter expression, ``sort`` fields such as ``loss,-started``; without it the latest run is the first.
``deleted`` asks for the trash. ``total`` counts the runs that ``where`` selects, ``all`` those there are. An expression
that cannot be read is refused; the error's ``data`` has ``param``, ``start``, ``end`` and ``replacement``.
"""

ONE_RUN = "gage/run"
"""Request, ``{id}`` → the run object with files, comments, dependencies and command."""

OUTPUT = "gage/output"
"""Request, ``{id, offset?, limit?}`` → ``{entries, offset, next, size, done}``: what the run printed, in bytes.

Ask again with ``next`` as the ``offset`` until ``done``. A negative offset counts from the end of what is there.
"""

SERIES = "gage/series"
"""Request, ``{id, offset?, limit?}`` → ``{series, next, size, done}``: name → ``steps``, ``values`` and ``times``.

Offsets and limits are bytes of what is recorded. Ask again with ``next`` as the ``offset`` until ``done``.
"""

COMPARE = "gage/compare"
"""Request, ``{ids}`` → ``{runs, config, metrics, attributes}``: rows of ``name``, ``values``, ``differs``."""

LABEL = "gage.label"
"""Command, ``{run, label}`` → null; null as the label takes the one away that someone gave the run."""

TAG = "gage.tag"
"""Command, ``{run, add?, remove?}`` → null."""

COMMENT = "gage.comment"
"""Command, ``{run, text, comment?}`` → ``{comment}``: its id. An id there is replaced, or by null removed."""

DELETE = "gage.delete"
"""Command, ``{runs}`` → null: move runs to the trash, all or, where one is still running, none."""

RESTORE = "gage.restore"
"""Command, ``{runs}`` → null: take runs out of the trash."""

PURGE = "gage.purge"
"""Command, ``{runs}`` → null: remove runs that are in the trash, for good."""

_MOST_COMPARED = 100
_OUTPUT_LIMIT = 1 << 16
_MOST_OUTPUT = 1 << 18
_SERIES_LIMIT = 1 << 18
_MOST_SERIES = 1 << 20


@dataclass(frozen=True, slots=True)
class RunsQuery:
    """Which runs to list and how; no limit means to the end."""

    where: str = ""
    sort: str = ""
    deleted: bool = False
    offset: int = 0
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class PartQuery:
    """What of a run's output or series to send, in bytes."""

    run_id: str
    offset: int
    limit: int


@dataclass(frozen=True, slots=True)
class TagChange:
    """Tags to give to a run, and to take from it."""

    run_id: str
    add: list[str]
    remove: list[str]


@dataclass(frozen=True, slots=True)
class CommentChange:
    """A comment to write, or, where ``comment_id`` names one, to replace or (text None) to remove."""

    run_id: str
    text: str | None
    comment_id: str | None


def runs_query(params: Any) -> RunsQuery:
    """The params of `gage/runs`."""
    fields = object_in(RUNS, params)
    return RunsQuery(
        where=_expression(fields, "where"),
        sort=_expression(fields, "sort"),
        deleted=boolean_in(RUNS, fields, "deleted"),
        offset=whole_number_in(RUNS, fields, "offset") or 0,
        limit=whole_number_in(RUNS, fields, "limit"),
    )


def run_id(params: Any) -> str:
    """The run that the params of `gage/run` name."""
    return text_in(ONE_RUN, object_in(ONE_RUN, params), "id")


def output_query(params: Any) -> PartQuery:
    """The params of `gage/output`."""
    fields = object_in(OUTPUT, params)
    limit = whole_number_in(OUTPUT, fields, "limit", least=1) or _OUTPUT_LIMIT
    offset = whole_number_in(OUTPUT, fields, "offset", least=None) or 0
    return PartQuery(text_in(OUTPUT, fields, "id"), offset, min(limit, _MOST_OUTPUT))


def series_query(params: Any) -> PartQuery:
    """The params of `gage/series`."""
    fields = object_in(SERIES, params)
    limit = whole_number_in(SERIES, fields, "limit", least=1) or _SERIES_LIMIT
    offset = whole_number_in(SERIES, fields, "offset") or 0
    return PartQuery(text_in(SERIES, fields, "id"), offset, min(limit, _MOST_SERIES))


def compared_ids(params: Any) -> list[str]:
    """The runs that the params of `gage/compare` name."""
    ids = texts_in(COMPARE, object_in(COMPARE, params), "ids")
    if not 0 < len(ids) <= _MOST_COMPARED:
        raise JsonRpcInvalidParams(f"{COMPARE}: 'ids' must name 1 to {_MOST_COMPARED} runs, not {len(ids)}")
    return ids


def label_change(arguments: Sequence[Any]) -> tuple[str, str | None]:
    """The run in the arguments of `gage.label`, and its label."""
    fields = one_object(LABEL, arguments)
    if "label" not in fields:
        raise JsonRpcInvalidParams(f"{LABEL}: give the 'label', or null to take it away")
    return text_in(LABEL, fields, "run"), text_or_none(LABEL, fields, "label")


def tag_change(arguments: Sequence[Any]) -> TagChange:
    """The arguments of `gage.tag`."""
    fields = one_object(TAG, arguments)
    return TagChange(text_in(TAG, fields, "run"), texts_in(TAG, fields, "add"), texts_in(TAG, fields, "remove"))


def comment_change(arguments: Sequence[Any]) -> CommentChange:
    """The arguments of `gage.comment`."""
    fields = one_object(COMMENT, arguments)
    comment_id = text_or_none(COMMENT, fields, "comment")
    if comment_id is None or fields.get("text", "") is not None:
        return CommentChange(text_in(COMMENT, fields, "run"), text_in(COMMENT, fields, "text"), comment_id)
    return CommentChange(text_in(COMMENT, fields, "run"), None, comment_id)


def run_ids(command: str, arguments: Sequence[Any]) -> list[str]:
    """The runs in the arguments of a command about several."""
    ids = texts_in(command, one_object(command, arguments), "runs")
    if not ids:
        raise JsonRpcInvalidParams(f"{command}: 'runs' must name one run or more")
    return ids


def _expression(fields: Fields, name: str) -> str:
    value = fields.get(name)
    if value is not None and not isinstance(value, str):
        raise JsonRpcInvalidParams(f"{RUNS}: '{name}' must be a string")
    return value or ""
