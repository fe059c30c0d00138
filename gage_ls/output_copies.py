"""Texts for editors to show, which show files alone: what runs printed, or would be; they go with the server."""

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
        return self._write(f"{run.name}.log", data)

    def write_preview(self, text: str) -> Path:
        """Write the preview of a run, in the place of the one before. Raises OSError."""
        return self._write("preview.md", text.encode("utf-8", "backslashreplace"))

    def _write(self, name: str, data: bytes) -> Path:
        if self._directory is None:
            self._directory = tempfile.TemporaryDirectory(prefix="gage-output-")
        path = Path(self._directory.name, name)
        path.write_bytes(data)
        return path
