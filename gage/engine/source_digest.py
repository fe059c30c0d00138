"""The digest of a run's source code, by which runs with the same code are known; the member ``sourcecode/digest``."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from gage.engine.file_digest import file_digest

MEMBER = "sourcecode/digest"


def source_digest(directory: Path, paths: Iterable[str]) -> str:
    """The SHA-256, in hexadecimal, of the lines ``SHA256 PATH``, sorted, of files before config is applied to them.

    ``paths`` are relative to the directory, with slashes. Raises OSError.
    """
    lines = sorted(f"{file_digest(directory / path)} {path}\n" for path in paths)
    return hashlib.sha256("".join(lines).encode("utf-8", "surrogateescape")).hexdigest()
