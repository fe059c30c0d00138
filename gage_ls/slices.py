"""Work of many steps that lets the messages of the client in between; does not choose the work."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterable
from typing import TypeVar

from gage_ls.checking import SLICE

Item = TypeVar("Item")

_BREATH = 0.002
"""Seconds in which messages come in after a slice of work."""


async def in_slices_of(items: Iterable[Item]) -> AsyncIterator[Item]:
    """The items, each made when it is asked for; other messages are read whenever a slice of time is used up."""
    end = time.perf_counter() + SLICE
    for item in items:
        yield item
        if time.perf_counter() >= end:
            await asyncio.sleep(_BREATH)
            end = time.perf_counter() + SLICE
