"""Takes a stream of bytes apart into the bodies of LSP's messages; refuses streams that are none, and knows no JSON."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable

from gage.errors import GageError

LARGEST_BODY = 256_000_000
"""Bytes. Editors keep texts of some 50 MB in step; no message of one is larger than this."""

LONGEST_HEADERS = 65_536
"""Bytes between two messages."""

_CHUNK = 65_536
_LENGTH = re.compile(rb"content-length:[ \t]*(\d{1,18})[ \t]*$", re.IGNORECASE)
_HEADER = re.compile(rb"[\w-]+:")
_HTTP = re.compile(rb"[A-Z]+ \S* ?HTTP/")

_log = logging.getLogger(__name__)


class NoClientError(GageError):
    """What is at the other end does not speak LSP."""


class Frames:
    """``read`` gives some bytes, at most as many as it is asked for, and none at the end."""

    def __init__(self, read: Callable[[int], bytes]) -> None:
        self._read = read
        self._buffer = bytearray()

    def next(self) -> bytes | None:
        """Wait for the next body; None at the end of the stream. Raises NoClientError, and OSError as ``read`` does.

        Between messages a few lines that are no headers are passed over, so that one mistake does not end a session.
        """
        length = self._length()
        while length is not None and len(self._buffer) < length:
            if not self._fill():
                return None
        return None if length is None else self._take(length)

    def _length(self) -> int | None:
        """Read headers; the length of the body that follows, or None at the end of the stream."""
        length, passed = None, 0
        while (line := self._line(passed)) is not None:
            passed += len(line)
            if not line.strip() and length is not None:
                return length
            # A body of another length than was said leaves its rest before the next header.
            found = _LENGTH.search(line.rstrip())
            if found:
                length = _allowed(int(found[1]))
            elif _HTTP.match(line):
                # A web page can have a browser send one to any port of this machine, with a body of its choice.
                raise NoClientError("an HTTP request came instead of a message of LSP")
            elif line.strip() and not _HEADER.match(line):
                _log.warning("passed over %d bytes that are no header of LSP: %r", len(line), bytes(line[:80]))
        return None

    def _line(self, passed: int) -> bytes | None:
        while (end := self._buffer.find(b"\n")) < 0:
            if passed + len(self._buffer) > LONGEST_HEADERS:
                break
            if not self._fill():
                return None
        if passed + end > LONGEST_HEADERS or end < 0:
            raise NoClientError(f"{LONGEST_HEADERS:,} bytes came without a message of LSP among them")
        return self._take(end + 1)

    def _fill(self) -> bool:
        chunk = self._read(_CHUNK)
        self._buffer += chunk
        return bool(chunk)

    def _take(self, length: int) -> bytes:
        taken = bytes(self._buffer[:length])
        del self._buffer[:length]
        return taken


def _allowed(length: int) -> int:
    if length > LARGEST_BODY:
        raise NoClientError(f"a message of {length:,} bytes is announced, which no editor sends")
    return length
