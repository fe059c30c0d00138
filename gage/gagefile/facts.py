"""What rules may know of the project around a gagefile: plain values, gathered elsewhere; reads no file itself."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

_NONE: Mapping[Any, Any] = MappingProxyType({})


class ConfigFacts(NamedTuple):
    """What one config path finds. ``trouble`` says why it gives no values: its kind, and the words for it.

    ``key`` is the one key that the path names and ``keys`` are those its files define; both are empty for a path that
    picks with wildcards, leaves keys out, or whose files could not be read.
    """

    files: tuple[str, ...] = ()
    trouble: tuple[Literal["missing", "outside", "unsupported", "unreadable"], str] | None = None
    key: str = ""
    keys: tuple[str, ...] = ()


class SourceFacts(NamedTuple):
    """What the patterns of one ``sourcecode`` select.

    ``refused`` has the patterns that cannot be read, and why; if there is any, nothing else is known. ``idle`` are
    patterns that match no file, ``directories`` those of them that name a directory, ``reaching_runs`` patterns that
    cover the runs directory.
    """

    refused: Mapping[str, str] = _NONE
    idle: frozenset[str] = frozenset()
    directories: frozenset[str] = frozenset()
    reaching_runs: frozenset[str] = frozenset()
    selects_nothing: bool = False


class Facts(NamedTuple):
    """The project as it was when it was looked at. What is not here is not known, and rules say nothing of it.

    Everything is found by the text the gagefile has for it, so that facts stay true while the gagefile is edited.
    ``directory`` is the project's, absolute, ``shadowed_by`` the gagefile that is used instead, ``config_paths`` and
    ``sources`` are by the texts in the gagefile, ``picked`` has for the paths of a config section the keys that they
    pick in each file, ``files`` whether what a dependency names exists, ``exposed_runs`` the ``$runs-dir`` that default
    rules cover, ``project_ids`` the gagefile of another project with the same id, by this id in lower case, ``near``
    has for paths that do not exist one that does and is spelt nearly so.
    """

    directory: str = ""
    shadowed_by: str = ""
    config_paths: Mapping[str, ConfigFacts] = _NONE
    picked: Mapping[tuple[str, ...], Mapping[str, tuple[str, ...]]] = _NONE
    sources: Mapping[tuple[str, ...], SourceFacts] = _NONE
    files: Mapping[str, bool] = _NONE
    exposed_runs: str | None = None
    project_ids: Mapping[str, str] = _NONE
    near: Mapping[str, str] = _NONE


NO_FACTS = Facts()
"""Nothing is known of the project."""
