"""Where the user's caches are: what is there only saves time, and may be deleted at any moment."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping


def cache_directory(environ: Mapping[str, str]) -> str:
    """``$XDG_CACHE_HOME/gage``, or what the system has in its place; it need not exist."""
    if environ.get("XDG_CACHE_HOME"):
        return os.path.join(environ["XDG_CACHE_HOME"], "gage")
    if sys.platform == "win32" and environ.get("LOCALAPPDATA"):
        return os.path.join(environ["LOCALAPPDATA"], "gage")
    home = environ.get("HOME") or os.path.expanduser("~")
    return os.path.join(home, "Library/Caches" if sys.platform == "darwin" else ".cache", "gage")
