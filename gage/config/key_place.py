"""Where a config file has the value that a config key names; parses the file and never runs it."""

from __future__ import annotations

from pathlib import Path

from gage.config.config_file import ConfigFileError, format_of, parse_config_file
from gage.config.project_files import LARGEST_FILE
from gage.config.wildcard import WildcardError, compile_wildcards
from gage.gagefile.text import Span


def find_key(file: Path, key: str) -> tuple[str, Span] | None:
    """The text of a config file, without a byte order mark, and in it the first value of a key or of what it holds.

    None for another file, one that cannot be read, and one without the key.
    """
    try:
        pattern = compile_wildcards(key, ".")
        if format_of(file.name) is None or file.stat().st_size > LARGEST_FILE:
            return None
        read = parse_config_file(file.name, file.read_bytes())
    except (OSError, ConfigFileError, WildcardError):
        return None
    for name, literal in read.literals.items():
        if pattern.fullmatch(name) or name.startswith(f"{key}."):
            return read.text, Span(literal.start, literal.end)
    return None
