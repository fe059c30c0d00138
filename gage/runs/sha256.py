"""SHA-256 of what comes in pieces: by Python's own for little, by OpenSSL for much; knows no files."""

from __future__ import annotations

import sys
from collections.abc import Callable
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
    if _left < 0 or "hashlib" in sys.modules or _own is None:
        import hashlib

        return hashlib.sha256()
    return _own()


def _own_sha256() -> Callable[[], Digest] | None:
    """What `hashlib` takes where there is no OpenSSL; its name is not the same in all versions of Python."""
    for name in ("_sha2", "_sha256"):
        try:
            found: Callable[[], Digest] = import_module(name).sha256
        except (ImportError, AttributeError):
            continue
        return found
    return None


_own = _own_sha256()
