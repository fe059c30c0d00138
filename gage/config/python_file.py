"""Finds the literals that a Python file assigns to names at its top level; parses the file and never runs it."""

from __future__ import annotations

import io
import re
import warnings
from bisect import bisect_left
from collections.abc import Iterator
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from gage.config.config_file import BYTE_ORDER_MARK, ConfigFileError, decode, is_scalar
from gage.config.project_config import Literal, Scalar
from gage.config.python_literal import spell
from gage.gagefile.text import Lines, Position

if TYPE_CHECKING:
    import ast

# Encodings that have one spelling for every character and cost no more than their length to decode.
_PLAIN_ENCODING = re.compile(
    r"utf-8|ascii|iso8859-\d+|cp\d+|koi8-\w|mac-\w+|gb\w+|big5\w*|euc_\w+|shift_jis\w*|tis-620"
)


class PythonFile(NamedTuple):
    """The text of a Python file without its byte order mark, and the literals in it by key, in order of place."""

    text: str
    encoding: str
    mark: bytes
    literals: dict[str, Literal]

    def encode(self, text: str) -> bytes:
        """Another text as bytes of this file."""
        return self.mark + text.encode(self.encoding)

    def spell(self, literal: Literal, value: Scalar) -> str:
        """What to write in the place of a literal for another value."""
        return spell(value, self.text[literal.start : literal.end], self.encoding)


def parse_python(data: bytes) -> PythonFile:
    """Read the bytes of a Python file. Raises ConfigFileError."""
    mark = BYTE_ORDER_MARK if data.startswith(BYTE_ORDER_MARK) else b""
    encoding = _encoding(data)
    body = data[len(mark) :]
    text = decode(body, encoding)
    if text.encode(encoding, "replace") != body:
        raise ConfigFileError(f"its bytes are not the usual ones of {encoding}")
    assigned = assigned_literals(text)
    found = sorted(flat(assigned).items(), key=lambda item: item[1].start)
    return PythonFile(text, encoding, mark, dict(found))


def _encoding(data: bytes) -> str:
    """The codec of a file by its byte order mark and first two lines (PEP 263)."""
    head = re.split(rb"\r\n|\r|\n", data, maxsplit=2)[:2]
    if not any(b"coding" in line for line in head):
        return "utf-8"
    import codecs
    import tokenize

    try:
        name = codecs.lookup(tokenize.detect_encoding(io.BytesIO(b"\n".join(head)).readline)[0]).name
    except SyntaxError as error:
        raise ConfigFileError(str(error.msg)) from error
    if name == "utf-8-sig":
        return "utf-8"
    if not _PLAIN_ENCODING.fullmatch(name):
        raise ConfigFileError(f"its encoding {name} is not supported: save it as UTF-8")
    return name


def _parse(text: str) -> ast.Module:
    import ast

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text)
    except SyntaxError as error:
        place = Position(max((error.lineno or 1) - 1, 0), max((error.offset or 1) - 1, 0))
        raise ConfigFileError(str(error.msg), place if error.lineno else None) from error
    except ValueError as error:
        raise ConfigFileError("it holds a NUL character" if "\0" in text else str(error)) from error
    except (RecursionError, MemoryError) as error:
        raise ConfigFileError("it is nested too deeply") from error


Assigned = dict[str, list[tuple[str, Literal]]]


def assigned_literals(text: str) -> Assigned:
    """The literals by key that each name is assigned at the top level: by the last assignment of any.

    Raises ConfigFileError.
    """
    module, places = _parse(text), _Places(text)
    assigned: Assigned = {}
    for name, value in _assignments(module):
        found = [(key, places.literal(node, scalar)) for key, node, scalar in _scalars(name, value)]
        if found or _is_container(value):
            assigned[name] = found
    if "add_argument" in text or "click" in text:
        _add_options(assigned, module, places)
    return assigned


def _add_options(assigned: Assigned, module: ast.Module, places: _Places) -> None:
    """The defaults of options whose names are not those of assignments, nor of other options."""
    from gage.config.option_defaults import option_defaults

    for name, option, default in option_defaults(module):
        for key, node, scalar in _scalars(name, default):
            if key == name and name not in assigned:
                assigned[name] = [(key, places.literal(node, scalar)._replace(option=option))]


def flat(assigned: Assigned) -> dict[str, Literal]:
    """Literals by key."""
    return {key: literal for found in assigned.values() for key, literal in found}


def _assignments(module: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    import ast

    for statement in module.body:
        if isinstance(statement, ast.Assign):
            targets, value = statement.targets, statement.value
        elif isinstance(statement, ast.AnnAssign) and statement.value:
            targets, value = [statement.target], statement.value
        else:
            continue
        yield from ((target.id, value) for target in targets if isinstance(target, ast.Name))


def _is_container(node: ast.expr) -> bool:
    import ast

    return isinstance(node, ast.List | ast.Tuple | ast.Dict)


def _scalars(key: str, node: ast.expr) -> Iterator[tuple[str, ast.expr, Scalar]]:
    """The scalar literals of an expression, each with its dotted key."""
    import ast

    if isinstance(node, ast.List | ast.Tuple):
        for index, element in enumerate(node.elts):
            yield from _scalars(f"{key}.{index}", element)
    elif isinstance(node, ast.Dict):
        for name, element in zip(node.keys, node.values, strict=True):
            if isinstance(name, ast.Constant) and isinstance(name.value, str):
                yield from _scalars(f"{key}.{name.value}", element)
    elif isinstance(node, ast.UnaryOp):
        if (number := _signed(node)) is not None:
            yield key, node, number
    elif isinstance(node, ast.Constant) and is_scalar(node.value):
        yield key, node, node.value  # type: ignore[misc]  # is_scalar has looked


def _signed(node: ast.UnaryOp) -> int | float | None:
    import ast

    number = node.operand.value if isinstance(node.operand, ast.Constant) else None
    if isinstance(number, bool) or not isinstance(number, int | float) or not is_scalar(number):
        return None
    if isinstance(node.op, ast.Invert):
        return ~number if isinstance(number, int) else None
    return -number if isinstance(node.op, ast.USub) else number


class _Places:
    """Where in a text the parser's places are: it counts columns in bytes of UTF-8, whatever the file's encoding is."""

    def __init__(self, text: str) -> None:
        self.lines = Lines(text)
        self.is_ascii = text.isascii()
        self.columns: dict[int, list[int]] = {}

    def literal(self, node: ast.expr, value: Scalar) -> Literal:
        end = self.offset(node.end_lineno or node.lineno, node.end_col_offset or 0)
        return Literal(self.offset(node.lineno, node.col_offset), end, value)

    def offset(self, lineno: int, column: int) -> int:
        start = self.lines.starts[lineno - 1]
        return start + (column if self.is_ascii else bisect_left(self.bytes_before(lineno - 1), column))

    def bytes_before(self, line: int) -> list[int]:
        """For each character of a line the bytes before it; kept, as one line may hold very many literals."""
        if line not in self.columns:
            widths = (len(character.encode()) for character in self.lines.line_text(line))
            self.columns[line] = list(accumulate(widths, initial=0))
        return self.columns[line]
