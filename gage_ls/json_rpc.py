"""pygls' protocol, rid of the parts that would do harm: every request is answered, and nothing else is; no feature."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from contextvars import copy_context
from functools import partial
from typing import TYPE_CHECKING, Any

from cattrs import Converter
from lsprotocol import converters
from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException, JsonRpcInvalidParams
from pygls.protocol import JsonRPCNotification, JsonRPCRequestMessage, JsonRPCResponseMessage

from gage.errors import GageError
from gage_ls.json_text import AnswersInJson

if TYPE_CHECKING:
    from gage_ls.language_server import GageServer

Message = dict[str, Any]

MALFORMED = "$/gage/malformed"
"""Stands in for the method of a request whose params are not what LSP says."""

_log = logging.getLogger(__name__)


class NoMessageError(GageError):
    """A body that is no message of JSON-RPC; ``code`` is what JSON-RPC calls that."""

    def __init__(self, code: lsp.ErrorCodes, words: str) -> None:
        self.code = code
        super().__init__(words)


def message_of(body: bytes) -> Message:
    """A body as a message. Raises NoMessageError."""
    try:
        data = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise NoMessageError(lsp.ErrorCodes.ParseError, f"a message cannot be read as JSON: {error}") from None
    if not isinstance(data, dict) or data.get("jsonrpc") != "2.0":
        raise NoMessageError(lsp.ErrorCodes.InvalidRequest, "a message must be one object of JSON-RPC 2.0")
    names = data.get("id") is None or _is_id(data["id"]), isinstance(data.get("method", ""), str)
    if not all(names) or not ("id" in data or "method" in data):
        words = "'id' must be a string or a whole number, and 'method' a string"
        raise NoMessageError(lsp.ErrorCodes.InvalidRequest, words)
    return data


def _is_id(value: Any) -> bool:
    return isinstance(value, int | str) and not isinstance(value, bool)


class GageProtocol(AnswersInJson):
    """pygls' protocol without its text documents, and with an answer to every request."""

    _server: GageServer
    is_initialized = False

    def _register_builtin_features(self) -> None:
        super()._register_builtin_features()  # type: ignore[no-untyped-call]  # pygls gives it no types
        # pygls keeps a copy of every document. It splits lines where `str.splitlines` does, at U+2028 and form feeds
        # too, so an edit below such a character lands on the wrong line; it raises on edits of a document it does not
        # know, before any handler of ours runs; and it costs time in proportion to the file on every keystroke.
        # Without these, our own handlers are called instead (`_get_handler` prefers built-in ones).
        for method in (lsp.TEXT_DOCUMENT_DID_OPEN, lsp.TEXT_DOCUMENT_DID_CHANGE, lsp.TEXT_DOCUMENT_DID_CLOSE):
            del self.fm.builtin_features[method]

    @property
    def is_shut_down(self) -> bool:
        """Whether the client asked the server to shut down."""
        return bool(self._shutdown)

    def receive(self, message: Message) -> None:
        """Handle a message, or refuse it where the session is not as far yet or over."""
        method, is_request = message.get("method"), "id" in message and "method" in message
        refusal = self._refusal(method)
        if refusal is None:
            self.is_initialized = self.is_initialized or method == lsp.INITIALIZE
            self._handle(message)
        elif is_request:
            self.refuse(message["id"], *refusal)

    def refuse(self, msg_id: int | str | None, code: int, words: str) -> None:
        """Answer a request, or what could not be read as one, with an error."""
        # Not as pygls does: it leaves out an id that is null.
        error = {"code": code, "message": words}
        self._send_data({"jsonrpc": "2.0", "id": msg_id, "error": error})

    def _refusal(self, method: str | None) -> tuple[int, str] | None:
        if self._shutdown:
            return lsp.ErrorCodes.InvalidRequest.value, f"{method}: the server is shut down"
        if self.is_initialized == (method == lsp.INITIALIZE):
            if self.is_initialized:
                return lsp.ErrorCodes.InvalidRequest.value, f"{method}: the server is initialized already"
            return lsp.ErrorCodes.ServerNotInitialized.value, f"{method}: the server is not initialized"
        return None

    def _handle(self, message: Message) -> None:
        try:
            structured = self.structure_message(message)
        except JsonRpcException:
            _log.warning("passed over: %s is not what LSP 3.17 says", message.get("method", "an answer"))
        else:
            self.handle_message(structured)

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

    def structure_message(self, data: Message) -> Any:
        """As pygls does, but a request that cannot be read is answered; pygls would leave the client waiting."""
        try:
            return super().structure_message(data)
        except JsonRpcException:
            if "id" in data and "method" in data:
                return JsonRPCRequestMessage(id=data["id"], method=MALFORMED, jsonrpc="2.0", params=data["method"])
            raise

    def _execute_handler(
        self,
        msg_id: Any,
        handler: Callable[[Any], Any],
        callback: Callable[[Any], None],
        args: tuple[Any, ...] | None = None,
        kwargs: dict[str, Any] | None = None,
    ) -> None:
        """As pygls does, but no future is kept when it is done; pygls keeps those of notifications for ever."""
        super()._execute_handler(msg_id, handler, callback, args, kwargs)
        future = self._request_futures.get(msg_id)
        if future:
            future.add_done_callback(lambda _done: self._request_futures.pop(msg_id, None))


def malformed(method: str) -> None:
    """Answer a request whose params could not be read."""
    raise JsonRpcInvalidParams(f"{method}: the params are not what LSP 3.17 says")


def converter() -> Converter:
    """LSP's converter, which leaves what our own methods carry as plain dicts; pygls would make named tuples of it."""
    lsp_converter = converters.get_converter()
    for message in (JsonRPCRequestMessage, JsonRPCResponseMessage, JsonRPCNotification):
        lsp_converter.register_structure_hook(message, lambda data, cls: cls(**data))
    return lsp_converter


class WorthLogging(logging.Filter):
    """Keeps out of the log what is meant as a refusal or happens in every session, and warnings when there are many.

    pygls logs each refusal with a traceback; and a server must stop where nobody reads what it writes.
    """

    MOST_WARNINGS = 200
    _EXPECTED = ("Unable to deserialize message", "Cancel notification for unknown message id")

    def __init__(self) -> None:
        super().__init__()
        self._warnings = 0

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether to log a record."""
        is_refusal = record.exc_info and isinstance(record.exc_info[1], JsonRpcException)
        if is_refusal or str(record.msg).startswith(self._EXPECTED):
            return False
        self._warnings += record.levelno == logging.WARNING
        return record.levelno != logging.WARNING or self._warnings <= self.MOST_WARNINGS
