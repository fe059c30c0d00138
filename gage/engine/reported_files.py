"""Finds the files that a run left metrics and attributes in, beside its summary; follows no link, and reads none."""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple

EVENTS_MARK = ".tfevents."
"""What the name of every event file of TensorBoard has."""

ATTRIBUTES_SUFFIX = ".attrs"
"""The end of the names of files with attributes; those that are event files hold them as texts, as Guild AI has it."""

_MOST_ENTRIES = 100_000


class ReportedFiles(NamedTuple):
    """Paths relative to the run directory, with ``/``, in order: event files anywhere, `*.attrs` files at its top."""

    events: list[str]
    attributes: list[str]


def find_reported_files(run_dir: Path, staged: Collection[str]) -> ReportedFiles:
    """Look through a run directory. What was ``staged`` there before the command says nothing of the run."""
    events: list[str] = []
    attributes: list[str] = []
    seen = 0
    for directory, _, names in os.walk(run_dir):
        seen += len(names)
        if seen > _MOST_ENTRIES:
            break
        for name in names:
            is_event_file = EVENTS_MARK in name
            if not is_event_file and not (name.endswith(ATTRIBUTES_SUFFIX) and directory == str(run_dir)):
                continue
            path = os.path.join(directory, name)
            relative = os.path.relpath(path, run_dir).replace(os.sep, "/")
            if relative not in staged and not os.path.islink(path):
                (events if is_event_file else attributes).append(relative)
    return ReportedFiles(sorted(events), sorted(attributes))
