"""How Python looks for garbage while the server runs: often, a little at a time, and not through what stays."""

from __future__ import annotations

import gc


def tune() -> None:
    """Begin to look for garbage; all that was imported stays.

    Young objects are looked through often, a few at a time: each time is a pause.
    """
    gc.set_threshold(5_000, 10, 10)
    gc.freeze()
    gc.enable()


def keep() -> None:
    """Take what there is for something that stays: a file was opened.

    A tree of a large gagefile has some 100,000 nodes. To look through them takes 50 ms, and finds nothing.
    """
    gc.collect(1)
    gc.freeze()


def let_go() -> None:
    """Look through everything: a file was closed. What was garbage when files were opened is found here at last."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()
