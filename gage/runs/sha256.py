"""SHA-256 of what comes in pieces: by Python's own for little, by OpenSSL for much; knows no files."""

from __future__ import annotations

import sys
from contextlib import suppress
from importlib import import_module
from typing import Protocol

_LITTLE = 1 << 20
"""Bytes that a process digests sooner by itself than OpenSSL, several times as fast, is loaded."""

_left = _LITTLE


class Digest(Protocol):
    """A digest that grows."""

    def update(self, data: bytes, /) -> None:
        """Take in the next piece."""

    def hexdigest(self) -> str:
        """The digest of all pieces."""


def sha256(size: int) -> Digest:
    """A digest of nothing yet, for about so many bytes."""
    global _left
    _left -= size
    if _left < 0 or "hashlib" in sys.modules:
        return _openssl()
    return _own() or _openssl()


def _own() -> Digest | None:
    """What `hashlib` takes where there is no OpenSSL, if this Python was built with it."""
    name = "_sha2" if sys.version_info >= (3, 12) else "_sha256"
    with suppress(ImportError):
        found: Digest = import_module(name).sha256()
        return found
    return None


def _openssl() -> Digest:
    import hashlib

    return hashlib.sha256()
