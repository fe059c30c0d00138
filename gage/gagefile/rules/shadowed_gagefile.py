"""Of several gagefiles in one project only the first is used, and the others are passed over without a word.

The names are looked for in this order: `.gage/gage.toml`, `.gage/gage.yaml`, `.gage/gage.json`, `gage.toml`,
`gage.yaml`, `gage.json`. Operations of a gagefile further down cannot be run.

Wrong: a `gage.yaml` beside a `gage.toml`:

```yaml
train:
  exec: python train.py
```

Right: the same operations in the `gage.toml`, and no `gage.yaml`:

```toml
[train]
exec = "python train.py"
```
"""

from __future__ import annotations

from collections.abc import Iterator

from gage.gagefile.document import Document, has_entries
from gage.gagefile.facts import Facts
from gage.gagefile.problem import Problem, Severity
from gage.gagefile.text import Span


def check(document: Document, facts: Facts) -> Iterator[Problem]:
    """A problem at the first key of a gagefile that is not used."""
    message = (
        f"this gagefile is not used, because {facts.shadowed_by} comes before it; "
        "move its operations there, or remove one of the two"
    )
    yield Problem("shadowed-gagefile", message, _first_key(document), Severity.WARNING)


def _first_key(document: Document) -> Span:
    first = next(document.parts.where(has_entries), None)
    return first.span(first.part.entries[0].key_span) if first else Span(0, 0)
