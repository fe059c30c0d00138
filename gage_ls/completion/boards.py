"""Values of a board: fields of the project's runs; knows nothing of how a board is shown."""

from __future__ import annotations

from collections.abc import Iterator

from gage.gagefile.file_kind import BOARD
from gage.gagefile.forms import options
from gage.gagefile.schema import at, load
from gage_ls.completion.context import Context
from gage_ls.completion.offer import Kind, Offer
from gage_ls.completion.runs import operations_run, reported

_FIELDS = frozenset({"columns", "field", "group-by", "min", "max"})
"""Keys whose text is a field: a group, a colon and a name."""


def board_values(context: Context) -> Iterator[Offer]:
    """What the project's runs say a text of a board may be."""
    path = [segment for segment in context.cursor.route if isinstance(segment, str)]
    if path == ["run-select", "operation"]:
        yield from operations_run(context)
    elif path[-1:] and path[-1] in _FIELDS:
        yield from _fields(context)
    elif path[-1:] and path[-1] in ("metric", "attribute", "config"):
        for group, name, value in reported(context):
            if group == path[-1]:
                yield Offer(name, name, Kind.Field, detail=f"{value} in the latest run", rank=10)


def _fields(context: Context) -> Iterator[Offer]:
    names = [(f"{group}:{name}", f"{value} in the latest run") for group, name, value in reported(context)]
    of_runs = [option for form in at(load(BOARD.schema), ("columns", "0", "run-attr")) for option in options(form)]
    for field, detail in [*names, *((f"run:{name}", "") for name in of_runs)]:
        if field not in context.taken:
            yield Offer(field, field, Kind.Field, detail=detail, rank=10)
