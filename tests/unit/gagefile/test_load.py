from __future__ import annotations

import os
from pathlib import Path

import pytest

from gage.gagefile.check import check
from gage.gagefile.document import Document
from gage.gagefile.load import (
    GAGEFILE_NAMES,
    LARGEST,
    LoadError,
    errors_of,
    find_gagefile,
    read_document,
)
from gage.gagefile.text import Position


@pytest.mark.parametrize("first", range(len(GAGEFILE_NAMES)))
def test_the_first_name_that_exists_is_the_gagefile(tmp_path: Path, first: int) -> None:
    (tmp_path / ".gage").mkdir()
    for name in GAGEFILE_NAMES[first:]:
        (tmp_path / name).write_text("")
    assert find_gagefile(tmp_path) == tmp_path / GAGEFILE_NAMES[first]


def test_a_directory_named_like_a_gagefile_is_none(tmp_path: Path) -> None:
    (tmp_path / "gage.toml").mkdir()
    assert find_gagefile(tmp_path) is None


@pytest.mark.parametrize(
    ("content", "position"),
    [(b"\xff", Position(0, 0)), ("é\r\nü".encode() + b"\x80", Position(1, 1)), ("🚀".encode()[:3], Position(0, 0))],
)
def test_what_is_not_utf8_is_refused_at_its_place(tmp_path: Path, content: bytes, position: Position) -> None:
    path = tmp_path / "gage.toml"
    path.write_bytes(content)
    with pytest.raises(LoadError, match="is not UTF-8") as caught:
        read_document(path)
    assert caught.value.position == position
    assert str(caught.value).startswith(f"{path}:{position.line + 1}:{position.column + 1}: ")


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("missing.toml", "no such file"),
        ("gage.txt", "ends in"),
        ("folder.toml", "is a directory"),
        ("large.json", "larger than 5 MB"),
        ("pipe.toml", "is no regular file"),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path: Path, name: str, reason: str) -> None:
    os.mkfifo(tmp_path / "pipe.toml")
    (tmp_path / "gage.txt").write_text("")
    (tmp_path / "folder.toml").mkdir()
    (tmp_path / "large.json").write_bytes(b" " * (LARGEST + 1))
    with pytest.raises(LoadError, match=reason):
        read_document(tmp_path / name)


def test_line_endings_reach_the_document_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "gage.toml"
    path.write_bytes(b"[a]\r\n[b]\r[c]\n")
    assert read_document(path).text == "[a]\r\n[b]\r[c]\n"


def test_errors_are_told_apart_by_operation(tmp_path: Path) -> None:
    path = tmp_path / "gage.toml"
    path.write_text('[good]\nexec = "a"\n[bad]\nexce = "b"\n')
    document = read_document(path)
    errors = check(document)
    assert not errors_of(document, errors, "good")
    assert [problem.code for problem in errors_of(document, errors, "bad")] == ["unknown-key"]


def test_marks_of_a_merge_are_errors_of_every_operation() -> None:
    document = Document("[good]\nexec = 'a'\n[bad]\n<<<<<<< a\nexec = 'a'\n=======\nexec = 'b'\n>>>>>>> b\n", "toml")
    errors = check(document)
    assert [problem.code for problem in errors_of(document, errors, "good")] == ["merge-conflict"]
