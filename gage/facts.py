"""Looks at the project around a gagefile for what rules ask; executes nothing, stays in the project, never raises."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from gage.gagefile.dependencies import DependencyText, project_files
from gage.gagefile.document import Document
from gage.gagefile.facts import NO_FACTS, ConfigFacts, Facts, SourceFacts
from gage.gagefile.file_kind import GAGEFILE
from gage.gagefile.load import GAGEFILE_NAMES
from gage.gagefile.machine_paths import is_absolute
from gage.gagefile.node import Object, Scalar
from gage.gagefile.settings import config_sections, source_patterns
from gage.gagefile.words import nearest

if TYPE_CHECKING:
    from gage.config.config_path import ConfigPath
    from gage.config.project_files import ProjectFiles

_SECONDS = 1.0
"""When to stop looking; what was not looked at is not known."""

_MOST_NAMES = 20_000
"""Files and directories looked at for one selection."""

_MOST_NEIGHBOURS = 200
_ID_LENGTH = 36

_LARGEST_CONFIG_FILE = 200_000
"""Bytes of a file whose keys are wanted; a larger one takes too long to read at every save."""


def project_directory(gagefile: Path) -> Path:
    """The directory of the project that a gagefile describes."""
    directory = Path(os.path.abspath(gagefile)).parent
    return directory.parent if directory.name == ".gage" else directory


def gather_facts(document: Document, gagefile: Path) -> Facts:
    """What there is to know of the project of a gagefile, which need not be saved as the document has it.

    Reads names, and of the files that config names the content. Stops after about a second; most projects take a few
    milliseconds.
    """
    directory = project_directory(gagefile)
    if document.kind is not GAGEFILE or not directory.is_dir():
        return NO_FACTS
    until = time.monotonic() + _SECONDS
    facts = _Look(document, directory, lambda: time.monotonic() < until).facts()
    return facts._replace(directory=str(directory), shadowed_by=_shadowing(directory, gagefile))


def _shadowing(directory: Path, gagefile: Path) -> str:
    """The gagefile that is read instead of this one, or nothing."""
    path = os.path.abspath(gagefile)
    places = {os.path.join(directory, *name.split("/")): name for name in GAGEFILE_NAMES}
    if path in places:
        first = next((place for place in places if place == path or os.path.isfile(place)), path)
        if first != path and not _same_file(first, path):
            return places[first]
    return ""


def _same_file(one: str, other: str) -> bool:
    try:
        return os.path.samefile(one, other)
    except OSError:
        return False


class _Look:
    """One look at a project, as long as there is time; what most gagefiles do not need is imported where it is."""

    def __init__(self, document: Document, directory: Path, in_time: Callable[[], bool]) -> None:
        self.document = document
        self.directory = directory
        self.in_time = in_time

    def facts(self) -> Facts:
        config_paths, picked = self.config()
        files = dict(self.existing(each for tree in self.document.trees() for each in project_files(tree)))
        setting = self.document.node(("$runs-dir",))
        configured = setting.value if isinstance(setting, Scalar) and setting.kind == "string" else ""
        runs_dir = _relative(self.directory, configured or ".gage/runs")
        sources = self.sources(runs_dir, bool(configured))
        is_exposed = configured and runs_dir and self.uses_default_rules() and self.is_source_by_default(runs_dir)
        exposed = configured if is_exposed else None
        missing = [text for text, exists in files.items() if not exists]
        missing += [path.partition("#")[0] for path, found in config_paths.items() if _is_missing(found)]
        near = {path: near for path in missing if self.in_time() and (near := _nearest_file(self.directory, path))}
        return Facts("", "", config_paths, picked, sources, files, exposed, self.project_ids(), near)

    def config(self) -> tuple[dict[str, ConfigFacts], dict[tuple[str, ...], dict[str, tuple[str, ...]]]]:
        paths: dict[str, ConfigFacts] = {}
        picked: dict[tuple[str, ...], dict[str, tuple[str, ...]]] = {}
        sections = {
            tuple(node.value for node in section)
            for tree in self.document.trees()
            for found in config_sections(tree)
            for section in found
        }
        if sections:
            from gage.config.project_files import ProjectFiles

            project = ProjectFiles(self.directory, _LARGEST_CONFIG_FILE)
            for section in sorted(sections):
                if self.in_time():
                    _look_at_section(section, project, paths, picked)
        return paths, picked

    def existing(self, named: Iterable[DependencyText]) -> Iterator[tuple[str, bool]]:
        """Whether files exist; patterns, and files elsewhere, are not looked for."""
        for text, kind in dict.fromkeys((each.text, each.kind) for each in named):
            is_plain = not any(mark in text for mark in "*?[") and not text.startswith(("-", "~", "regex:"))
            if is_plain and self.in_time() and _relative(self.directory, text):
                path = os.path.join(self.directory, text)
                # What DVC keeps is not there before it was fetched; the file that describes it is.
                yield text, os.path.exists(path) or (kind == "dvcfile" and os.path.exists(f"{path}.dvc"))

    def sources(self, runs_dir: str, is_configured: bool) -> dict[tuple[str, ...], SourceFacts]:
        sources = {}
        for found in (found for tree in self.document.trees() for found in source_patterns(tree)):
            patterns = tuple(node.value for node in found)
            if patterns not in sources and self.in_time():
                sources[patterns] = _source_facts(self.directory, patterns, runs_dir, is_configured)
        return {patterns: facts for patterns, facts in sources.items() if facts}

    def project_ids(self) -> dict[str, str]:
        """The gagefile of another project of the same repository that has this project's id."""
        node = self.document.node(("$project-id",))
        own = node.value.lower() if isinstance(node, Scalar) and isinstance(node.value, str) else ""
        for path in _neighbours(self.directory) if len(own) == _ID_LENGTH else ():
            text = _beginning(path) if self.in_time() else ""
            if "$project-id" in text and own in text.lower():
                return {own: os.path.relpath(path, self.directory).replace(os.sep, "/")}
        return {}

    def uses_default_rules(self) -> bool:
        entries = (entry for tree in self.document.trees() for entry in tree.entries)
        tables = (entry.value for entry in entries if not entry.key.startswith("$"))
        sourcecodes = (table.get("sourcecode") for table in tables if isinstance(table, Object))
        return any(node is None or (isinstance(node, Scalar) and node.value is True) for node in sourcecodes)

    def is_source_by_default(self, runs_dir: str) -> bool:
        from gage.sources.source_selection import patterns_reaching

        return bool(patterns_reaching(self.directory, True, runs_dir))


def _is_missing(found: ConfigFacts) -> bool:
    return found.trouble is not None and found.trouble[0] == "missing"


def _nearest_file(directory: Path, path: str) -> str | None:
    """A path in the same directory whose name is nearly that of one that is not there."""
    parent, _, name = path.rpartition("/")
    try:
        with os.scandir(os.path.join(directory, parent)) as entries:
            names = [entry.name for entry in islice(entries, _MOST_NEIGHBOURS) if not entry.name.startswith(".")]
    except (OSError, ValueError):
        return None
    found = nearest(name, names)
    return (f"{parent}/{found}" if parent else found) if found else None


def _neighbours(directory: Path) -> Iterator[str]:
    """The gagefiles right below a project, and in one repository with it those above and beside it."""
    has_repository = any((parent / ".git").exists() for parent in directory.parents)
    above = [directory.parent] if has_repository else []
    beside = (child for parent in (directory, *above) for child in _directories(parent))
    for place in islice((*above, *beside), _MOST_NEIGHBOURS):
        if place != directory:
            yield from (
                path for name in GAGEFILE_NAMES if os.path.isfile(path := os.path.join(place, *name.split("/")))
            )


def _directories(parent: Path) -> Iterator[Path]:
    try:
        with os.scandir(parent) as entries:
            names = sorted(entry.name for entry in entries if entry.is_dir(follow_symlinks=False))
    except OSError:
        return
    yield from (parent / name for name in names if not name.startswith("."))


def _beginning(path: str) -> str:
    try:
        with open(path, "rb") as file:
            return file.read(_LARGEST_CONFIG_FILE).decode("utf-8", "replace")
    except OSError:
        return ""


def _relative(directory: Path, path: str) -> str:
    """A path relative to the project, with slashes; nothing if it leads out of it, links followed, or names it."""
    if is_absolute(path):
        return ""
    try:
        root = os.path.realpath(directory)
        real = os.path.relpath(os.path.realpath(os.path.join(root, path)), root)
    except (OSError, ValueError):  # another drive, or a name that no file can have
        return ""
    return "" if real.split(os.sep)[0] in ("..", ".") else real.replace(os.sep, "/")


def _look_at_section(
    section: tuple[str, ...],
    project: ProjectFiles,
    known: dict[str, ConfigFacts],
    picked: dict[tuple[str, ...], dict[str, tuple[str, ...]]],
) -> None:
    from gage.config.config_path import parse_config_path
    from gage.config.read import picked_keys
    from gage.config.wildcard import WildcardError

    try:
        paths = [parse_config_path(text) for text in section]
    except WildcardError:
        return
    picked[section] = {file: tuple(keys) for file, keys in picked_keys(paths, project).items()}
    for text, path in zip(section, paths, strict=True):
        # An absolute path is wrong whatever the disk says.
        if path.file and not path.excludes_file and not is_absolute(path.file):
            known[text] = _config_facts(path, project)


def _config_facts(path: ConfigPath, project: ProjectFiles) -> ConfigFacts:
    from gage.config.wildcard import has_wildcard

    files, trouble = project.find(path)
    values = [project.values(file) for file in files]
    # Of several files those that cannot be read may be matched by chance.
    if len(values) == 1:
        trouble = values[0].trouble
    if trouble:
        return ConfigFacts(files, (trouble.kind, trouble.message))
    if not path.key or path.excludes_keys or has_wildcard(path.key):
        return ConfigFacts(files)
    return ConfigFacts(files, None, path.key, tuple(dict.fromkeys(key for value in values for key in value.literals)))


def _source_facts(directory: Path, patterns: tuple[str, ...], runs_dir: str, is_configured: bool) -> SourceFacts | None:
    """What patterns select; None where that takes too long to find out."""
    from gage.sources.source_pattern import SourcePatternError
    from gage.sources.source_selection import TooManyFilesError, patterns_reaching, select_sources

    left_out = [directory / runs_dir] if runs_dir else []
    try:
        reaching = patterns_reaching(directory, patterns, runs_dir) if runs_dir else []
        selection = select_sources(directory, patterns, left_out, _MOST_NAMES)
    except SourcePatternError:
        return SourceFacts(refused=_refused(patterns))
    except (TooManyFilesError, OSError, ValueError):
        return None
    idle = set(selection.idle) & set(patterns)
    return SourceFacts(
        {},
        frozenset(idle),
        frozenset(pattern for pattern in idle if _is_directory(directory, pattern)),
        # Who writes `**/*.py` does not mean the runs that are kept where nobody looks.
        frozenset(
            pattern for pattern in reaching if pattern in patterns and (is_configured or not pattern.startswith("**"))
        ),
        selects_nothing=not selection.files,
    )


def _refused(patterns: tuple[str, ...]) -> dict[str, str]:
    return {pattern: why for pattern in patterns if (why := _refusal(pattern))}


def _refusal(pattern: str) -> str | None:
    from gage.sources.source_pattern import SourcePatternError, parse_pattern

    try:
        parse_pattern(pattern)
    except SourcePatternError as error:
        return str(error)
    return None


def _is_directory(directory: Path, pattern: str) -> bool:
    return bool(_relative(directory, pattern)) and os.path.isdir(os.path.join(directory, pattern))
