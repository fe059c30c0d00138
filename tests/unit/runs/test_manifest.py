from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gage.runs.manifest import (
    FileEvent,
    ManifestEntry,
    encode_file_events,
    encode_manifest,
    is_recordable,
    read_file_events,
    read_manifest,
)

TYPES = st.sampled_from("srdg")
PATHS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(is_recordable)
EVENTS = st.one_of(
    st.builds(FileEvent, st.sampled_from("am"), TYPES, st.integers(0, 10**16), PATHS),
    st.builds(FileEvent, st.just("d"), TYPES, st.none(), PATHS),
)


def test_a_line_tells_of_each_file_or_of_what_befell_it() -> None:
    entries = [ManifestEntry("s", "0" * 64, "train.py"), ManifestEntry("g", "1" * 64, "my model")]
    assert encode_manifest(entries) == f"s {'0' * 64} train.py\ng {'1' * 64} my model\n".encode()
    events = [FileEvent("a", "s", 17, "train.py"), FileEvent("d", "d", None, "data/a b")]
    assert encode_file_events(events) == b"a s 17 train.py\nd d - data/a b\n"


@given(st.lists(EVENTS))
def test_events_are_read_as_they_were_written(events: list[FileEvent]) -> None:
    assert read_file_events(encode_file_events(events)) == events


@given(st.lists(st.builds(ManifestEntry, TYPES, st.just("0" * 64), PATHS)))
def test_a_manifest_is_read_as_it_was_written(entries: list[ManifestEntry]) -> None:
    assert read_manifest(encode_manifest(entries)) == entries


@pytest.mark.parametrize(
    "line", [b"", b"a", b"a s", b"a s 1", b"a s 1 ", b"x s 1 p", b"a x 1 p", b"a s t p", b"a s " + b"9" * 5000 + b" p"]
)
def test_lines_that_are_no_events_are_passed_over(line: bytes) -> None:
    assert read_file_events(b"a s 1 one\n" + line + b"\na g 2 t w o\n") == [
        FileEvent("a", "s", 1, "one"),
        FileEvent("a", "g", 2, "t w o"),
    ]
