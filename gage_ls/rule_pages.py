"""Where the page about a code of problems is on this machine, so that its link works offline; reads none."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import gage
from gage.gagefile.codes import codes


@cache
def page_uri(code: str) -> str | None:
    """The page of a code, from the wheel or, in a checkout, beside the package; None for a code that has none."""
    package = Path(gage.__file__).parent
    places = (directory / "docs" / "rules" / f"{code}.md" for directory in (package, package.parent))
    found = next((place for place in places if place.is_file()), None) if code in codes() else None
    return found.as_uri() if found else None
