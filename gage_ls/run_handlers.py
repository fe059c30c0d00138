"""One function per request and command about runs that are there: find the store, call the feature in a thread."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from gage.runs.store import RunStore
from gage_ls import protocol_runs as protocol
from gage_ls.language_server import GageServer
from gage_ls.later import later
from gage_ls.refusals import in_words, underlined
from gage_ls.run_places import project_asking, runs_dir

if TYPE_CHECKING:
    from gage_ls.features.runs import Listed

Handler = Callable[..., Any]

_list_runs = later("runs", "list_runs")
_one_run = later("runs", "one_run")
_output = later("runs", "output")
_series = later("runs", "series")
_compare = later("runs", "compare")


async def list_runs(ls: GageServer, params: Any) -> dict[str, Any]:
    """Runs, filtered and sorted; their directory is looked after from now on."""
    from gage.runs.filter import run_filter
    from gage.runs.sort import sort_keys

    query = protocol.runs_query(params)
    with underlined("where", query.where, ls.gagefiles.encoding):
        selects = run_filter(query.where)
    with underlined("sort", query.sort, ls.gagefiles.encoding):
        keys = sort_keys(query.sort)
    with in_words():
        store = _store(ls, protocol.RUNS, params)
        listed: Listed = await asyncio.to_thread(_list_runs, store, query, selects, keys, project_asking(params))
    ls.runs_watch.follow(store.runs_dir, listed.processes)
    return listed.result


async def one_run(ls: GageServer, params: Any) -> dict[str, Any]:
    """One run by its id."""
    run_id = protocol.run_id(params)
    with in_words():
        store = _store(ls, protocol.ONE_RUN, params)
        return await asyncio.to_thread(_one_run, store, run_id, project_asking(params))


async def output(ls: GageServer, params: Any) -> dict[str, Any]:
    """A part of what a run printed."""
    query = protocol.output_query(params)
    with in_words():
        return await asyncio.to_thread(_output, _store(ls, protocol.OUTPUT, params), query)


async def series(ls: GageServer, params: Any) -> dict[str, Any]:
    """A part of what the metrics of a run were, step by step."""
    query = protocol.series_query(params)
    with in_words():
        return await asyncio.to_thread(_series, _store(ls, protocol.SERIES, params), query)


async def compare(ls: GageServer, params: Any) -> dict[str, Any]:
    """Several runs side by side."""
    run_ids = protocol.compared_ids(params)
    with in_words():
        store = _store(ls, protocol.COMPARE, params)
        return await asyncio.to_thread(_compare, store, run_ids, project_asking(params))


async def label(ls: GageServer, *arguments: Any) -> None:
    """Label a run, or take its label away."""
    from gage.runs.annotate import set_label

    run_id, text = protocol.label_change(arguments)
    with in_words():
        await asyncio.to_thread(set_label, _store(ls, protocol.LABEL, *arguments), run_id, text)


async def tag(ls: GageServer, *arguments: Any) -> None:
    """Add and remove tags of a run."""
    from gage.runs.annotate import change_tags

    change = protocol.tag_change(arguments)
    with in_words():
        store = _store(ls, protocol.TAG, *arguments)
        await asyncio.to_thread(change_tags, store, change.run_id, change.add, change.remove)


async def comment(ls: GageServer, *arguments: Any) -> dict[str, Any]:
    """Write, replace or remove a comment."""
    from gage.runs.annotate import add_comment, edit_comment

    change = protocol.comment_change(arguments)
    with in_words():
        store = _store(ls, protocol.COMMENT, *arguments)
        if change.comment_id is None:
            return {"comment": await asyncio.to_thread(add_comment, store, change.run_id, change.text or "")}
        await asyncio.to_thread(edit_comment, store, change.run_id, change.comment_id, change.text)
        return {"comment": change.comment_id}


def _of_several(command: str, name: str) -> Handler:
    async def handle(ls: GageServer, *arguments: Any) -> None:
        from gage.runs import trash

        change: Callable[[RunStore, list[str]], None] = getattr(trash, name)
        run_ids = protocol.run_ids(command, arguments)
        with in_words():
            await asyncio.to_thread(change, _store(ls, command, *arguments), run_ids)

    return handle


def _store(ls: GageServer, method: str, fields: Any) -> RunStore:
    return ls.run_stores.of(runs_dir(ls, method, fields))


FEATURES: list[tuple[str, Handler, Any]] = [
    (protocol.RUNS, list_runs, None),
    (protocol.ONE_RUN, one_run, None),
    (protocol.OUTPUT, output, None),
    (protocol.SERIES, series, None),
    (protocol.COMPARE, compare, None),
]

COMMANDS: list[tuple[str, Handler]] = [
    (protocol.LABEL, label),
    (protocol.TAG, tag),
    (protocol.COMMENT, comment),
    (protocol.DELETE, _of_several(protocol.DELETE, "delete_runs")),
    (protocol.RESTORE, _of_several(protocol.RESTORE, "restore_runs")),
    (protocol.PURGE, _of_several(protocol.PURGE, "purge_runs")),
]
