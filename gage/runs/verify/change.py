"""What is not as a run left it, or could not be told; the values that all parts of a verification give."""

from __future__ import annotations

from typing import NamedTuple


class Change(NamedTuple):
    """One thing that is not as it was: ``path`` is the file or the member, or what the run was given."""

    code: str
    path: str
    message: str


class Verdict(NamedTuple):
    """What changed, and what could not be looked at, in words; ``is_checked`` is False where that is all of it."""

    changes: list[Change]
    unchecked: list[str]
    is_checked: bool = True

    def add(self, other: Verdict) -> None:
        """Take in what another part found."""
        self.changes.extend(other.changes)
        self.unchecked.extend(other.unchecked)
