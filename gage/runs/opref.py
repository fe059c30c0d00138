"""What a run is a run of: the one line of the meta member ``opref``; refuses names the line cannot hold."""

from __future__ import annotations

import re
from typing import NamedTuple

from gage.errors import GageError


class OprefError(GageError):
    """A line is no opref, or a name does not fit in one."""


class Opref(NamedTuple):
    """Namespace and name of an operation, and the version it had."""

    namespace: str
    name: str
    version: str | None = None

    def encode(self) -> bytes:
        """The line to store. Raises OprefError where a part is empty or holds white space."""
        parts = [self.namespace, self.name, *([self.version] if self.version is not None else [])]
        for what, part in zip(("namespace", "operation name", "version"), parts, strict=False):
            if len(part.split()) != 1 or part.split()[0] != part:
                raise OprefError(f"{what} {part!r} cannot be recorded: it must be one word without spaces")
        # Schema 1, which has no version, is all that gage 0.1.2 from the package index reads.
        schema = "1" if self.version is None else "2"
        return " ".join([schema, *parts]).encode("utf-8", "surrogateescape")


def recorded(namespace: str) -> str:
    """A namespace as runs have it: that of a project may hold spaces, while an opref has room for one word."""
    return re.sub(r"\s+", "-", namespace) or "-"


def decode(line: bytes) -> Opref:
    """Read a stored line, of schema 2 or of the older 1 that has no version. Raises OprefError."""
    parts = line.decode("utf-8", "surrogateescape").strip().split(" ")
    if (parts[0] == "2" and len(parts) in (3, 4)) or (parts[0] == "1" and len(parts) == 3):
        return Opref(*parts[1:])
    raise OprefError(f"opref is {line[:80]!r}, not '2 NAMESPACE NAME [VERSION]'")
