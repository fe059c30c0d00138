"""Writes a TOML table that is in braces, or in keys with dots, below a header of its own."""

from __future__ import annotations

from gage.gagefile.problem import Fix
from gage.gagefile.refactor.here import Here
from gage.gagefile.refactor.toml_sections import section_at
from gage.gagefile.syntax.toml_tables import Form


def rewrite(here: Here) -> Fix | None:
    """Offered on the lines that name the table."""
    section = section_at(here) if here.tree.syntax == "toml" else None
    if section is None or section.table.form is Form.HEADER:
        return None
    return Fix(f"Write '{section.entry.key}' below a header", section.with_header())
