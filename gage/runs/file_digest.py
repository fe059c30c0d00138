"""The digest of one file, read in pieces however large it is."""

from __future__ import annotations

import os
from pathlib import Path

from gage.runs.sha256 import sha256

_BLOCK = 1 << 20


def file_digest(path: Path) -> str:
    """The SHA-256 of a file's content, in hexadecimal. Raises OSError."""
    with path.open("rb", buffering=0) as stream:
        digest = sha256(os.fstat(stream.fileno()).st_size)
        while block := stream.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()
