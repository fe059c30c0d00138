"""Finds the public conformance suites, which lie outside the project: in `GAGE_SUITES`, else beside the repository."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

BESIDE = Path(__file__).parents[2] / "shared" / "suites"


def suite(name: str) -> Path:
    """The folder of a suite. Without it a test cannot say anything: it fails in CI, and says so plainly elsewhere."""
    folder = Path(os.environ.get("GAGE_SUITES") or BESIDE) / name
    if not folder.is_dir():
        reason = f"the suite {name} did not run: it is not at {folder}; name its parent folder in GAGE_SUITES"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return folder
