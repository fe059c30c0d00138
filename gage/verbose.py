"""What Gage does, told on stderr to those who ask for it by ``-v``; keeps nothing, and costs nothing otherwise."""

from __future__ import annotations

import sys
from contextlib import suppress

_level = 0


def be_verbose(level: int) -> None:
    """Tell what is done from now on: 1 for what it is about, 2 for details, too; 0 for nothing."""
    global _level
    _level = level


def is_verbose() -> bool:
    """Whether lines may come at any time, so that nothing can be drawn that is to stay where it is."""
    return _level > 0


def inform(message: str, *values: object) -> None:
    """Tell what is done; ``message`` has a ``%s`` for each value."""
    if _level:
        _tell(message % values)


def detail(module: str, message: str, *values: object) -> None:
    """Tell how it is done, and by which module."""
    if _level > 1:
        _tell(f"DEBUG: [{module}] {message % values}")


def _tell(line: str) -> None:
    with suppress(OSError, ValueError):  # nobody listens any more
        sys.stderr.write("".join(char if char.isprintable() else "\ufffd" for char in line) + "\n")
