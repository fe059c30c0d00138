"""The files of a project that config paths name: finds and reads them once each, and never leaves the project."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from itertools import islice
from typing import Literal as Either
from typing import NamedTuple

from gage.config.config_file import ConfigFileError, format_of, parse_config_file
from gage.config.config_path import ConfigPath
from gage.config.project_config import Literal
from gage.config.wildcard import compile_wildcards, has_wildcard

LARGEST_FILE = 1_000_000
"""Bytes; no file that people write values in comes near."""


UNSUPPORTED = "values can be set in Python, JSON, TOML, YAML and INI files and in notebooks"
"""What is said of a file of another kind."""


class Trouble(NamedTuple):
    """Why a path or file gives no values, in words."""

    kind: Either["missing", "outside", "unsupported", "unreadable"]
    message: str


class Found(NamedTuple):
    """The files a path names, relative to the project; without any, ``trouble`` says why."""

    files: tuple[str, ...]
    trouble: Trouble | None = None


class Values(NamedTuple):
    """The literals of a file by key, and its text; ``trouble`` says why there are none to read."""

    literals: dict[str, Literal]
    trouble: Trouble | None = None
    text: str = ""


class ProjectFiles:
    """The files below one directory; what was found and read is kept.

    ``largest`` is how many bytes of a file are read, ``most`` how many names are looked at for one pattern; with
    ``only`` no other files are there.
    """

    def __init__(
        self,
        directory: str | os.PathLike[str],
        largest: int = LARGEST_FILE,
        most: int | None = None,
        only: Collection[str] | None = None,
    ) -> None:
        self._root = os.path.realpath(directory)
        self._largest = largest
        self._most = most
        self._only = None if only is None else frozenset(only)
        self._values: dict[str, Values] = {}
        self._found: dict[str, Found] = {}

    def find(self, path: ConfigPath) -> Found:
        """The files that match the path's file; those it excludes are found too."""
        if path.file not in self._found:
            self._found[path.file] = self._search(path)
        return self._found[path.file]

    def values(self, file: str) -> Values:
        """The literals of a file found before."""
        if file not in self._values:
            self._values[file] = self._parse(file)
        return self._values[file]

    def _search(self, path: ConfigPath) -> Found:
        if not self.is_inside(path.file):
            return Found(
                (), Trouble("outside", f"config path '{path.text}' leads out of the project, so it is not read")
            )
        if not has_wildcard(path.file):
            if self._counts(path.file) and os.path.isfile(os.path.join(self._root, path.file)):
                return Found((path.file,))
            return Found((), Trouble("missing", f"config file '{path.file}' does not exist"))
        glob = compile_wildcards(path.file, "/")
        names = islice(_files_below(self._root, path.file, self._most), self._most)
        found = sorted(file for file in names if glob.fullmatch(file) and self._counts(file))
        if found:
            return Found(tuple(found))
        where = "a directory is only searched where the path begins with its name"
        return Found((), Trouble("missing", f"config path '{path.text}' matches no file; {where}"))

    def _counts(self, file: str) -> bool:
        return self._only is None or file in self._only

    def is_inside(self, file: str) -> bool:
        """Whether a path stays in the project, links followed."""
        if os.path.isabs(file) or ".." in file.split("/") or "\0" in file:
            return False
        try:
            real = os.path.normcase(os.path.realpath(os.path.join(self._root, file)))
        except ValueError:  # no file can have that name
            return False
        return real.startswith(os.path.normcase(self._root).rstrip(os.sep) + os.sep)

    def _parse(self, file: str) -> Values:
        kind = format_of(file)
        if kind is None:
            message = f"config file '{file}' is left out; {UNSUPPORTED}"
            return Values({}, Trouble("unsupported", message))
        if not self.is_inside(file):
            message = f"config file '{file}' leads out of the project, so it is not read"
            return Values({}, Trouble("outside", message))
        try:
            read = parse_config_file(file, self._read(os.path.join(self._root, file)))
            return Values(read.literals, None, read.text)
        except OSError as error:
            return Values({}, Trouble("unreadable", f"config file '{file}' is left out: {error.strerror}"))
        except ConfigFileError as error:
            place = f":{error.position.line + 1}:{error.position.column + 1}" if error.position else ""
            message = f"config file '{file}{place}' is left out; it cannot be read as {kind}: {error}"
            return Values({}, Trouble("unreadable", message))

    def _read(self, path: str) -> bytes:
        if not os.path.isfile(path):  # to open a pipe is to wait for it
            raise ConfigFileError("it is no regular file")
        # What a notebook shows, pictures mostly, is in it too.
        largest = self._largest * (10 if path.lower().endswith(".ipynb") else 1)
        with open(path, "rb") as file:
            data = file.read(largest + 1)
        if len(data) > largest:
            raise ConfigFileError(f"it is larger than {largest:,} bytes")
        return data


def _files_below(root: str, pattern: str, most: int | None) -> Iterator[str]:
    """Files a pattern may match: those below the directories it begins with, and at the top those of the project.

    Nothing else is searched: earlier runs and installed packages hold copies of the very files that are sought. Once
    ``most`` names were seen no further directory is entered.
    """
    levels = pattern.split("/")
    first = next(index for index, level in enumerate(levels) if has_wildcard(level))
    top = os.path.join(root, *levels[:first])
    deepest = None if "**" in levels and first else len(levels) if first else 1
    for directory, names, files in os.walk(top):
        relative = os.path.relpath(directory, root).replace(os.sep, "/")
        parents = [] if relative == "." else relative.split("/")
        if deepest is not None and len(parents) + 1 >= deepest:
            names.clear()
        yield from ("/".join([*parents, file]) for file in files)
        if most is not None:
            most -= len(names) + len(files)
            if most <= 0:
                return
