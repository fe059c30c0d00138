"""The table of what the server answers."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module

from gage_ls import server
from gage_ls.later import NAMED


def test_features_that_are_imported_later_exist() -> None:
    assert server.FEATURES
    assert NAMED
    for module, function in NAMED:
        assert callable(getattr(import_module(f"gage_ls.features.{module}"), function))


def test_to_start_imports_nothing_that_is_only_needed_later() -> None:
    code = "import sys, gage_ls.server as s; s.make_server(); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    later = {f"gage_ls.features.{module}" for module, _ in NAMED}
    assert not set(done.stdout.split()) & (later | {"jschon", "yaml", "tomli", "pyjson5", "rich", "difflib"})
