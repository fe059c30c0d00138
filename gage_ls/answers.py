"""Makes handlers of features: finds the open document and its project, and gives way while a long answer is made."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Coroutine, Iterator
from typing import Any, TypeVar

from lsprotocol import types as lsp

from gage_ls.client import Client
from gage_ls.json_text import JsonText
from gage_ls.language_server import GageServer
from gage_ls.project_view import ProjectView
from gage_ls.refusals import in_words
from gage_ls.slices import in_slices_of
from gage_ls.workspace import OpenDocument

Params = TypeVar("Params")
Answer = TypeVar("Answer")
Item = TypeVar("Item")
View = ProjectView | None


def of_document(feature: Callable[[OpenDocument, Params], Answer]) -> Callable[[GageServer, Params], Answer | None]:
    """A handler that asks a feature of the document that params name; null for one that is not open."""

    def answer(ls: GageServer, params: Any) -> Answer | None:
        document = ls.gagefiles.get(params.text_document.uri)
        return feature(document, params) if document else None

    return answer


def of_project(
    feature: Callable[[OpenDocument, View, Params], Answer],
) -> Callable[[GageServer, Params], Answer | None]:
    """The same of a feature that asks the project, too; None for the project of a document that is no file."""

    def answer(ls: GageServer, params: Any) -> Answer | None:
        document = ls.gagefiles.get(params.text_document.uri)
        return feature(document, ls.projects.of(document), params) if document else None

    return answer


def of_client(
    feature: Callable[[OpenDocument, Client, Params], Answer],
) -> Callable[[GageServer, Params], Answer | None]:
    """The same of a feature that asks what the client can show, too."""

    def answer(ls: GageServer, params: Any) -> Answer | None:
        document = ls.gagefiles.get(params.text_document.uri)
        with in_words():
            return feature(document, ls.client, params) if document else None

    return answer


def of_item(feature: Callable[[lsp.ClientCapabilities, Item], Item]) -> Callable[[GageServer, Item], Item]:
    """A handler that completes what an answer left out; it knows no document."""

    def answer(ls: GageServer, item: Item) -> Item:
        return feature(ls.client_capabilities, item)

    return answer


def in_thread(
    feature: Callable[[OpenDocument, View, Params], Answer],
) -> Callable[[GageServer, Params], Coroutine[Any, Any, Answer | None]]:
    """The same of a feature that reads files of the project: other messages are answered while it does.

    It must not ask the document for problems, which are found in slices.
    """

    async def answer(ls: GageServer, params: Any) -> Answer | None:
        document = ls.gagefiles.get(params.text_document.uri)
        if document is None:
            return None
        return await asyncio.to_thread(feature, document, ls.projects.of(document), params)

    return answer


def in_thread_of_client(
    feature: Callable[[OpenDocument, Client, Params], Answer],
) -> Callable[[GageServer, Params], Coroutine[Any, Any, Answer | None]]:
    """The same of a feature that asks what the client can show, and no runs or settings of the project."""

    async def answer(ls: GageServer, params: Any) -> Answer | None:
        document = ls.gagefiles.get(params.text_document.uri)
        if document is None:
            return None
        return await asyncio.to_thread(feature, document, ls.client, params)

    return answer


def in_thread_of_capabilities(
    feature: Callable[[OpenDocument, View, lsp.ClientCapabilities, Params], Answer],
) -> Callable[[GageServer, Params], Coroutine[Any, Any, Answer | None]]:
    """The same of a feature whose answer depends on all that the client can do."""

    async def answer(ls: GageServer, params: Any) -> Answer | None:
        document = ls.gagefiles.get(params.text_document.uri)
        if document is None:
            return None
        return await asyncio.to_thread(feature, document, ls.projects.of(document), ls.client_capabilities, params)

    return answer


def in_slices(
    feature: Callable[[OpenDocument, View, Params], Iterator[Item]],
) -> Callable[[GageServer, Params], Coroutine[Any, Any, list[Item] | None]]:
    """A handler for a list that may be long: other messages are read while its items are made."""

    async def answer(ls: GageServer, params: Any) -> list[Item] | None:
        document = ls.gagefiles.get(params.text_document.uri)
        if document is None:
            return None
        return [item async for item in in_slices_of(feature(document, ls.projects.of(document), params))]

    return answer


def in_json(
    feature: Callable[[OpenDocument, Client, Params], Iterator[Any]],
) -> Callable[[GageServer, Params], Coroutine[Any, Any, JsonText | None]]:
    """The same of items that are plain values, put into JSON one by one: of many of them, all at once is a pause."""

    async def answer(ls: GageServer, params: Any) -> JsonText | None:
        document = ls.gagefiles.get(params.text_document.uri)
        if document is None:
            return None
        items = [json.dumps(item) async for item in in_slices_of(feature(document, ls.client, params))]
        return JsonText(f"[{','.join(items)}]")

    return answer


def as_json(
    feature: Callable[[OpenDocument, Client, Params], Iterator[str]],
) -> Callable[[GageServer, Params], Coroutine[Any, Any, JsonText | None]]:
    """The same of an answer that comes in pieces of JSON text."""

    async def answer(ls: GageServer, params: Any) -> JsonText | None:
        document = ls.gagefiles.get(params.text_document.uri)
        if document is None:
            return None
        return JsonText("".join([piece async for piece in in_slices_of(feature(document, ls.client, params))]))

    return answer
