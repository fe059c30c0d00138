"""The commands by which an operation is run and its last run looked at, each with its title; executes none."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types as lsp

from gage.runs.run import Run
from gage.runs.status import run_status
from gage_ls.protocol import PREVIEW, RERUN, RUN, RUN_WITH_FLAGS, SHOW_OUTPUT, STAGE, STOP


def run_commands(uri: str, operation: str, last: Run | None, commands: frozenset[str]) -> Iterator[lsp.Command]:
    """All there is to do with an operation; ``commands`` are those that the client carries out itself."""
    yield run(uri, operation, f"Run {operation}")
    if RUN_WITH_FLAGS in commands:
        arguments = [{"uri": uri, "operation": operation}]
        yield lsp.Command(title=f"Run {operation} with flags…", command=RUN_WITH_FLAGS, arguments=arguments)
    yield stage(uri, operation, f"Stage {operation}")
    yield preview(uri, operation, f"Preview {operation}")
    if last:
        if last.config:
            yield _of_run(RERUN, uri, last, f"Run {operation} again with the config of {last.short_name}")
        if run_status(last) == "running":
            yield _of_run(STOP, uri, last, f"Stop {operation} {last.short_name}")
        yield show_output(uri, last, f"Open the output of {operation} {last.short_name}")


def run(uri: str, operation: str, title: str) -> lsp.Command:
    """Run an operation."""
    return lsp.Command(title=title, command=RUN, arguments=[{"uri": uri, "operation": operation}])


def stage(uri: str, operation: str, title: str) -> lsp.Command:
    """Prepare a run that can be started later."""
    return lsp.Command(title=title, command=STAGE, arguments=[{"uri": uri, "operation": operation}])


def preview(uri: str, operation: str, title: str) -> lsp.Command:
    """See what a run would do."""
    return lsp.Command(title=title, command=PREVIEW, arguments=[{"uri": uri, "operation": operation}])


def show_output(uri: str, run: Run, title: str) -> lsp.Command:
    """See what a run printed."""
    return _of_run(SHOW_OUTPUT, uri, run, title)


def _of_run(command: str, uri: str, run: Run, title: str) -> lsp.Command:
    return lsp.Command(title=title, command=command, arguments=[{"run": run.id, "uri": uri}])
