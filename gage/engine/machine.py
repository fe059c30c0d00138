"""Where a run happens and who runs it: host, user, processors, memory, graphics cards; starts no program."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from gage.runs.attributes import login_name
from gage.runs.process_identity import host_name
from gage.runs.read_file import open_file


def describe_machine() -> dict[str, Any]:
    """What the member ``sys/machine.json`` holds."""
    return {
        "host": host_name(),
        "user": login_name(),
        "processors": os.cpu_count(),
        "memory": _memory(),
        "gpus": gpu_names(),
    }


def gpu_names(root: Path = Path("/")) -> list[str]:
    """The name of each graphics card whose Linux driver tells it, those of NVIDIA first. ``root`` is the system's."""
    nvidia = (_model(path) for path in _below(root / "proc/driver/nvidia/gpus", "information"))
    amd = (_text(path) for path in _below(root / "sys/class/drm", "device/product_name"))
    return [name for name in (*nvidia, *amd) if name]


def _memory() -> int | None:
    """Bytes of the machine, where it tells."""
    if sys.platform == "win32":
        return None
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (OSError, ValueError):
        return None


def _below(directory: Path, name: str) -> list[Path]:
    try:
        return [directory / entry / name for entry in sorted(os.listdir(directory)) if "-" not in entry]
    except OSError:
        return []


def _model(path: Path) -> str:
    lines = (line.partition(":") for line in _text(path).splitlines())
    return next((value.strip() for key, _, value in lines if key.strip() == "Model"), "")


def _text(path: Path) -> str:
    try:
        with open_file(path) as stream:
            return stream.read(4096).decode("utf-8", "replace").strip()
    except OSError:
        return ""
