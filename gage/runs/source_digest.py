"""The digest of a run's source code, by which runs with the same code are known; the member ``sourcecode/digest``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from gage.runs.file_digest import file_digest
from gage.runs.sha256 import sha256 as new_digest

MEMBER = "sourcecode/digest"


def source_digest(directory: Path, paths: Iterable[str]) -> str:
    """The digest of files of a directory; ``paths`` are relative to it, with slashes. Raises OSError."""
    return combined_digest({path: file_digest(directory / path) for path in paths})


def combined_digest(digests: Mapping[str, str]) -> str:
    """The SHA-256 of the lines ``SHA256 PATH``, sorted, of files before config is applied to them, in hexadecimal."""
    lines = sorted(f"{sha256} {path}\n" for path, sha256 in digests.items())
    data = "".join(lines).encode("utf-8", "surrogateescape")
    digest = new_digest(len(data))
    digest.update(data)
    return digest.hexdigest()
