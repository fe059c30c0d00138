"""Refusals as answers: what Gage or the file system refuses is the error of a request, in its own words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException, JsonRpcInvalidParams

from gage.errors import GageError
from gage.gagefile.text import Encoding, units
from gage.where.tokens import WhereError


@contextmanager
def in_words() -> Iterator[None]:
    """Turn an error that a person can mend into the answer."""
    try:
        yield
    except (GageError, OSError) as error:
        raise JsonRpcException(str(error), code=lsp.LSPErrorCodes.RequestFailed.value) from None


@contextmanager
def underlined(param: str, expression: str, encoding: Encoding) -> Iterator[None]:
    """Turn an expression that cannot be read into an answer that says where, in what the client counts columns in."""
    try:
        yield
    except WhereError as error:
        start, end = (units(expression[:offset], encoding) for offset in (error.start, error.end))
        data = {"param": param, "start": start, "end": end, "replacement": error.replacement}
        raise JsonRpcInvalidParams(error.message, data=data) from None
