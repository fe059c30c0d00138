"""Writes a TOML table that has a header as keys with dots in the table around it."""

from __future__ import annotations

from gage.gagefile.problem import Fix
from gage.gagefile.refactor.here import Here
from gage.gagefile.refactor.toml_sections import section_at


def rewrite(here: Here) -> Fix | None:
    """Offered at the header."""
    section = section_at(here) if here.tree.syntax == "toml" else None
    edits = section.with_dots() if section else None
    return Fix(f"Write '{section.entry.key}' as keys with dots", edits) if section and edits else None
