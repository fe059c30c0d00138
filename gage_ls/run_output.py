"""Has the client show what a run printed, or would be; refuses where it cannot."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from lsprotocol import types as lsp

from gage.errors import GageError
from gage.runs.output import RUN_OUTPUT, output_tail
from gage.runs.run import Run
from gage.runs.store import RunStore
from gage_ls.language_server import GageServer
from gage_ls.output_copies import OutputCopies
from gage_ls.run_preview import preview_text

_MOST = 16 << 20
"""Bytes of an output that are copied, from its end."""


class NotShownError(GageError):
    """The client cannot show the output, or there is none."""


async def show_output(ls: GageServer, runs_dir: Path, run_id: str) -> None:
    """Have the client show the output of a run. Raises NotShownError, RecordError, OSError."""
    if not ls.client.shows_documents:
        raise NotShownError("this editor cannot be asked to show a file; 'gage show --output' prints it")
    await _show(ls, await asyncio.to_thread(_output_file, RunStore(runs_dir).run(run_id), ls.output_copies))


async def show_preview(ls: GageServer, preview: dict[str, Any]) -> None:
    """Have the client show what a run would be. Raises NotShownError, OSError."""
    if not ls.client.shows_documents:
        raise NotShownError("this editor cannot be asked to show a file; 'gage run --preview' prints it")
    await _show(ls, await asyncio.to_thread(ls.output_copies.write_preview, preview_text(preview)))


async def _show(ls: GageServer, path: Path) -> None:
    params = lsp.ShowDocumentParams(uri=path.as_uri(), external=False, take_focus=True)
    if not (await ls.window_show_document_async(params)).success:
        raise NotShownError(f"the editor did not show {path}")


def _output_file(run: Run, copies: OutputCopies) -> Path:
    """The file a live run writes, which grows; of a run that is over, whose record is or will be packed, a copy."""
    member = _member(run)
    if run.exit_code is None and not run.record.is_sealed:
        return run.record.directory / member
    return copies.write(run, output_tail(run, _MOST, member))


def _member(run: Run) -> str:
    """The output of the run's command, else that of the last command there was."""
    outputs = [name for name in run.record.members() if name.startswith("output/") and not name.endswith(".index")]
    if not outputs:
        raise NotShownError(f"run {run.name} has no output{'' if run.record.is_sealed else ' yet'}")
    return RUN_OUTPUT if RUN_OUTPUT in outputs else outputs[-1]
