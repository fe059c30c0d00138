"""What a project lets a run set: values, and the literals they come from; reads and writes no file."""

from __future__ import annotations

from typing import NamedTuple

from gage.config.scalar import Scalar
from gage.errors import GageError

__all__ = ["ConfigError", "Literal", "ProjectConfig", "Scalar"]


class ConfigError(GageError):
    """A flag that names nothing, does not fit, or cannot be written."""


class Literal(NamedTuple):
    """A value as a file spells it, from ``start`` to ``end`` in code points of the decoded text, byte order mark aside.

    Two keys of a file that share one literal (``a = b = 5``) have equal spans. ``key`` is its key in the file where a
    run may know it by another name. ``option`` is the option of the command line that it is the default of; such a one
    is not rewritten.
    """

    start: int
    end: int
    value: Scalar
    key: str = ""
    option: str = ""


class ProjectConfig(NamedTuple):
    """The values a run may set. ``files`` has, for each path relative to the project, the literals picked from it
    by the names that a run has for them.

    A key of several files shows the value of the first; ``warnings`` say what could not be read.
    """

    values: dict[str, Scalar]
    warnings: list[str]
    files: dict[str, dict[str, Literal]]
