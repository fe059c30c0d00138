"""Other ways to write the same: what can be offered at a place of a gagefile, with all comments kept; changes nothing.

Each way is a file with one function, `rewrite`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from gage.gagefile.document import Document
from gage.gagefile.file_kind import GAGEFILE
from gage.gagefile.part import Part
from gage.gagefile.placed import Placed
from gage.gagefile.problem import Fix, apply
from gage.gagefile.refactor import (
    dependency_to_table,
    dependency_to_text,
    exec_to_command,
    exec_to_phases,
    toml_with_braces,
    toml_with_dots,
    toml_with_header,
    yaml_with_braces,
    yaml_with_lines,
)
from gage.gagefile.refactor.comments import comments
from gage.gagefile.refactor.dependency_forms import meaning as meaning_of_dependency
from gage.gagefile.refactor.here import Here

REWRITES: tuple[Callable[[Here], Fix | None], ...] = (
    exec_to_phases.rewrite,
    exec_to_command.rewrite,
    dependency_to_table.rewrite,
    dependency_to_text.rewrite,
    toml_with_header.rewrite,
    toml_with_dots.rewrite,
    toml_with_braces.rewrite,
    yaml_with_lines.rewrite,
    yaml_with_braces.rewrite,
)

LONGEST = 50_000
"""Characters of a part in which anything is offered: what is offered is read again first."""


def rewritings(document: Document, offset: int) -> Iterator[Fix]:
    """What can be written otherwise at an offset; nothing where the syntax is broken or keys stand in several parts."""
    placed = document.parts.at(offset)
    part, ((_, start),) = placed
    repeated = document.parts.keys.repeated
    if document.kind is not GAGEFILE or len(part.text) > LONGEST or part.problems or not repeated.isdisjoint(part.keys):
        return
    here = Here(part, offset - start, at_top=start == 0)
    for rewrite in REWRITES:
        fix = rewrite(here)
        if fix and says_the_same(part, fix):
            yield _placed(placed, fix)


def says_the_same(part: Part, fix: Fix) -> bool:
    """Whether a part after a fix is sound, has the same meaning, and lacks no comment."""
    after = Part(apply(part.text, fix), part.syntax, part.first, part.last)
    return (
        not after.problems
        and meaning(after.data) == meaning(part.data)
        and sorted(comments(after)) == sorted(comments(part))
    )


def meaning(data: Any) -> str:
    """A text that is the same for all gagefiles that say the same."""
    operations = data.items() if isinstance(data, dict) else ()
    return json.dumps({name: _meaning(value) for name, value in operations}, sort_keys=True, default=repr)


def _meaning(operation: Any) -> Any:
    if not isinstance(operation, dict):
        return operation
    command, depends = operation.get("exec"), operation.get("depends")
    own: dict[str, Any] = {"exec": {"run": command}} if isinstance(command, str | list) else {}
    if isinstance(depends, list):
        own["depends"] = [meaning_of_dependency(one) for one in depends]
    elif depends is not None:
        own["depends"] = meaning_of_dependency(depends)
    return {**operation, **own}


def _placed(placed: Placed, fix: Fix) -> Fix:
    return fix._replace(edits=tuple(edit._replace(span=placed.span(edit.span)) for edit in fix.edits))
