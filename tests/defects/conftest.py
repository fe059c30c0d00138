from __future__ import annotations

from pathlib import Path

import pytest
from defects.project import Project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """An empty project directory."""
    directory = tmp_path / "project"
    directory.mkdir()
    return Project(directory)
