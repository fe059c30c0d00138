"""Writes a TOML table that has a header, or keys with dots, on one line with braces."""

from __future__ import annotations

from gage.gagefile.problem import Fix
from gage.gagefile.refactor.here import Here
from gage.gagefile.refactor.toml_sections import section_at
from gage.gagefile.syntax.toml_tables import Form


def rewrite(here: Here) -> Fix | None:
    """Offered on the lines that name the table, if the line is not too long."""
    section = section_at(here) if here.tree.syntax == "toml" else None
    edits = section.with_braces() if section and section.table.form is not Form.INLINE else None
    return Fix(f"Write '{section.entry.key}' in braces", edits) if section and edits else None
