from __future__ import annotations

import pytest
from interoperability.gage_0_1_2 import Gage012, install


@pytest.fixture(scope="session")
def theirs() -> Gage012:
    """The command of gage 0.1.2."""
    return install()
