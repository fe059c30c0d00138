"""Programs and libraries of npm that tests need, each set installed once beside the virtual environment."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path


@cache
def installed(manifest: Path) -> Path:
    """The directory with the packages that a ``package.json`` names."""
    wanted = hashlib.sha256(manifest.read_bytes()).hexdigest()[:12]
    packages = Path(sys.prefix) / "share" / "gage-node-packages" / wanted
    if not packages.exists():
        packages.parent.mkdir(parents=True, exist_ok=True)
        own = Path(tempfile.mkdtemp(dir=packages.parent))  # another worker may be installing them too
        shutil.copy(manifest, own / "package.json")
        subprocess.run([program("npm"), "install", "--silent", "--no-audit", "--no-fund"], cwd=own, check=True)
        with suppress(OSError):
            own.rename(packages)
    return packages


def program(name: str) -> str:
    """Node or npm as the development dependencies bring them."""
    found = shutil.which(name, path=str(Path(sys.executable).parent)) or shutil.which(name)
    assert found, f"the tests need {name}; the development dependencies bring it"
    return found
