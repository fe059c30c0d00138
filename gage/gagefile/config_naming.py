"""What a config section calls the values it picks: a prefix taken off, one put on, other names; picks none itself."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

_PAIR = re.compile(r"\s*([^\s,]+)\s+([^\s,]+)\s*")


class Naming(NamedTuple):
    """The three settings of a section, as written. ``rename`` are pairs ``OLD NEW``, parted by commas."""

    prefix: str = ""
    strip_prefix: str = ""
    rename: str = ""

    @property
    def renamed(self) -> dict[str, str]:
        """The new names by the old ones, which are keys of the files."""
        pairs = (_PAIR.fullmatch(pair) for pair in self.rename.split(","))
        return {pair[1]: pair[2] for pair in pairs if pair}

    def names(self, keys: Iterable[str]) -> dict[str, str]:
        """The names of keys, by key. A key that has another name keeps it whole; the prefix is put before all."""
        renamed = self.renamed
        return {key: self.prefix + (renamed.get(key) or self._stripped(key)) for key in keys}

    def _stripped(self, key: str) -> str:
        # A value must have some name.
        return key.removeprefix(self.strip_prefix) or key
