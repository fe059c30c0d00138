"""What each dependency asks for, in all forms that a gagefile may give it."""

from __future__ import annotations

from typing import Any

import pytest

from gage.gagefile.dependency import Dependency, read_dependencies

DIGEST = "AB" * 32

FORMS: list[tuple[Any, Dependency]] = [
    ("data.csv", Dependency("project-files", "data.csv", ("data.csv",))),
    ("regex:data/.*", Dependency("project-files", "regex:data/.*", ("regex:data/.*",))),
    ("project-files:*.csv", Dependency("project-files", "*.csv", ("*.csv",))),
    ("file: data.csv", Dependency("file", "data.csv")),
    ("dir:data", Dependency("dir", "data")),
    ("dvcfile:data.csv", Dependency("dvcfile", "data.csv")),
    ("run-files:op=prepare", Dependency("run-files", "op=prepare", select="op=prepare")),
    ("runs-summary:op=train", Dependency("runs-summary", "op=train", select="op=train")),
    ("https://example.org/d.csv", Dependency("url", "https://example.org/d.csv")),
    ({"files": ["a", "b"]}, Dependency("project-files", "a, b", ("a", "b"))),
    ({"files": "a", "writeable": True}, Dependency("project-files", "a", ("a",), writeable=True)),
    ({"type": "file", "path": "a", "sha256": DIGEST}, Dependency("file", "a", sha256=DIGEST.lower())),
    ({"run-select": "op = a"}, Dependency("run-files", "op = a", select="op = a")),
    ({"operation": "a", "files": "*.pt"}, Dependency("run-files", "op = a", ("*.pt",), operation="a")),
    (
        {"operation": "a", "run-select": "lr > 1"},
        Dependency("run-files", "op = a and lr > 1", select="lr > 1", operation="a"),
    ),
    (
        {"type": "runs-summary", "runs-select": "op = a", "summary-filename": "r.csv"},
        Dependency("runs-summary", "op = a", select="op = a", summary_filename="r.csv"),
    ),
    ({"runs-select": "op = a"}, Dependency("runs-summary", "op = a", select="op = a")),
    ({"url": "https://a.b/c", "description": "Data"}, Dependency("url", "https://a.b/c", description="Data")),
]

UNREADABLE: list[Any] = [3, True, "", " ", "fil:data.csv", "file:", {}, {"type": "fil", "path": "a"}, {"files": 3}, [1]]


@pytest.mark.parametrize(("written", "expected"), FORMS)
def test_every_form_is_read(written: Any, expected: Dependency) -> None:
    assert read_dependencies(written) == (expected,)
    assert read_dependencies([written, written]) == (expected, expected)


@pytest.mark.parametrize("written", UNREADABLE)
def test_what_cannot_be_read_keeps_its_place(written: Any) -> None:
    (read,) = read_dependencies([written])
    assert read.kind == ""


def test_an_address_is_shown_without_its_password() -> None:
    (read,) = read_dependencies("https://me:secret@example.org/d.csv?a=b@c")
    assert read.named == "https://me:secret@example.org/d.csv?a=b@c"
    assert read.text == read.shown == "https://example.org/d.csv?a=b@c"


def test_nothing_is_needed_where_nothing_is_said() -> None:
    assert read_dependencies(None) == read_dependencies([]) == ()
