"""The files of a project as they are now: read again when they have changed; finds no more than a look may cost."""

from __future__ import annotations

import os
from pathlib import Path

from gage.config.config_path import ConfigPath
from gage.config.project_files import Found, ProjectFiles, Values

_LARGEST = 200_000
"""Bytes of a file; a larger one takes too long to read while someone waits."""

_MOST = 5_000
"""Names that are looked at for one pattern."""


class FreshFiles(ProjectFiles):
    """The files below one directory, for who looks at them again and again."""

    def __init__(self, directory: str | os.PathLike[str]) -> None:
        super().__init__(directory, _LARGEST, _MOST)
        self.root = Path(directory)
        self._states: dict[str, tuple[int, int] | None] = {}

    def find(self, path: ConfigPath) -> Found:
        """The files that match the path's file now."""
        return self._search(path)

    def values(self, file: str) -> Values:
        """The literals of a file found before, as it is now."""
        state = self._state(file)
        known = self._values.get(file)
        if known is None or state is None or self._states.get(file) != state:
            known = self._values[file] = self._parse(file)
            self._states[file] = state
        return known

    def _state(self, file: str) -> tuple[int, int] | None:
        try:
            status = os.stat(os.path.join(self._root, file))
        except (OSError, ValueError):
            return None
        return status.st_mtime_ns, status.st_size
