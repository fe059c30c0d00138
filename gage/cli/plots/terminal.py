"""What plots are drawn with where stdout leads; the plots themselves know no stream."""

from __future__ import annotations

import os
import sys

from gage.cli.plots.marks import Marks, marks_of


def most_rows() -> int | None:
    """The rows of the terminal that stdout leads to; None where it leads elsewhere."""
    try:
        return os.get_terminal_size(1).lines or None
    except OSError:
        return None


def marks() -> Marks:
    """The marks that stdout can show."""
    return marks_of(sys.stdout.encoding, os.environ.get("TERM", ""))
