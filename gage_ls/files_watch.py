"""Has the client watch the files that open gagefiles name, if it can; looks at none of them itself."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException


class FilesWatch:
    """One registration for each open file, made anew when the names in it change."""

    def __init__(
        self,
        register: Callable[[lsp.RegistrationParams], Awaitable[None]],
        unregister: Callable[[lsp.UnregistrationParams], Awaitable[None]],
    ) -> None:
        self._register = register
        self._unregister = unregister
        self._globs: dict[str, set[str]] = {}
        self._one_at_a_time = asyncio.Lock()
        self.is_possible = False

    async def follow(self, uri: str, globs: set[str]) -> None:
        """Be told of files of these names from now on, because a document asks for them; of none if there are none."""
        if not self.is_possible:
            return
        # One that refuses is one that cannot; it still tells when a document is saved.
        async with self._one_at_a_time:
            with suppress(JsonRpcException):
                await self._change(uri, globs)

    async def _change(self, uri: str, globs: set[str]) -> None:
        before = self._globs.get(uri, set())
        if before == globs:
            return
        name, method = f"gage:{uri}", lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES
        if before:
            del self._globs[uri]
            await self._unregister(lsp.UnregistrationParams([lsp.Unregistration(id=name, method=method)]))
        if globs:
            self._globs[uri] = globs
            watchers = [lsp.FileSystemWatcher(glob_pattern=glob) for glob in sorted(globs)]
            options = lsp.DidChangeWatchedFilesRegistrationOptions(watchers=watchers)
            await self._register(
                lsp.RegistrationParams([lsp.Registration(id=name, method=method, register_options=options)])
            )
