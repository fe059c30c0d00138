"""Reads test cases kept as files: an input, and beside it what is expected of it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

CASES = Path(__file__).parent / "cases"
GAGEFILE_SUFFIXES = (".toml", ".yaml", ".json")


def gagefile_cases(folder: str) -> list[pytest.param]:
    """The gagefiles of a folder of cases, each under its own name."""
    paths = [path for path in sorted((CASES / folder).iterdir()) if path.suffix in GAGEFILE_SUFFIXES]
    assert paths, f"there are no cases in {folder}"
    return [pytest.param(path, id=path.name) for path in paths]


def assert_expected(path: Path, actual: str) -> None:
    """Hold a text to the file beside a case; with UPDATE_CASES=1 the file is written instead, for review in the diff."""
    if os.environ.get("UPDATE_CASES"):
        path.write_text(actual, encoding="utf-8", newline="")
    assert path.exists(), f"{path.name} is missing; UPDATE_CASES=1 writes it"
    assert actual == path.read_text(encoding="utf-8")
