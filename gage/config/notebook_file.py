"""Finds the literals that the code cells of a notebook assign to names; touches no output and runs no cell."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import NamedTuple

from gage.config.config_file import ConfigFileError, decode_utf8
from gage.config.project_config import Literal
from gage.config.project_config import Scalar as Value
from gage.config.python_file import Assigned, assigned_literals, flat
from gage.config.python_literal import spell
from gage.gagefile.node import Array, Node, Object, Scalar
from gage.gagefile.syntax import json_syntax
from gage.gagefile.text import Lines, Span

_CHARACTER = re.compile(r"\\u[Dd][89ABab]..\\u[Dd][C-Fc-f]..|\\u....|\\.|.", re.DOTALL)
"""A character of a JSON string as it is written."""

_MAGIC = re.compile(
    r"^[ \t]*(?:\w[\w., \t]*=[ \t]*(?=[%!]))?(?P<magic>[%!?](?:\\(?:\r\n|\n)|[^\r\n])*|[\w.*]+\?\??[ \t]*$)",
    re.MULTILINE,
)
"""What IPython reads in its own way: ``%run x``, ``!ls``, ``files = !ls``, ``print?``."""

_PYTHON_MAGICS = frozenset({"%%time", "%%timeit", "%%capture", "%%prun"})
"""Cell magics below which there is Python that is run as any other."""


class NotebookFile(NamedTuple):
    """The text of a notebook, and the literals in its code cells by key, in order of place.

    ``sources`` has what each literal reads in its cell, by its start.
    """

    text: str
    mark: bytes
    literals: dict[str, Literal]
    sources: dict[int, str]

    def encode(self, text: str) -> bytes:
        """Another text as bytes of this file."""
        return self.mark + text.encode()

    def spell(self, literal: Literal, value: Value) -> str:
        """What to write in the place of a literal for another value."""
        spelled = spell(value, self.sources[literal.start], "utf-8")
        return json.dumps(spelled, ensure_ascii=self.text.isascii())[1:-1]


class _Cell(NamedTuple):
    """The code of a cell, and for each of its characters, and last for its end, where it stands in the notebook."""

    code: str
    places: list[Span]

    def literal(self, literal: Literal) -> Literal:
        """A literal of the code as one of the notebook; it may reach over the quotes of several strings."""
        return literal._replace(start=self.places[literal.start].start, end=self.places[literal.end - 1].end)


def parse_notebook(data: bytes) -> NotebookFile:
    """Read the bytes of a notebook in Python. Raises ConfigFileError."""
    mark, text = decode_utf8(data)
    assigned: Assigned = {}
    sources: dict[int, str] = {}
    for cell in _cells(text):
        for name, found in _assigned(text, cell).items():
            # A notebook has no command line.
            assigned[name] = [(key, cell.literal(literal)) for key, literal in found if not literal.option]
            sources |= {cell.places[each.start].start: cell.code[each.start : each.end] for _, each in found}
    literals = sorted(flat(assigned).items(), key=lambda item: item[1].start)
    return NotebookFile(text, mark, dict(literals), sources)


def _cells(text: str) -> Iterator[_Cell]:
    """The code cells, in order. Raises ConfigFileError."""
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        raise ConfigFileError(error.msg, Lines(text).position(error.pos)) from error
    except (RecursionError, ValueError) as error:
        raise ConfigFileError("it is nested too deeply, or holds too large a number") from error
    root, problems = json_syntax.parse(text)
    cells = root.get("cells") if isinstance(root, Object) else None
    if not isinstance(root, Object) or not isinstance(cells, Array):
        raise ConfigFileError("it has no cells")
    if any(problem.code not in ("duplicate-key",) for problem in problems):
        raise ConfigFileError(problems[0].message, Lines(text).position(problems[0].span.start))
    language = _language(root)
    if not language.lower().startswith("python"):
        raise ConfigFileError(f"its language is {language}, not Python")
    for cell in cells.items:
        if isinstance(cell, Object) and _text(cell.get("cell_type")) == "code":
            yield _cell(text, cell.get("source"))


def _language(root: Object) -> str:
    metadata = root.get("metadata")
    for member, key in (("language_info", "name"), ("kernelspec", "language")):
        table = metadata.get(member) if isinstance(metadata, Object) else None
        if isinstance(table, Object) and (language := _text(table.get(key))):
            return language
    return "python"


def _text(node: Node | None) -> str:
    return node.value if isinstance(node, Scalar) and node.kind == "string" else ""


def _cell(text: str, source: Node | None) -> _Cell:
    """The code of a cell; its source is a string, or a list of them."""
    places: list[Span] = []
    code = ""
    for node in source.items if isinstance(source, Array) else [source]:
        if node and _text(node):
            code += _text(node)
            places += [Span(*found.span()) for found in _CHARACTER.finditer(text, node.start + 1, node.end - 1)]
    end = places[-1].end if places else 0
    return _Cell(code, [*places, Span(end, end)])


def _assigned(text: str, cell: _Cell) -> Assigned:
    """What the code of a cell assigns; what IPython alone understands is passed over. Raises ConfigFileError."""
    first = cell.code.lstrip().split(maxsplit=1)[:1]
    if first and first[0].startswith("%%") and first[0] not in _PYTHON_MAGICS:
        return {}
    try:
        return assigned_literals(cell.code)
    except ConfigFileError:
        pass  # most cells have no magic, and in those a line may begin with an operator
    try:
        return assigned_literals(_MAGIC.sub(_passed_over, cell.code))
    except ConfigFileError as error:
        if error.position is None:
            raise
        offset = Lines(cell.code).offset(error.position)
        place = Lines(text).position(cell.places[min(offset, len(cell.code))].start)
        raise ConfigFileError(str(error), place) from error


def _passed_over(found: re.Match[str]) -> str:
    """The same number of characters as an expression without meaning: a block may hold nothing else."""
    before = found[0][: found.start("magic") - found.start()]
    return before + "_" + re.sub(r"[^\r\n]", "#", found["magic"][1:])
