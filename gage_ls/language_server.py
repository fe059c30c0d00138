"""pygls' language server with Gage's state, rid of the parts of pygls that would do harm; knows no message."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from contextvars import copy_context
from functools import partial
from pathlib import Path
from typing import Any

from cattrs import Converter
from lsprotocol import converters
from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException, JsonRpcInvalidParams
from pygls.lsp.server import LanguageServer
from pygls.protocol import JsonRPCNotification, JsonRPCRequestMessage, JsonRPCResponseMessage, LanguageServerProtocol

from gage import __version__
from gage_ls.files_watch import FilesWatch
from gage_ls.project_looks import ProjectLooks
from gage_ls.project_view import ProjectViews
from gage_ls.protocol import RUNS_CHANGED
from gage_ls.publisher import Publisher
from gage_ls.run_processes import RunProcesses
from gage_ls.runs_watch import RunsWatch
from gage_ls.workspace import Workspace

MALFORMED = "$/gage/malformed"
"""Stands in for the method of a request whose params are not what LSP says."""


class GageProtocol(LanguageServerProtocol):
    """pygls' protocol without its text documents, and with an answer to every request."""

    _server: GageServer

    def _register_builtin_features(self) -> None:
        super()._register_builtin_features()  # type: ignore[no-untyped-call]
        # pygls keeps a copy of every document. It splits lines where `str.splitlines` does, at U+2028 and form feeds
        # too, so an edit below such a character lands on the wrong line; it raises on edits of a document it does not
        # know, before any handler of ours runs; and it costs time in proportion to the file on every keystroke.
        # Without these, our own handlers are called instead (`_get_handler` prefers built-in ones).
        for method in (lsp.TEXT_DOCUMENT_DID_OPEN, lsp.TEXT_DOCUMENT_DID_CHANGE, lsp.TEXT_DOCUMENT_DID_CLOSE):
            del self.fm.builtin_features[method]

    def _handle_request(self, msg_id: Any, method_name: str, params: Any) -> None:
        """As pygls does, but what is asked about a text that is still being read is answered when it is read."""
        uri = getattr(getattr(params, "text_document", None), "uri", None)
        document = self._server.gagefiles.get(uri) if uri else None
        if document is None or document.is_read:
            super()._handle_request(msg_id, method_name, params)
        else:
            handle = partial(super()._handle_request, msg_id, method_name, params)
            self._server.in_background(self._after_reading(document.uri, partial(copy_context().run, handle)))

    async def _after_reading(self, uri: str, handle: Callable[[], None]) -> None:
        await self._server.publisher.read(uri)
        handle()

    def structure_message(self, data: dict[str, Any]) -> Any:
        """As pygls does, but a request that cannot be read is answered; pygls would leave the client waiting."""
        try:
            return super().structure_message(data)
        except JsonRpcException:
            if "id" in data and "method" in data:
                return JsonRPCRequestMessage(id=data["id"], method=MALFORMED, jsonrpc="2.0", params=data["method"])
            raise


class GageServer(LanguageServer):
    """The server of one client and the state that outlives a message."""

    protocol: GageProtocol

    def __init__(self) -> None:
        super().__init__("gage-ls", __version__, protocol_cls=GageProtocol, converter_factory=_converter)
        self.gagefiles = Workspace()
        self.projects = ProjectViews(self.gagefiles)
        self.publisher = Publisher(self.gagefiles, self.text_document_publish_diagnostics)
        self.run_processes = RunProcesses()
        self.runs_watch = RunsWatch(self._runs_changed)
        self.project_looks = ProjectLooks(self.in_background, self.publisher.read)
        self.files_watch = FilesWatch(self.client_register_capability_async, self.client_unregister_capability_async)
        self._tasks: set[asyncio.Task[None]] = set()

    def in_background(self, work: Coroutine[Any, Any, None]) -> None:
        """Let work go on beside the messages; asyncio itself holds tasks only weakly."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _runs_changed(self, runs_dir: Path) -> None:
        self.protocol.notify(RUNS_CHANGED, {"runsDir": str(runs_dir)})


def malformed(method: str) -> None:
    """Answer a request whose params could not be read."""
    raise JsonRpcInvalidParams(f"{method}: the params are not what LSP 3.17 says")


def _converter() -> Converter:
    """LSP's converter, which leaves what our own methods carry as plain dicts; pygls would make named tuples of it."""
    converter = converters.get_converter()
    for message in (JsonRPCRequestMessage, JsonRPCResponseMessage, JsonRPCNotification):
        converter.register_structure_hook(message, lambda data, cls: cls(**data))
    return converter


class ExpectedRefusals(logging.Filter):
    """Keeps answers that are meant as refusals out of the log: pygls logs each with a traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether to log a record."""
        return not (record.exc_info and isinstance(record.exc_info[1], JsonRpcException))
