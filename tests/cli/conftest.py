"""What tests of tables share."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli.sampled_runs import make_runs


@pytest.fixture(scope="session")
def sampled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with the sampled runs, which nobody changes."""
    directory = tmp_path_factory.mktemp("tables") / "project"
    directory.mkdir()
    make_runs(directory)
    return directory
