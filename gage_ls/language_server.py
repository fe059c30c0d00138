"""pygls' language server with Gage's state; knows no message."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from pygls.exceptions import JsonRpcException, JsonRpcInternalError
from pygls.lsp.server import LanguageServer

from gage import __version__
from gage_ls.client import Client
from gage_ls.closed_gagefiles import ClosedGagefiles
from gage_ls.files_watch import FilesWatch
from gage_ls.json_rpc import GageProtocol, converter
from gage_ls.operations_index import OperationsIndex
from gage_ls.output_copies import OutputCopies
from gage_ls.project_looks import ProjectLooks
from gage_ls.project_view import ProjectViews
from gage_ls.protocol import RUNS_CHANGED
from gage_ls.publisher import Publisher
from gage_ls.pulls import WORKSPACE, Pulls
from gage_ls.run_processes import RunProcesses
from gage_ls.run_stores import RunStores
from gage_ls.runs_watch import RunsWatch
from gage_ls.settings import ServerSettings
from gage_ls.workspace import Workspace


class GageServer(LanguageServer):
    """The server of one client and the state that outlives a message.

    ``end`` ends the session, ``client_process`` is the client's as the command line has it, ``settings_asked`` a
    question for settings, ``told`` what was said of them, ``folders`` are those of the workspace by their URIs.
    """

    protocol: GageProtocol

    def __init__(self) -> None:
        super().__init__("gage-ls", __version__, protocol_cls=GageProtocol, converter_factory=converter)
        self.client = Client()
        self.end: Callable[[], None] = lambda: None
        self.client_process: int | None = None
        self.settings = ServerSettings()
        self.settings_asked: asyncio.Task[None] | None = None
        self.told: set[str] = set()
        self.folders: dict[str, Path] = {}
        self.operations_index = OperationsIndex()
        self.gagefiles = Workspace()
        self.run_stores = RunStores()
        self.projects = ProjectViews(self.gagefiles, self.run_stores)
        self.publisher = Publisher(self.gagefiles, self.text_document_publish_diagnostics)
        self.closed_gagefiles = ClosedGagefiles(self.gagefiles)
        self.pulls = Pulls(self.workspace_diagnostic_refresh_async, self.in_background)
        self.run_processes = RunProcesses()
        self.output_copies = OutputCopies()
        self.runs_watch = RunsWatch(self._runs_changed)
        self.project_looks = ProjectLooks(self.in_background, self.publisher.read)
        self.files_watch = FilesWatch(self.client_register_capability_async, self.client_unregister_capability_async)
        self._tasks: set[asyncio.Task[None]] = set()

    def in_background(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Let work go on beside the messages; asyncio itself holds tasks only weakly."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def tell(self, uri: str) -> None:
        """Tell what is wrong in a version of a document, unless the client asks for that itself."""
        if not self.pulls.are_used:
            self.publisher.changed(uri)

    def something_changed(self) -> None:
        """Something that gagefiles are judged by is not as it was."""
        self.closed_gagefiles.something_changed()
        self.pulls.outdated(WORKSPACE)

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Show what is a mistake of the server; refusals are answers, and need no window."""
        if not isinstance(error, JsonRpcException) or error.code == JsonRpcInternalError.CODE:
            super().report_server_error(error, source)

    def _runs_changed(self, runs_dir: Path) -> None:
        self.protocol.notify(RUNS_CHANGED, {"runsDir": str(runs_dir)})
        if self.client.refreshes_lenses:
            self.workspace_code_lens_refresh(None)
