from __future__ import annotations

from pathlib import Path

import pytest

from gage.config.key_place import find_key


@pytest.mark.parametrize(
    ("text", "key", "found"),
    [
        (b"lr = 0.1\n", "lr", "0.1"),
        (b"lr = 1\nlr = 2\n", "lr", "2"),
        (b"m = {'layers': 3, 'units': [8, 16]}\n", "m.units.1", "16"),
        (b"m = {'layers': 3, 'units': [8, 16]}\n", "m", "3"),
        (b"m = {'layers': 3, 'units': [8, 16]}\n", "m.u*.*", "8"),
        ("\ufeffx = 'é😀'; lr = -1\n".encode(), "lr", "-1"),
        ("# coding: latin-1\nx = 'é'; lr = 1\n".encode("latin-1"), "lr", "1"),
        (b"lr = 1\n", "gone", None),
        (b"lr = \n", "lr", None),
        (b"lr = 1\n", "l?????????", None),
        (b"\xff", "lr", None),
    ],
)
def test_a_key_is_found_where_the_file_assigns_it(tmp_path: Path, text: bytes, key: str, found: str | None) -> None:
    file = tmp_path / "train.py"
    file.write_bytes(text)
    place = find_key(file, key)
    assert (place and place[0][slice(*place[1])]) == found


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("p.yaml", "# é😀\nm:\n  layers: 3 # three\n"),
        ("p.json", '{"m": {"layers": 3}}'),
        ("p.toml", "[m]\nlayers = 3\n"),
    ],
)
def test_a_key_is_found_where_a_file_without_code_has_it(tmp_path: Path, name: str, text: str) -> None:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    for key in ("m.layers", "m", "m.*"):
        place = find_key(file, key)
        assert place
        assert place[0][slice(*place[1])] == "3"


def test_files_of_other_kinds_or_not_there_have_no_keys(tmp_path: Path) -> None:
    other = tmp_path / "train.txt"
    other.write_text("lr = 1\n", encoding="utf-8")
    assert find_key(other, "lr") is None
    assert find_key(tmp_path / "gone.py", "lr") is None
