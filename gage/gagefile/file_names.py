"""Every place that names a file or directory of the project, or may: paths, patterns, words of commands; opens none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple
from weakref import WeakKeyDictionary

from gage.gagefile.command_words import CommandWord, command_words
from gage.gagefile.dependencies import DependencyText, project_files
from gage.gagefile.document import Document
from gage.gagefile.file_kind import GAGEFILE
from gage.gagefile.node import Scalar
from gage.gagefile.part import Part
from gage.gagefile.placed import Placed
from gage.gagefile.settings import config_paths, source_patterns
from gage.gagefile.text import Span
from gage.gagefile.tree import Tree
from gage.gagefile.written import written

Role = Literal["config", "source", "dependency", "directory", "command", "module"]

_SOURCE = re.compile(r"\s*(?P<minus>-\s*)?(?P<quote>[\"']?)(?P<file>.+?)(?P=quote)(?P<rest>\s.*)?", re.DOTALL)
_IN_PROJECT = re.compile(r"(?:[\w-]*=)?(?:(?:\$\{?(?:project_dir|PROJECT_DIR)\}?)/)?(?P<file>[^=$]*)")
_PATH = re.compile(r"(?!-)(?=[^./]*[./])[^{*?]+")
_WILD = re.compile(r"[*?\[]")


class FileName(NamedTuple):
    """A text that names files, at ``span`` of the part it stands in; ``key`` is what stands behind ``#``, if anything.

    A command's ``module`` is named by its dots. ``is_excluded`` says that the files are left out.
    """

    role: Role
    text: str
    span: Span
    value: Scalar
    key: str = ""
    key_span: Span | None = None
    is_excluded: bool = False

    @property
    def is_pattern(self) -> bool:
        """Whether the name has wildcards, so that it names no file in particular."""
        return self.role not in ("command", "module") and _WILD.search(self.text) is not None


def file_names(document: Document) -> Iterator[tuple[Placed, FileName]]:
    """All names in a gagefile with the parts they stand in."""
    for placed in document.parts.where(_names_any) if document.kind is GAGEFILE else ():
        for found in names_in(placed.part):
            yield placed, found


def file_name_at(document: Document, offset: int) -> tuple[Placed, FileName] | None:
    """The name that an offset is in, key included."""
    placed = document.parts.at(offset)
    within = offset - placed.starts[0][1]
    for found in names_in(placed.part) if document.kind is GAGEFILE else ():
        if found.span.start <= within <= (found.key_span or found.span).end:
            return placed, found
    return None


def _names_any(part: Part) -> bool:
    return bool(names_in(part))


def names_in(part: Part) -> list[FileName]:
    """The names in one part, in order of place; texts that are not written as they read are left out."""
    found = _KNOWN.get(part)
    if found is None:
        found = _KNOWN[part] = sorted({name.span: name for name in _names(part)}.values(), key=lambda name: name.span)
    return found


_KNOWN: WeakKeyDictionary[Part, list[FileName]] = WeakKeyDictionary()


def _names(part: Part) -> Iterator[FileName]:
    for node in config_paths(part):
        yield from _of_config(part, node)
    for nodes in source_patterns(part):
        for node in nodes:
            if match := _SOURCE.fullmatch(node.value):
                excludes = bool(match["minus"])
                yield from _at(part, "source", node, match["file"], match.span("file"), excludes=excludes)
    for each in project_files(part):
        yield from _of_dependency(part, each)
    for word in command_words(part):
        yield from _of_word(part, word)


def _of_config(part: Part, node: Scalar) -> Iterator[FileName]:
    """The file and the key of ``[-]FILE[#KEY]``, where a dash that belongs to the name is ``\\-``."""
    end = node.value.find("#") if "#" in node.value else len(node.value)
    start, file_end = _stripped(node.value, 0, end)
    is_excluding = node.value.startswith("-", start)
    if is_excluding:
        start, file_end = _stripped(node.value, start + 1, end)
    start += node.value.startswith("\\-", start)
    key_range = _stripped(node.value, end + 1, len(node.value)) if end < len(node.value) else None
    key = node.value[slice(*key_range)] if key_range else ""
    leaves_out = is_excluding and key_range is None
    yield from _at(part, "config", node, node.value[start:file_end], (start, file_end), key, key_range, leaves_out)


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    """A stretch of a text without the white space around it."""
    found = text[start:end]
    start = start + len(found) - len(found.lstrip())
    return start, max(start, start + len(found.strip()))


def _of_dependency(part: Part, each: DependencyText) -> Iterator[FileName]:
    text = each.text.strip()
    start = each.offset + each.text.index(text)
    if not text.startswith(("-", "~", "regex:")):
        role: Role = "directory" if each.role == "directory" else "dependency"
        yield from _at(part, role, each.node, text, (start, start + len(text)))


def _of_word(part: Part, word: CommandWord) -> Iterator[FileName]:
    """A word that looks like a file: with a slash or a dot in it, and no option."""
    if word.is_module:
        if re.fullmatch(r"\w+(?:\.\w+)*", word.text):
            yield from _in_word(part, "module", word, word.text)
    elif match := _IN_PROJECT.fullmatch(word.text):
        name = match["file"]
        if _PATH.fullmatch(name) and "://" not in name:
            yield from _in_word(part, "command", word, name)


def _in_word(part: Part, role: Role, word: CommandWord, name: str) -> Iterator[FileName]:
    """A name at the end of a word, if it stands there as it reads."""
    source = word.node.value[word.start : word.end]
    start = source.rfind(name)
    if start >= 0:
        yield from _at(part, role, word.node, name, (word.start + start, word.start + start + len(name)))


def _at(
    tree: Tree,
    role: Role,
    node: Scalar,
    text: str,
    range_: tuple[int, int],
    key: str = "",
    key_range: tuple[int, int] | None = None,
    excludes: bool = False,
) -> Iterator[FileName]:
    places = written(tree, node) if text else None
    if places:
        key_span = Span(places[key_range[0]], places[key_range[1]]) if key_range else None
        span = Span(places[range_[0]], places[range_[1]])
        yield FileName(role, text, span, node, key, key_span, excludes)
