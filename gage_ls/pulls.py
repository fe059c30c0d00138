"""Whether the client asks for diagnostics, for which it did, and when it should again; makes none."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from pygls.exceptions import JsonRpcException

from gage_ls.client import Client

WORKSPACE = ""
"""Stands among the URIs of documents for the workspace as a whole."""


class Pulls:
    """A client that asks is told nothing else: it would show the same twice. It is asked to ask again."""

    def __init__(
        self, refresh: Callable[[None], Awaitable[None]], in_background: Callable[[Coroutine[Any, Any, None]], object]
    ) -> None:
        self._refresh = refresh
        self._in_background = in_background
        self._answered: set[str] = set()
        self._can_be_refreshed = False
        self._is_due = False
        self._is_under_way = False
        self.are_used = False

    def take_over(self, client: Client) -> None:
        """Learn whether the client asks, and whether it can be asked to."""
        self.are_used, self._can_be_refreshed = client.pulls, client.refreshes_diagnostics

    def answered(self, uri: str) -> None:
        """The client knows what is wrong in a document, or in the workspace."""
        self._answered.add(uri)

    def forget(self, uri: str) -> None:
        """The client knows nothing of a document any more."""
        self._answered.discard(uri)

    def outdated(self, uri: str) -> None:
        """What the client was told is not true any more, through no change that it made itself."""
        if uri in self._answered and self._can_be_refreshed:
            self._is_due = True
            if not self._is_under_way:
                self._is_under_way = True
                self._in_background(self._go())

    async def _go(self) -> None:
        try:
            while self._is_due:
                self._is_due = False
                await self._refresh(None)
        except JsonRpcException:
            return  # one that refuses asks by itself
        finally:
            self._is_under_way = False
