"""Reads the values that an operation's config picks from project files; executes none and never leaves the project."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from gage.config.config_path import ConfigPath, parse_config_path, picks_key
from gage.config.project_config import Literal, ProjectConfig
from gage.config.project_files import ProjectFiles, Trouble
from gage.config.wildcard import WildcardError, has_wildcard
from gage.gagefile.config_naming import Naming

if TYPE_CHECKING:
    from gage.gagefile.model import ConfigSection


def read_config(
    sections: Sequence[ConfigSection], project_dir: Path, project: ProjectFiles | None = None
) -> ProjectConfig:
    """The values that sections of config pick, in order of files, then of place in the file.

    Files come in the order in which paths name them. Whatever cannot be read is left out and told in ``warnings``.
    ``project`` are the files of the same directory as far as they have been read.
    """
    reader = _Reader(project or ProjectFiles(project_dir))
    picked: dict[str, dict[str, str]] = {}
    for section in sections:
        naming = Naming(section.prefix or "", section.strip_prefix or "", section.rename or "")
        paths = reader.paths(section)
        found = picked_keys(paths, reader.project)
        for file, keys in found.items():
            reader.name(file, naming.names(keys), picked.setdefault(file, {}))
        reader.warn_of_missing(paths)
        reader.warn_of_unused(naming, found)
    files = {file: _named(reader.literals(file), keys) for file, keys in picked.items()}
    config = ProjectConfig({}, list(dict.fromkeys(reader.warnings)), files)
    for literals in files.values():
        for key, literal in literals.items():
            config.values.setdefault(key, literal.value)
    return config


def _named(literals: Mapping[str, Literal], keys: Mapping[str, str]) -> dict[str, Literal]:
    """Literals by the names that a run has for keys, in order of place."""
    places = {key: place for place, key in enumerate(literals)}
    by_place = sorted(keys.items(), key=lambda item: places[item[1]])
    return {name: literals[key]._replace(key=key) for name, key in by_place}


def picked_keys(paths: Sequence[ConfigPath], project: ProjectFiles) -> dict[str, list[str]]:
    """The keys that the paths of one section pick, for each file, in order of place."""
    picked = {}
    for file in _files(paths, project):
        concerning = [path for path in paths if path.concerns(file)]
        picked[file] = [key for key in project.values(file).literals if picks_key(concerning, key)]
    return picked


def _files(paths: Sequence[ConfigPath], project: ProjectFiles) -> Iterator[str]:
    """The files that paths include and none excludes."""
    excluded = [path for path in paths if path.excludes_file]
    found: dict[str, None] = {}
    for path in paths:
        if path.file and not path.excludes_file:
            found.update(dict.fromkeys(project.find(path).files))
    return (file for file in found if not any(path.concerns(file) for path in excluded))


class _Reader:
    """Collects what to warn of."""

    def __init__(self, project: ProjectFiles) -> None:
        self.project = project
        self.warnings: list[str] = []

    def paths(self, section: ConfigSection) -> list[ConfigPath]:
        paths = [path for text in section.keys if (path := self.path(text))]
        for path in paths:
            if path.file and not path.excludes_file:
                self.warn(self.project.find(path).trouble)
        for file in _files(paths, self.project):
            self.warn(self.project.values(file).trouble)
        return paths

    def path(self, text: str) -> ConfigPath | None:
        try:
            return parse_config_path(text)
        except WildcardError as error:
            self.warnings.append(f"config path {error}, so it is left out")
            return None

    def literals(self, file: str) -> dict[str, Literal]:
        return self.project.values(file).literals

    def name(self, file: str, names: Mapping[str, str], known: dict[str, str]) -> None:
        """Add keys of a file by name; of two keys with one name the first has it."""
        for key, name in names.items():
            if known.setdefault(name, key) != key:
                both = f"'{known[name]}' and '{key}' of {file}"
                self.warnings.append(f"config gives {both} one name, '{name}', which sets the first of them")

    def warn(self, trouble: Trouble | None) -> None:
        if trouble:
            self.warnings.append(trouble.message)

    def warn_of_missing(self, paths: list[ConfigPath]) -> None:
        """A path that names one key, where the files could be read and none has it."""
        for path in paths:
            if not path.key or path.excludes_keys or has_wildcard(path.key):
                continue
            files = [file for file in _files(paths, self.project) if path.concerns(file) and self.literals(file)]
            if files and not any(path.key in self.literals(file) for file in files):
                self.warnings.append(
                    f"config path '{path.text}' picks nothing; {files[0]} assigns no plain value to '{path.key}'"
                )

    def warn_of_unused(self, naming: Naming, found: Mapping[str, Sequence[str]]) -> None:
        """A renaming of a key that the section does not pick."""
        if not any(found.values()):
            return
        for old in naming.renamed:
            if not any(old in keys for keys in found.values()):
                self.warnings.append(f"config renames '{old}', which its paths do not pick; it is left out")
