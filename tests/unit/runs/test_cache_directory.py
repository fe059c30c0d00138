from __future__ import annotations

import os
import sys

import pytest

from gage.runs.cache_directory import cache_directory

HOME = os.path.expanduser("~")


@pytest.mark.parametrize(
    ("environ", "system", "expected"),
    [
        ({"XDG_CACHE_HOME": "/caches", "HOME": "/home/me"}, "linux", "/caches/gage"),
        ({"XDG_CACHE_HOME": "/caches", "HOME": "/home/me"}, "darwin", "/caches/gage"),
        ({"XDG_CACHE_HOME": "", "HOME": "/home/me"}, "linux", "/home/me/.cache/gage"),
        ({"HOME": "/Users/me"}, "darwin", "/Users/me/Library/Caches/gage"),
        ({}, "linux", f"{HOME}/.cache/gage"),
        ({"LOCALAPPDATA": "/local", "HOME": "/home/me"}, "win32", "/local/gage"),
        ({"HOME": "/home/me"}, "win32", "/home/me/.cache/gage"),
    ],
)
def test_caches_lie_where_the_system_has_them(
    monkeypatch: pytest.MonkeyPatch, environ: dict[str, str], system: str, expected: str
) -> None:
    monkeypatch.setattr(sys, "platform", system)
    assert cache_directory(environ) == expected
