"""The files of a project by the names a gagefile has for them: only such as exist in it, links followed; opens none."""

from __future__ import annotations

import os
from pathlib import Path

from gage.gagefile.file_names import FileName


def find_path(directory: Path, name: FileName) -> Path | None:
    """The file or directory that a name stands for, if there is one in the project."""
    if name.is_pattern:
        return None
    return next((path for text in candidates(name) if (path := existing(directory, text))), None)


def candidates(name: FileName) -> list[str]:
    """The paths that a name may stand for, relative to the project; of a module the files that Python looks for."""
    if name.role != "module":
        return [name.text]
    path = name.text.replace(".", "/")
    return [f"{path}.py", f"{path}/__main__.py", f"{path}/__init__.py"]


def existing(directory: Path, text: str) -> Path | None:
    """A path below a directory that exists and does not lead out of it."""
    if "\0" in text or os.path.isabs(text) or ".." in text.replace("\\", "/").split("/"):
        return None
    root, path = os.path.realpath(directory), os.path.join(directory, text)
    try:
        real = os.path.realpath(path, strict=True)
    except (OSError, ValueError):
        return None
    return Path(os.path.normpath(path)) if real.startswith(root.rstrip(os.sep) + os.sep) else None
