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
from gage.gagefile.settings import config_paths, source_patterns, texts
from gage.gagefile.text import Span
from gage.gagefile.tree import Tree
from gage.gagefile.written import written

Role = Literal["config", "source", "dependency", "directory", "command", "module"]

_SOURCE = re.compile(r"\s*(?P<minus>-\s*)?(?P<quote>[\"']?)(?P<file>.+?)(?P=quote)(?P<rest>\s.*)?", re.DOTALL)
_IN_PROJECT = re.compile(r"(?:[\w-]*=)?(?:(?:\$\{?(?:project_dir|PROJECT_DIR)\}?)/)?(?P<file>[^=$]*)")
_MODULE = re.compile(r"(?P<file>\w+(?:\.\w+)*)")
_PATH = re.compile(r"(?!-)(?=[^./]*[./])[^{*?]+")
_WILD = re.compile(r"[*?\[]")


class FileName(NamedTuple):
    """A text that names files, at ``span`` of the part it stands in; ``key`` is what stands behind ``#``, if anything.

    It begins at ``offset`` of the string ``value``. A command's ``module`` is named by its dots. ``is_excluded`` says
    that the files are left out, ``is_word`` that white space would end the name if it stood in no quotes.
    """

    role: Role
    text: str
    span: Span
    value: Scalar
    offset: int
    key: str = ""
    key_span: Span | None = None
    is_excluded: bool = False
    is_word: bool = False

    @property
    def is_pattern(self) -> bool:
        """Whether the name has wildcards, so that it names no file in particular."""
        return self.role not in ("command", "module") and _WILD.search(self.text) is not None


def file_names(document: Document) -> Iterator[tuple[Placed, FileName]]:
    """All names in a gagefile with the parts they stand in."""
    for placed in document.parts.each() if document.kind is GAGEFILE else ():
        for found in names_in(placed.part):
            yield placed, found


def file_name_at(document: Document, offset: int) -> tuple[Placed, FileName] | None:
    """The name that an offset is in, key included."""
    placed = document.parts.at(offset)
    within = offset - placed.start
    for found in names_in(placed.part) if document.kind is GAGEFILE else ():
        if found.span.start <= within <= (found.key_span or found.span).end:
            return placed, found
    return None


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
    patterns = [node for nodes in source_patterns(part) for node in nodes]
    for node, match in [(node, match) for node in patterns if (match := _SOURCE.fullmatch(node.value))]:
        excludes = bool(match["minus"])
        named = _at(part, "source", node, match["file"], match.start("file"))
        yield from (name._replace(is_excluded=excludes, is_word=True) for name in named)
    for each in project_files(part):
        yield from _of_dependency(part, each)
    for word in command_words(part):
        yield from _of_word(part, word)
    for key in ("$runs-dir", "$archives-dir"):
        for node in texts(part.node((key,))):
            yield from _at(part, "directory", node, node.value, 0)


def _of_config(part: Part, node: Scalar) -> Iterator[FileName]:
    """The file and the key of ``[-]FILE[#KEY]``, where a dash that belongs to the name is ``\\-``."""
    before, mark, key = node.value.partition("#")
    file = before.lstrip()
    is_excluding = file.startswith("-")
    if is_excluding:
        file = file[1:].lstrip()
    file = file.removeprefix("\\").rstrip() if file.startswith("\\-") else file.rstrip()
    start = before.rindex(file) if file else 0
    key_start = len(node.value) - len(key.lstrip())
    for name in _at(part, "config", node, file, start):
        yield name._replace(
            key=key.strip(),
            key_span=_span(part, node, key_start, key_start + len(key.strip())) if key.strip() else None,
            is_excluded=is_excluding and not mark,
        )


def _of_dependency(part: Part, each: DependencyText) -> Iterator[FileName]:
    text = each.text.strip()
    if not text.startswith(("-", "~", "regex:")):
        role: Role = "directory" if each.role == "directory" else "dependency"
        yield from _at(part, role, each.node, text, each.offset + each.text.index(text))


def _of_word(part: Part, word: CommandWord) -> Iterator[FileName]:
    """A word that looks like a file: with a slash or a dot in it, and no option."""
    role: Role = "module" if word.is_module else "command"
    match = (_MODULE if word.is_module else _IN_PROJECT).fullmatch(word.text)
    name = match["file"] if match else ""
    if word.is_module or (_PATH.fullmatch(name) and "://" not in name):
        # Where the shell reads it otherwise than it is written, it is not found there, and left alone.
        start = word.node.value.rfind(name, word.start, word.end) if name else -1
        if start >= 0:
            named = _at(part, role, word.node, name, start)
            yield from (each._replace(is_word=word.is_in_line) for each in named)


def _at(tree: Tree, role: Role, node: Scalar, text: str, start: int) -> Iterator[FileName]:
    """The name that begins so far into a value, if there is any and it is written in the file."""
    span = _span(tree, node, start, start + len(text)) if text else None
    if span:
        yield FileName(role, text, span, node, start)


def _span(tree: Tree, node: Scalar, start: int, end: int) -> Span | None:
    places = written(tree, node)
    return Span(places[start], places[end]) if places else None
