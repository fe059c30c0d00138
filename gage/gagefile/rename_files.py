"""The edits that let a gagefile name files where they are moved to; leaves alone what only wildcards match."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from gage.gagefile.document import Document
from gage.gagefile.file_names import FileName, file_names
from gage.gagefile.part import Part
from gage.gagefile.placed import Placed
from gage.gagefile.problem import Edit

_MODULE_FILES = ("/__main__.py", "/__init__.py", ".py")
_PLAIN_WORD = re.compile(r"[\w./+@%:,~=-]+")
_IN_YAML = re.compile(r"[\w./+@ -]+")


class Move(NamedTuple):
    """A file or directory that gets another path; both are relative to the project, with slashes."""

    before: str
    after: str


def renamed_files(document: Document, moves: Iterable[Move]) -> list[Edit]:
    """The edits for moves, in order of place; of several that concern a file the most specific counts."""
    ordered = sorted(moves, key=lambda move: len(move.before), reverse=True)
    found = [
        (placed, name, after) for placed, name in file_names(document) if (after := _moved(name, ordered)) is not None
    ]
    edits: dict[tuple[int, int], Edit] = {}
    for _, group in groupby(found, key=lambda each: id(each[1].value)):
        for edit in _edits(list(group)):
            edits.setdefault(edit.span, edit)
    return [edits[span] for span in sorted(edits)]


def _moved(name: FileName, moves: list[Move]) -> str | None:
    """What a name is after the moves, or None if it stays."""
    if name.role != "module":
        return next((after for move in moves if (after := _path(name.text, move)) is not None), None)
    path = name.text.replace(".", "/")
    for ending in _MODULE_FILES:
        for move in moves:
            after = _path(path + ending, move)
            if after and after.endswith(ending) and re.fullmatch(r"\w+(?:/\w+)*", after.removesuffix(ending)):
                return after.removesuffix(ending).replace("/", ".")
    return None


def _path(text: str, move: Move) -> str | None:
    """A path after a move, with the dot it began and the slash it ended with."""
    clean = posixpath.normpath(text)
    if clean == move.before:
        after = move.after
    elif clean.startswith(f"{move.before}/"):
        after = move.after + clean[len(move.before) :]
    else:
        return None
    return ("./" if text.startswith("./") else "") + after + ("/" if text.endswith("/") else "")


def _edits(found: list[tuple[Placed, FileName, str]]) -> Iterator[Edit]:
    """The edits of one value: of the names in it, or of the whole where one of them needs other quotes around it."""
    placed, first, _ = found[0]
    value = first.value
    written = [(name, _spelt(name, after, placed.part)) for _, name, after in found]
    if all(_fits(placed.part, name, text) for name, text in written):
        yield from (Edit(placed.span(name.span), text) for name, text in written)
        return
    whole = value.value
    for name, text in sorted(written, key=lambda pair: pair[0].offset, reverse=True):
        whole = whole[: name.offset] + text + whole[name.offset + len(name.text) :]
    yield Edit(placed.span(value.span), json.dumps(whole, ensure_ascii=False))


def _spelt(name: FileName, after: str, part: Part) -> str:
    """A path as it must stand in its value: in quotes where it would be more than one word."""
    value = name.value.value
    if name.role == "config" and after.startswith("-"):
        return after if value[name.offset - 1 : name.offset] == "\\" else f"\\{after}"
    is_quoted = name.offset > 0 and value[name.offset - 1] in "\"'"
    is_one_word = not re.search(r"\s", after) if name.role == "source" else _PLAIN_WORD.fullmatch(after)
    if not name.is_word or is_quoted or is_one_word or "'" in after:
        return after
    mark = '"' if part.text[name.value.start] == "'" else "'"
    return f"{mark}{after}{mark}"


def _fits(part: Part, name: FileName, text: str) -> bool:
    """Whether a text can stand where the name does as it is."""
    quote = part.text[name.value.start]
    if quote in "\"'":
        return quote not in text and "\\" not in text and text.isprintable()
    return _IN_YAML.fullmatch(text) is not None and (name.offset > 0 or _is_plain_yaml(text))


def _is_plain_yaml(text: str) -> bool:
    """Whether a value that begins so is a text in YAML."""
    from gage.gagefile.syntax.yaml_scalars import plain_type

    return (text[0].isalpha() or text[0] in "./_") and plain_type(text) == "str"
