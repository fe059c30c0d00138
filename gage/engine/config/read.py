"""Reads the values that an operation's config picks from project files; executes none and never leaves the project."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from gage.engine.config.config_path import ConfigPath, parse_config_path, picks_key
from gage.engine.config.project_config import Literal, ProjectConfig
from gage.engine.config.python_file import PythonFileError, parse_python
from gage.engine.config.wildcard import WildcardError, compile_wildcards, has_wildcard
from gage.gagefile.model import ConfigSection

LARGEST_FILE = 1_000_000
"""Bytes; no file that people write values in comes near."""

_LATER = {".ipynb": "notebooks", ".yaml": "YAML", ".yml": "YAML", ".json": "JSON", ".toml": "TOML", ".ini": "INI"}


def read_config(sections: Sequence[ConfigSection], project_dir: Path) -> ProjectConfig:
    """The values that sections of config pick, in order of files, then of place in the file.

    Files come in the order in which paths name them. Whatever cannot be read is left out and told in ``warnings``.
    """
    reader = _Reader(os.path.realpath(project_dir))
    picked: dict[str, set[str]] = {}
    for section in sections:
        reader.warn_of_unused(section)
        paths = reader.paths(section)
        for file in reader.files(paths):
            concerning = [path for path in paths if path.concerns(file)]
            keys = {key for key in reader.literals(file) if picks_key(concerning, key)}
            picked.setdefault(file, set()).update(keys)
        reader.warn_of_missing(paths)
    files = {
        file: {key: literal for key, literal in reader.literals(file).items() if key in keys}
        for file, keys in picked.items()
    }
    config = ProjectConfig({}, list(dict.fromkeys(reader.warnings)), files)
    for literals in files.values():
        for key, literal in literals.items():
            config.values.setdefault(key, literal.value)
    return config


class _Reader:
    """Reads each file once and collects what to warn of."""

    def __init__(self, root: str) -> None:
        self.root = root
        self.warnings: list[str] = []
        self.parsed: dict[str, dict[str, Literal]] = {}
        self.found: dict[str, list[str]] = {}

    def paths(self, section: ConfigSection) -> list[ConfigPath]:
        return [path for text in section.keys if (path := self.path(text))]

    def path(self, text: str) -> ConfigPath | None:
        try:
            return parse_config_path(text)
        except WildcardError as error:
            self.warnings.append(f"config path {error}, so it is left out")
            return None

    def files(self, paths: list[ConfigPath]) -> list[str]:
        """The files that paths include and none excludes."""
        excluded = [path for path in paths if path.excludes_file]
        found: dict[str, None] = {}
        for path in paths:
            if path.file and not path.excludes_file:
                found.update(dict.fromkeys(self.candidates(path)))
        return [file for file in found if not any(path.concerns(file) for path in excluded)]

    def candidates(self, path: ConfigPath) -> list[str]:
        if path.file not in self.found:
            self.found[path.file] = self.search(path)
        return self.found[path.file]

    def search(self, path: ConfigPath) -> list[str]:
        if not self.is_inside(path.file):
            self.warnings.append(f"config path '{path.text}' leads out of the project, so it is not read")
            return []
        if not has_wildcard(path.file):
            if os.path.isfile(os.path.join(self.root, path.file)):
                return [path.file]
            self.warnings.append(f"config file '{path.file}' does not exist")
            return []
        glob = compile_wildcards(path.file, "/")
        found = sorted(file for file in _files_below(self.root, path.file) if glob.fullmatch(file))
        if not found:
            self.warnings.append(
                f"config path '{path.text}' matches no file; a directory is only searched where the path begins with "
                "its name"
            )
        return found

    def is_inside(self, file: str) -> bool:
        """Whether a path stays in the project, links followed."""
        if os.path.isabs(file) or ".." in file.split("/") or "\0" in file:
            return False
        real = os.path.normcase(os.path.realpath(os.path.join(self.root, file)))
        return real.startswith(os.path.normcase(self.root).rstrip(os.sep) + os.sep)

    def literals(self, file: str) -> dict[str, Literal]:
        if file not in self.parsed:
            self.parsed[file] = self.parse(file)
        return self.parsed[file]

    def parse(self, file: str) -> dict[str, Literal]:
        suffix = os.path.splitext(file)[1].lower()
        if suffix != ".py":
            later = f"values in {_LATER[suffix]} cannot be set yet" if suffix in _LATER else "its type is not supported"
            self.warnings.append(f"config file '{file}' is left out; {later}, only those in Python files (.py)")
            return {}
        if not self.is_inside(file):
            self.warnings.append(f"config file '{file}' leads out of the project, so it is not read")
            return {}
        try:
            return parse_python(_read(os.path.join(self.root, file))).literals
        except OSError as error:
            self.warnings.append(f"config file '{file}' is left out: {error.strerror}")
        except PythonFileError as error:
            place = f":{error.position.line + 1}:{error.position.column + 1}" if error.position else ""
            self.warnings.append(f"config file '{file}{place}' is left out; it cannot be read as Python: {error}")
        return {}

    def warn_of_missing(self, paths: list[ConfigPath]) -> None:
        """A path that names one key, where the files could be read and none has it."""
        for path in paths:
            if not path.key or path.excludes_keys or has_wildcard(path.key):
                continue
            files = [file for file in self.files(paths) if path.concerns(file) and self.literals(file)]
            if files and not any(path.key in self.literals(file) for file in files):
                self.warnings.append(
                    f"config path '{path.text}' picks nothing; {files[0]} assigns no plain value to '{path.key}'"
                )

    def warn_of_unused(self, section: ConfigSection) -> None:
        for key, value in (
            ("prefix", section.prefix),
            ("strip-prefix", section.strip_prefix),
            ("rename", section.rename),
        ):
            if value is not None:
                self.warnings.append(f"'{key}' of a config section is not applied by this version")


def _read(path: str) -> bytes:
    if not os.path.isfile(path):  # to open a pipe is to wait for it
        raise PythonFileError("it is no regular file")
    with open(path, "rb") as file:
        data = file.read(LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        raise PythonFileError(f"it is larger than {LARGEST_FILE:,} bytes")
    return data


def _files_below(root: str, pattern: str) -> Iterator[str]:
    """Files a pattern may match: those below the directories it begins with, and at the top those of the project.

    Nothing else is searched: earlier runs and installed packages hold copies of the very files that are sought.
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
