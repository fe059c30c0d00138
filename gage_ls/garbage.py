"""How Python looks for garbage while the server runs: often, a little at a time, and not through what stays."""

from __future__ import annotations

import gc


def tune() -> None:
    """Begin to look for garbage; all that was imported stays.

    A tree of a large gagefile has some 100,000 nodes that all stay, and none of them is garbage: to look through old
    objects takes up to a second, in which nobody is answered. What was replaced is freed without that, for nothing of
    ours points back at what holds it. Young objects are looked through often, a few at a time: each time is a pause.
    """
    gc.set_threshold(2_000, 10, 1_000_000)
    gc.freeze()
    gc.enable()


def keep() -> None:
    """Take what there is for something that stays: a file was opened. To look through 5,000 operations takes 50 ms."""
    gc.collect(1)
    gc.freeze()


def let_go() -> None:
    """What there is may be garbage: a file was closed."""
    gc.unfreeze()
