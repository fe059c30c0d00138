"""Finds the values of an INI file as Python's ``configparser`` reads it; leaves out what that would refuse."""

from __future__ import annotations

import configparser
import re
from collections.abc import Iterator
from typing import NamedTuple

from gage.config.config_file import ConfigFileError, decode_utf8
from gage.config.project_config import Literal, Scalar
from gage.gagefile.text import Lines, Position, Span

_SECTION = configparser.RawConfigParser.SECTCRE
_OPTION = configparser.RawConfigParser.OPTCRE
_WIDE_GAP = re.compile(r"\S[^\S\r\n]{100,}\S")
"""What configparser takes longer and longer to read."""


class IniFile(NamedTuple):
    """The text of an INI file without its byte order mark, and its values by ``section.name``, in order of place."""

    text: str
    mark: bytes
    literals: dict[str, Literal]

    def encode(self, text: str) -> bytes:
        """Another text as bytes of this file."""
        return self.mark + text.encode()

    def spell(self, literal: Literal, value: Scalar) -> str:
        """What to write in the place of a literal: a text as it is, further lines of it indented."""
        text = self.text
        line_end = re.search(r"\r\n|\n|\r", text)
        spelled = str(value).replace("\n", (line_end[0] if line_end else "\n") + "\t")
        is_behind_spaced_mark = re.fullmatch(r"\s[=:]", text[literal.start - 2 : literal.start])
        is_on_that_line = text[literal.start : literal.end].lstrip() == text[literal.start : literal.end] != ""
        return f" {spelled}" if is_behind_spaced_mark and not is_on_that_line and spelled[:1].strip() else spelled


def parse_ini(data: bytes) -> IniFile:
    """Read the bytes of an INI file. Raises ConfigFileError.

    All values are text. Names are those that the file has, though configparser takes upper case for lower; values of
    ``[DEFAULT]`` belong to that section alone.
    """
    mark, text = decode_utf8(data)
    if wide := _WIDE_GAP.search(text):
        raise ConfigFileError("there are more than 100 spaces in a row", Lines(text).position(wide.start() + 1))
    parser = configparser.RawConfigParser()
    try:
        parser.read_string(text.replace("\r\n", "\n").replace("\r", "\n"))
    except configparser.MissingSectionHeaderError as error:
        raise ConfigFileError("a [section] must come before the first value", _line(error.lineno)) from error
    except configparser.ParsingError as error:
        number = error.errors[0][0] if error.errors else None
        raise ConfigFileError("this line is neither a section nor a value", _line(number)) from error
    except configparser.DuplicateSectionError as error:
        raise ConfigFileError(f"there is a section [{error.section}] already", _line(error.lineno)) from error
    except configparser.DuplicateOptionError as error:
        message = f"'{error.option}' is set twice in [{error.section}]"
        raise ConfigFileError(message, _line(error.lineno)) from error
    literals = {
        f"{section}.{name}": Literal(span.start, span.end, parser.get(section, name, raw=True))
        for section, name, span in _values(text)
    }
    return IniFile(text, mark, literals)


def _line(number: int | None) -> Position | None:
    return Position(number - 1, 0) if number else None


def _values(text: str) -> Iterator[tuple[str, str, Span]]:
    """The section, name and place of each value. A line indented deeper than a name goes on with its value."""
    lines = Lines(text)
    section, indent = "", 0
    current: tuple[str, str, Span] | None = None
    for number in range(len(lines)):
        line, start = lines.line_text(number), lines.starts[number]
        content = line.strip()
        if not content or content.startswith(("#", ";")):
            continue
        depth = len(line) - len(line.lstrip())
        end = start + len(line.rstrip())
        if current and depth > indent:
            current = (*current[:2], Span(current[2].start, end))
            continue
        if current:
            yield current
        current, indent = None, depth
        if header := _SECTION.match(content):
            section = header["header"]
        elif option := _OPTION.match(content):
            current = section, option["option"].rstrip(), Span(start + depth + option.start("value"), end)
    if current:
        yield current
