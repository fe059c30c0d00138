"""Copies of what runs printed, for editors, which show files and not members of archives; they go with the server."""

from __future__ import annotations

import tempfile
from pathlib import Path

from gage.runs.run import Run


class OutputCopies:
    """A directory of its own for the copies, made for the first of them."""

    def __init__(self) -> None:
        self._directory: tempfile.TemporaryDirectory[str] | None = None

    def write(self, run: Run, data: bytes) -> Path:
        """Copy the output of a run. Raises OSError."""
        if self._directory is None:
            self._directory = tempfile.TemporaryDirectory(prefix="gage-output-")
        path = Path(self._directory.name, f"{run.name}.log")
        path.write_bytes(data)
        return path
