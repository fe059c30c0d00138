"""Answers that are JSON text already go out as they are: to make a long one at once takes a second; checks none."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from pygls.protocol import LanguageServerProtocol


class JsonText(str):
    """The result of a request, put together in slices or in a thread."""

    __slots__ = ()


def list_in_pieces(items: Iterable[str]) -> Iterator[str]:
    """The pieces of a list in JSON, one for each of its items, which are JSON themselves."""
    before = "["
    for item in items:
        yield before + item
        before = ","
    yield "[]" if before == "[" else "]"


class AnswersInJson(LanguageServerProtocol):
    """pygls' protocol, which sends such results, too."""

    def _send_response(self, msg_id: Any, result: Any = None, error: Any = None) -> None:
        if error is None and isinstance(result, JsonText):
            self._result_types.pop(msg_id, None)
            self._send_text(f'{{"jsonrpc": "2.0", "id": {json.dumps(msg_id)}, "result": {result}}}')
        else:
            super()._send_response(msg_id, result, error)

    def _send_text(self, body: str) -> None:
        content = body.encode()
        if self.writer is not None:
            self.writer.write(b"Content-Length: %d\r\n\r\n%b" % (len(content), content))
