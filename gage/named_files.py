"""Which other files decide what is wrong in a gagefile, so that their change calls for a check; opens none of them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from gage.facts import project_directory
from gage.gagefile.dependencies import project_files
from gage.gagefile.document import Document
from gage.gagefile.facts import Facts
from gage.gagefile.file_kind import GAGEFILE, USER_CONFIG_NAMES
from gage.gagefile.load import GAGEFILE_NAMES
from gage.gagefile.part import Part
from gage.gagefile.settings import config_paths, source_patterns

_WILD = re.compile(r"[*?\[]")


def named_files(document: Document, path: Path, facts: Facts) -> list[Path]:
    """The files that a gagefile names, there or not; for a pattern what it found, and the directory it begins in."""
    if document.kind is not GAGEFILE:
        return []
    directory = project_directory(path)
    found = {os.path.join(directory, name) for name in GAGEFILE_NAMES}
    for text in _patterns(document):
        literal = text[: wild.start()].rpartition("/")[0] if (wild := _WILD.search(text)) else text
        found.add(os.path.join(directory, literal))
    found.update(os.path.join(directory, file) for config in facts.config_paths.values() for file in config.files)
    return [Path(name) for name in sorted(found) if "\0" not in name]


def name_globs(document: Document) -> set[str]:
    """The same for who watches files by glob patterns: names in any directory, with those of settings and gagefiles."""
    named = set(_patterns(document)) if document.kind is GAGEFILE else set()
    names = {PurePosixPath(text).name for text in named} - {"", ".."}
    # A bracket would begin a set of characters, which no pattern of ours has, and a brace alternatives.
    globs = {re.sub(r"[\[\]{}\\]", "?", "*" if name == "**" else name) for name in names}
    settings = ("pyproject.toml", *USER_CONFIG_NAMES, *(name for name in GAGEFILE_NAMES if "/" not in name))
    return {f"**/{glob}" for glob in (*globs, *settings)}


def _patterns(document: Document) -> Iterator[str]:
    """The files and patterns that a gagefile names, without keys, attributes and the sign of exclusion."""
    for names in document.parts.by_block(_named):
        yield from names


def _named(parts: Sequence[Part]) -> frozenset[str]:
    return frozenset(name for part in parts for name in _names(part))


def _names(part: Part) -> Iterator[str]:
    for node in config_paths(part):
        yield node.value.removeprefix("-").partition("#")[0]
    for named in project_files(part):
        yield named.text
        if named.kind == "dvcfile":
            yield f"{named.text}.dvc"
    for nodes in source_patterns(part):
        for node in nodes:
            yield node.value.removeprefix("-").strip().partition(" ")[0]
