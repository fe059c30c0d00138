"""A patch that was recorded is undone exactly, or not at all: the digest of what was there must not be a guess."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gage.config.apply import _diff
from gage.runs.verify.source_code import read_patches, unpatched

LINES = st.lists(
    st.sampled_from(["a = 1", "b = 2", "", "-- c", "++ d", "@@ -1 +1 @@", "\\ no", "é = '\u2028'"]), max_size=12
)


@given(LINES, LINES, st.sampled_from(["\n", "\r\n"]), st.booleans(), st.booleans())
def test_undoing_a_patch_gives_what_was_there(
    before: list[str], after: list[str], end: str, before_ends: bool, after_ends: bool
) -> None:
    old = end.join(before) + end * before_ends
    new = end.join(after) + end * after_ends
    patches = read_patches(_diff("some file.py", old, new).encode())
    if old == new:
        assert patches == {}
    else:
        assert unpatched(new.encode(), patches["some file.py"]) == old.encode()


PATCH = b"--- a.py\n+++ a.py\n@@ -1,2 +1,2 @@\n-lr = 1\n+lr = 2\n b = 3\n--- b.py\n+++ b.py\n@@ -1 +1 @@\n-x\n+y\n"

CONTENTS = [
    ("a.py", b"lr = 2\nb = 3\n", b"lr = 1\nb = 3\n"),
    ("a.py", b"lr = 2\nb = 3\nc = 4", b"lr = 1\nb = 3\nc = 4"),
    ("a.py", b"lr = 3\nb = 3\n", None),
    ("a.py", b"lr = 2\r\nb = 3\r\n", None),
    ("a.py", b"", None),
    ("b.py", b"y\n", b"x\n"),
    ("b.py", b"y", None),
]


@pytest.mark.parametrize(("path", "content", "expected"), CONTENTS)
def test_what_is_not_what_the_patch_led_to_is_not_undone(path: str, content: bytes, expected: bytes | None) -> None:
    assert unpatched(content, read_patches(PATCH)[path]) == expected


@pytest.mark.parametrize("data", [b"", b"nonsense", b"@@ -1 +1 @@\n+x\n", b"\\ No newline\n+++ a\n"])
def test_what_is_no_patch_is_read_as_far_as_it_goes(data: bytes) -> None:
    assert unpatched(b"x\n", read_patches(data).get("a", [])) == b"x\n"
