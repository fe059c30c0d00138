from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from unit.engine.sample_project import Project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "project").mkdir()
    return Project(tmp_path / "project", tmp_path / "runs")


@pytest.fixture
def wait_for() -> Callable[[Callable[[], Any]], Any]:
    """Wait until something is so; a minute is never reached unless it never will be."""

    def wait(condition: Callable[[], Any]) -> Any:
        for _ in range(6_000):
            if found := condition():
                return found
            time.sleep(0.01)
        raise AssertionError("it never happened")

    return wait
