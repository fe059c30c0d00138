"""The command line of a Python process that executes a function of Gage; starts nothing."""

from __future__ import annotations

import json
import sys

# Isolated (-I) until the engine's own path is set: the working directory is the project's, with any json.py of its.
_EXECUTE = """\
import json, sys
sys.path[:] = json.loads(sys.argv[1])
from importlib import import_module
getattr(import_module(sys.argv[2]), sys.argv[3])(*sys.argv[4:])
"""


def words_of(module: str, function: str, *arguments: str) -> list[str]:
    """The words that execute a function with texts as its arguments."""
    path = json.dumps([entry for entry in sys.path if entry])
    return [sys.executable, "-I", "-c", _EXECUTE, path, module, function, *arguments]
