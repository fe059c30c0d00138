"""Paths of a config section, ``[-]FILE[#KEY]``: which files and keys each one picks; looks at no disk."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from gage.config.wildcard import compile_wildcards


class ConfigPath(NamedTuple):
    """One path. An empty ``file`` stands for every file of the section, an empty ``key`` for none.

    ``excludes_keys`` says that ``key`` is taken away, ``excludes_file`` that the whole file is.
    """

    text: str
    file: str
    key: str
    excludes_keys: bool = False
    excludes_file: bool = False

    def concerns(self, file: str) -> bool:
        """Whether the path says anything of a file's keys."""
        return not self.file or compile_wildcards(self.file, "/").fullmatch(file) is not None


def parse_config_path(text: str) -> ConfigPath:
    """A path from its text. Raises WildcardError.

    Without ``#`` it means every key at the top of the file; a leading dash excludes keys if there are any, else the
    file; ``\\-`` is a dash that belongs to the name.
    """
    stripped = text.strip()
    exclude = stripped.startswith("-")
    name, mark, key = stripped[1:].lstrip().partition("#") if exclude else stripped.partition("#")
    file = _clean(name.strip())
    if not mark:
        key = "" if exclude else "*"
    path = ConfigPath(text, file, key.strip(), excludes_keys=exclude, excludes_file=exclude and not mark)
    compile_wildcards(path.file, "/")
    compile_wildcards(path.key, ".")
    return path


def _clean(name: str) -> str:
    name = name[1:] if name.startswith("\\-") else name
    start = "/" if name.startswith("/") else ""
    return start + "/".join(level for level in name.split("/") if level not in ("", "."))


def picks_key(paths: Sequence[ConfigPath], key: str) -> bool:
    """Whether paths that concern one file pick a key of it: any includes it, none excludes it."""
    named = [path for path in paths if path.key and compile_wildcards(path.key, ".").fullmatch(key)]
    return bool(named) and not any(path.excludes_keys for path in named)
