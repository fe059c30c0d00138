"""Answers that are JSON text already, put together in slices; checks nothing of what they say."""

from __future__ import annotations


class JsonText(str):
    """The result of a request as it goes out."""

    __slots__ = ()
