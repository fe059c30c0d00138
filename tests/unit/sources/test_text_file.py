"""Text or binary, by name and by the first bytes."""

from __future__ import annotations

from pathlib import Path

import pytest

from gage.sources.text_file import is_text, is_text_file


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.py", b"\0", True),
        ("A.PY", b"\0", True),
        ("a.png", b"text", False),
        ("a.svg", b"<svg/>", False),
        ("Makefile", b"all:\n\techo\n", True),
        (".gitignore", b"*.pyc\n", True),
        ("empty", b"", True),
        ("blob", b"ab\0cd", False),
        ("blob", bytes(range(1, 32)), False),
        ("latin", "die größe\n".encode("latin-1"), True),
        ("latin", b"abc\xff", False),
        ("noise", bytes(range(128, 255)), False),
        ("cut", "é".encode() * 511 + b"a" + "é".encode() * 3, True),
    ],
)
def test_text_is_told_from_binary(tmp_path: Path, name: str, data: bytes, expected: bool) -> None:
    (tmp_path / name).write_bytes(data)
    assert is_text_file(str(tmp_path / name)) is expected


def test_a_character_cut_at_the_end_of_the_sample_is_still_text() -> None:
    assert is_text("日".encode() * 100 + "日".encode()[:2])
