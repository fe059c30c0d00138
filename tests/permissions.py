"""Lets tests about permissions mean something where the tests themselves run as root."""

from __future__ import annotations

import os
import shutil
import sys

import pytest


def as_someone_bound_by_permissions() -> list[str]:
    """A program to call others through, which takes from root the right to read what it may not."""
    if sys.platform == "win32":
        pytest.skip("Windows has other permissions")
    if os.geteuid() != 0:
        return []
    if shutil.which("setpriv") is None:
        pytest.skip("root can read everything")
    return ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"]
