"""Looks at the projects of open files beside the messages: one look at a time for each file; decides nothing itself."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

Work = Coroutine[Any, Any, None]


class ProjectLooks:
    """Who asks while a look is under way gets one more after it, however often it was asked.

    ``read`` waits until the text of a file is read; to look sooner would be to read all of it in one go.
    """

    def __init__(self, in_background: Callable[[Work], asyncio.Task[None]], read: Callable[[str], Work]) -> None:
        self._in_background = in_background
        self._read = read
        self._asked: dict[str, bool] = {}
        self._under_way: dict[str, asyncio.Task[None]] = {}

    def ask(self, uri: str, look: Callable[[], Work]) -> None:
        """Look at the project of a file now, or again when the look under way is done."""
        is_under_way = uri in self._asked
        self._asked[uri] = True
        if not is_under_way:
            self._under_way[uri] = self._in_background(self._go(uri, look))

    async def until_done(self, uri: str) -> None:
        """Wait until no look at the project of a file is under way."""
        if uri in self._under_way:
            await asyncio.wait([self._under_way[uri]])

    async def _go(self, uri: str, look: Callable[[], Work]) -> None:
        try:
            while self._asked[uri]:
                self._asked[uri] = False
                await self._read(uri)
                await look()
        finally:
            del self._asked[uri], self._under_way[uri]
