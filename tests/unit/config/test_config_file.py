"""What all kinds of config files have in common: whatever they hold, they are read or refused in words."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gage.config.config_file import FORMATS, ConfigFileError, format_of, parse_config_file

_FRAGMENTS = (
    *("a", "b", ": ", " = ", "=", "1", "-0x1", "1e5", "'", '"', "\\", "\\u00e9", "\\ud83d", "[", "]", "{", "}", ",", "\n", "\r\n"),
    *("\r", "  ", "\t", "#", ";", "&a ", "*a", "<<", "!!str ", "- ", "---\n", "|\n", "null", "é", "😀", "\u2028", "\0", "\x85"),
    *('"cells"', '"cell_type": "code"', '"source": ', "%x", "!ls", "x?", "p.add_argument('--a', default=1)", "[DEFAULT]\n"),
)  # fmt: skip
fragments = st.sampled_from(_FRAGMENTS)


@pytest.mark.parametrize("suffix", FORMATS)
@given(st.lists(fragments, max_size=12).map(lambda parts: "".join(parts).encode()) | st.binary(max_size=8))
@example(b"\xef\xbb\xbf")
@example(b"[" * 5000)
@example(b"{" * 5000)
@example(b'{"cells": [{"cell_type": "code", "source": ["a = \\ud83d\\ude00", 1, null]}]}')
@example(b"a = 1" + b"0" * 5000)
@example(b"a: 1" + b"0" * 5000)
@example(b'{"a": 1' + b"0" * 5000 + b"}")
def test_a_file_is_read_or_refused_and_what_is_read_stands_where_it_says(suffix: str, data: bytes) -> None:
    try:
        file = parse_config_file(f"a{suffix}", data)
    except ConfigFileError:
        return
    assert file.encode(file.text) == data
    for literal in file.literals.values():
        assert 0 <= literal.start <= literal.end <= len(file.text)
        assert isinstance(file.spell(literal, literal.value), str)


def test_kinds_are_known_by_suffix() -> None:
    assert format_of("a/P.YML") == "YAML"
    assert format_of("a.py/b") is None
    assert format_of(".json") is None
