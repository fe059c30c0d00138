"""Reading and checking without looking for garbage, of which neither makes any; refuses nothing."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_garbage() -> Iterator[None]:
    """Look for no garbage while what is made has no cycles, and nearly all of it stays.

    Otherwise the collector walks over all that has been read again and again: a third of the time, by luck of when.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
