"""The values a flag can carry, numbers with their spelling; reads no text."""

from __future__ import annotations

Scalar = str | int | float | bool | None


class WrittenInt(int):
    """An integer that remembers how it was written: `007` must reach a text value as it stands."""

    text: str


class WrittenFloat(float):
    """A number that remembers how it was written: `1.10` must reach a text value as it stands."""

    text: str
