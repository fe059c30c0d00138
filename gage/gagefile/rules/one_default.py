"""Only one operation can be the default.

`gage run` without a name runs the operation that says `default = true`. When several say so, the first by name is
run and the others are passed over, which is rarely what they were written for.
"""

from __future__ import annotations

from collections.abc import Iterator

from gage.gagefile.document import Document
from gage.gagefile.node import Object, Scalar
from gage.gagefile.problem import Problem, Related


def check(document: Document) -> Iterator[Problem]:
    """A problem at every ``default`` that is true, but the first."""
    first = None
    for operation in document.entries:
        entry = operation.value.by_key.get("default") if isinstance(operation.value, Object) else None
        if not entry or not isinstance(entry.value, Scalar) or entry.value.value is not True:
            continue
        if first is None:
            first = operation
            default = entry
            continue
        message = f"'default' is already true for '{first.key}'; only one operation can be the default"
        related = (Related(f"'{first.key}' is the default here", default.key_span),)
        yield Problem("one-default", message, entry.key_span, related=related)
