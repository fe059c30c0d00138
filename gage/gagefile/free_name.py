"""The name that another operation of a gagefile is offered under; declares none."""

from __future__ import annotations

from itertools import chain, count

from gage.gagefile.document import Document

_NAMES = ("train", "evaluate", "prepare")
"""What operations are called most often."""


def free_name(document: Document) -> str:
    """A name that is often used, else one with a number."""
    taken = document.parts.keys.counts
    return next(name for name in chain(_NAMES, map("operation-{}".format, count(1))) if not taken.get(name))
