"""How Python looks for garbage while the server runs: often, a little at a time, and not through what stays."""

from __future__ import annotations

import gc


def tune() -> None:
    """Begin to look for garbage; all that was imported stays.

    A tree of a large gagefile has some 100,000 nodes that all stay: looking through them over and over takes longer
    than making them. Young objects are looked through often, a few at a time: each time is a pause.
    """
    gc.set_threshold(5_000, 10, 100)
    gc.freeze()
    gc.enable()


def keep() -> None:
    """Take what there is for something that stays: a file was opened. To look through 5,000 operations takes 50 ms."""
    gc.collect(1)
    gc.freeze()


def let_go() -> None:
    """What there is may be garbage: a file was closed."""
    gc.unfreeze()
