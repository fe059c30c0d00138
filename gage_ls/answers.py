"""Makes handlers of features: finds the open document, asks at once, in a thread or in slices; knows no feature.

A feature is asked of the document that params name, then of what else it needs, then of the params. The answer is null
for a document that is not open.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterable
from typing import Any

from gage_ls.client import Client
from gage_ls.json_text import JsonText
from gage_ls.language_server import GageServer
from gage_ls.project_view import ProjectView
from gage_ls.refusals import in_words
from gage_ls.slices import in_slices_of
from gage_ls.workspace import OpenDocument

Feature = Callable[..., Any]
Needed = Callable[[GageServer, OpenDocument], Any]
Later = Callable[[GageServer, Any], Coroutine[Any, Any, Any]]


def project(ls: GageServer, document: OpenDocument) -> ProjectView | None:
    """The project of a document; None if it is no file."""
    return ls.projects.of(document)


def client(ls: GageServer, _document: OpenDocument) -> Client:
    """What the client can do."""
    return ls.client


def at_once(feature: Feature, *needed: Needed) -> Callable[[GageServer, Any], Any]:
    """A handler for a short answer."""

    def answer(ls: GageServer, params: Any) -> Any:
        asked = _asked(ls, params, needed)
        with in_words():
            return feature(*asked) if asked else None

    return answer


def in_thread(feature: Feature, *needed: Needed) -> Later:
    """The same of a feature that reads files: other messages are answered while it does.

    It must not ask the document for problems, which are found in slices.
    """

    async def answer(ls: GageServer, params: Any) -> Any:
        asked = _asked(ls, params, needed)
        return await asyncio.to_thread(feature, *asked) if asked else None

    return answer


def in_slices(feature: Callable[..., Iterable[Any]], *needed: Needed) -> Later:
    """A handler for a list that may be long: other messages are read while its items are made."""

    async def answer(ls: GageServer, params: Any) -> list[Any] | None:
        asked = _asked(ls, params, needed)
        return [item async for item in in_slices_of(feature(*asked))] if asked else None

    return answer


def in_json(feature: Callable[..., Iterable[str]], *needed: Needed) -> Later:
    """The same of an answer that comes in pieces of JSON: to put all of a long one into JSON at once is a pause."""
    pieces = in_slices(feature, *needed)

    async def answer(ls: GageServer, params: Any) -> JsonText | None:
        found = await pieces(ls, params)
        return None if found is None else JsonText("".join(found))

    return answer


def _asked(ls: GageServer, params: Any, needed: Iterable[Needed]) -> tuple[Any, ...] | None:
    document = ls.gagefiles.get(params.text_document.uri)
    return (document, *(each(ls, document) for each in needed), params) if document else None
