"""Makes handlers of features: finds the open document and its project, and gives way while a long answer is made."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Coroutine, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException

from gage.errors import GageError
from gage_ls.checking import SLICE
from gage_ls.client_abilities import ClientAbilities
from gage_ls.json_text import JsonText
from gage_ls.language_server import GageServer
from gage_ls.project_view import ProjectView
from gage_ls.workspace import OpenDocument

Params = TypeVar("Params")
Answer = TypeVar("Answer")
Item = TypeVar("Item")
View = ProjectView | None

_BREATH = 0.002
"""Seconds in which messages come in while a long answer is made."""


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


@contextmanager
def in_words() -> Iterator[None]:
    """A refusal of Gage or of the file system is the answer to the request, in its words."""
    try:
        yield
    except (GageError, OSError) as error:
        raise JsonRpcException(str(error), code=lsp.LSPErrorCodes.RequestFailed.value) from None


def of_client(
    feature: Callable[[OpenDocument, ClientAbilities, Params], Answer],
) -> Callable[[GageServer, Params], Answer | None]:
    """The same of a feature that asks what the client can show, too."""

    def answer(ls: GageServer, params: Any) -> Answer | None:
        document = ls.gagefiles.get(params.text_document.uri)
        with in_words():
            return feature(document, ls.client, params) if document else None

    return answer


def in_thread(
    feature: Callable[[OpenDocument, ClientAbilities, Params], Answer],
) -> Callable[[GageServer, Params], Coroutine[Any, Any, Answer | None]]:
    """The same of a feature that looks at files, beside the messages: a disk may take its time."""

    async def answer(ls: GageServer, params: Any) -> Answer | None:
        document = ls.gagefiles.get(params.text_document.uri)
        if document is None:
            return None
        return await asyncio.to_thread(feature, document, ls.client, params)

    return answer


def in_slices(
    feature: Callable[[OpenDocument, View, Params], Iterator[Item]],
) -> Callable[[GageServer, Params], Coroutine[Any, Any, list[Item] | None]]:
    """A handler for a list that may be long: other messages are read while its items are made."""

    async def answer(ls: GageServer, params: Any) -> list[Item] | None:
        document = ls.gagefiles.get(params.text_document.uri)
        return await _sliced(feature(document, ls.projects.of(document), params)) if document else None

    return answer


def in_json(
    feature: Callable[[OpenDocument, ClientAbilities, Params], Iterator[Any]],
) -> Callable[[GageServer, Params], Coroutine[Any, Any, JsonText | None]]:
    """The same of items that are plain values, put into JSON one by one: of many of them, all at once is a pause."""

    async def answer(ls: GageServer, params: Any) -> JsonText | None:
        document = ls.gagefiles.get(params.text_document.uri)
        if document is None:
            return None
        items = await _sliced(json.dumps(item) for item in feature(document, ls.client, params))
        return JsonText(f"[{','.join(items)}]")

    return answer


def as_json(
    feature: Callable[[OpenDocument, ClientAbilities, Params], Iterator[str]],
) -> Callable[[GageServer, Params], Coroutine[Any, Any, JsonText | None]]:
    """The same of an answer that comes in pieces of JSON text."""

    async def answer(ls: GageServer, params: Any) -> JsonText | None:
        document = ls.gagefiles.get(params.text_document.uri)
        return JsonText("".join(await _sliced(feature(document, ls.client, params)))) if document else None

    return answer


async def _sliced(made: Iterable[Item]) -> list[Item]:
    """What an iterable makes; other messages are read while it does."""
    items: list[Item] = []
    end = time.perf_counter() + SLICE
    for item in made:
        items.append(item)
        if time.perf_counter() >= end:
            await asyncio.sleep(_BREATH)
            end = time.perf_counter() + SLICE
    return items
