"""Whether anything changed in a runs directory: its time, and that of a marker in it; opens no run."""

from __future__ import annotations

from pathlib import Path

MARKER = ".changes"
"""The file that whoever changes a run touches."""

State = tuple[int, ...] | None


def marker_state(runs_dir: Path) -> State:
    """Changes whenever a run of a directory begins, changes, ends or goes; None where the directory does not exist.

    Programs that know no marker, such as gage 0.1.2 and ``rm``, change the directory itself. A run whose processes are
    all killed leaves no word.
    """
    try:
        directory = runs_dir.stat()
    except OSError:
        return None
    try:
        marker = (runs_dir / MARKER).stat()
    except OSError:
        return (directory.st_mtime_ns,)
    return directory.st_mtime_ns, marker.st_mtime_ns, marker.st_size
