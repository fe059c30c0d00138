from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gage.gagefile.text import Encoding, Lines, Position, units

TEXTS = st.text(st.sampled_from("ab\r\n\u2028\x0b\x85é漢🚀\u0301"), max_size=40)
ENCODINGS: list[Encoding] = ["utf-8", "utf-16", "utf-32"]


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("", [0]),
        ("a", [0]),
        ("a\n", [0, 2]),
        ("a\r\nb\rc\nd", [0, 3, 5, 7]),
        ("\r\r\n\n", [0, 1, 3, 4]),
        ("a\u2028b\x0bc\x85d\x0ce", [0]),
    ],
)
def test_lines_end_where_lsp_says_they_do_and_nowhere_else(text: str, starts: list[int]) -> None:
    assert Lines(text).starts == starts


@pytest.mark.parametrize(
    ("encoding", "columns"), [("utf-8", [0, 2, 5, 9]), ("utf-16", [0, 1, 2, 4]), ("utf-32", [0, 1, 2, 3])]
)
def test_columns_count_the_units_of_the_encoding(encoding: Encoding, columns: list[int]) -> None:
    lines = Lines("é漢🚀")
    assert [lines.position(offset, encoding).column for offset in range(4)] == columns


def test_a_column_inside_a_character_means_its_start() -> None:
    assert Lines("🚀x").offset(Position(0, 1), "utf-16") == 0
    assert Lines("🚀x").offset(Position(0, 2), "utf-16") == 1
    assert Lines("🚀x").offset(Position(0, 9), "utf-16") == 2


@pytest.mark.parametrize(("position", "offset"), [(Position(0, 99), 2), (Position(1, 0), 3), (Position(9, 0), 5)])
def test_a_position_past_the_end_means_the_end(position: Position, offset: int) -> None:
    assert Lines("ab\ncd").offset(position) == offset


@given(TEXTS, st.sampled_from(ENCODINGS))
def test_every_offset_survives_the_way_to_a_position_and_back(text: str, encoding: Encoding) -> None:
    lines = Lines(text)
    for offset in range(len(text) + 1):
        if text[offset - 1 : offset + 1] != "\r\n":  # LSP has no position inside a line ending
            assert lines.offset(lines.position(offset, encoding), encoding) == offset


@given(TEXTS)
def test_units_are_those_of_the_encoded_text(text: str) -> None:
    assert units(text, "utf-8") == len(text.encode("utf-8"))
    assert units(text, "utf-16") == len(text.encode("utf-16-le")) // 2
    assert units(text, "utf-32") == len(text)


@given(TEXTS)
def test_lines_joined_by_their_endings_are_the_text(text: str) -> None:
    lines = Lines(text)
    ends = [*lines.starts[1:], len(text)]
    assert "".join(text[start:end] for start, end in zip(lines.starts, ends, strict=True)) == text
    assert all(lines.line_text(line) == text[slice(*lines.line_span(line))] for line in range(len(lines)))
