"""The commands by which an operation is run and its last run looked at, each with its title; executes none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lsprotocol import types as lsp

from gage.runs.run import Run
from gage.runs.status import run_status
from gage_ls.client import Client
from gage_ls.last_run import how_it_went
from gage_ls.protocol import PREVIEW, RERUN, RUN, RUN_WITH_FLAGS, SHOW_OUTPUT, STAGE, START, STOP


def all_commands(uri: str, operation: str, last: Run | None, client: Client) -> Iterator[lsp.Command]:
    """All there is to do with an operation and its last run."""
    yield _of_operation(RUN, uri, operation, f"Run {operation}")
    if RUN_WITH_FLAGS in client.commands:
        yield _of_operation(RUN_WITH_FLAGS, uri, operation, f"Run {operation} with flags…")
    yield _of_operation(STAGE, uri, operation, f"Stage {operation}")
    if client.shows_documents:
        yield _preview(uri, operation, f"Preview {operation}")
    if last:
        yield from _all_of_run(uri, operation, last)


def _all_of_run(uri: str, operation: str, last: Run) -> Iterator[lsp.Command]:
    status = run_status(last)
    if last.config:
        yield _of_run(RERUN, uri, last, f"Run {operation} again with the config of {last.short_name}")
    if status == "staged":
        yield _of_run(START, uri, last, f"Start the staged run {last.short_name}")
    elif status == "running":
        yield _of_run(STOP, uri, last, f"Stop {operation} {last.short_name}")
    if status != "staged":
        yield _of_run(SHOW_OUTPUT, uri, last, f"Open the output of {operation} {last.short_name}")


def short_commands(
    uri: str, operation: str, shown: Sequence[str], last: Run | None, client: Client
) -> Iterator[lsp.Command]:
    """What is done most often, in few words; ``shown`` are the fields of its runs that the operation lists."""
    yield _of_operation(RUN, uri, operation, "Run")
    yield _of_operation(STAGE, uri, operation, "Stage")
    if client.shows_documents:
        yield _preview(uri, operation, "Preview")
    if last:
        status = run_status(last)
        if status in ("staged", "running"):
            yield _of_run(START, uri, last, "Start") if status == "staged" else _of_run(STOP, uri, last, "Stop")
        yield _of_run(SHOW_OUTPUT, uri, last, how_it_went(last, status, shown))


def _of_operation(command: str, uri: str, operation: str, title: str, **more: bool) -> lsp.Command:
    return lsp.Command(title=title, command=command, arguments=[{"uri": uri, "operation": operation, **more}])


def _preview(uri: str, operation: str, title: str) -> lsp.Command:
    # A client gets what a command answers and mostly shows nothing of it.
    return _of_operation(PREVIEW, uri, operation, title, show=True)


def _of_run(command: str, uri: str, run: Run, title: str) -> lsp.Command:
    return lsp.Command(title=title, command=command, arguments=[{"run": run.id, "uri": uri}])
