"""Runs in the order of `--sort`, and a word for names of fields that no run has; refuses only what cannot be read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from gage.cli.command import Parser
from gage.cli.output import say
from gage.cli.run_selection import underlined
from gage.runs.fields import GROUPS
from gage.runs.run import Run
from gage.runs.store import RunStore
from gage.where.field_list import FieldName


def add_sort_option(parser: Parser) -> None:
    """Declare ``--sort``."""
    parser.add_argument(
        "-s", "--sort", metavar="FIELDS", help="order, such as 'loss,-started'; a minus turns it around", default=""
    )
    parser.dashed = ("-s", "--sort")


def sorted_ids(store: RunStore, ids: list[str], fields: str | None) -> list[str]:
    """The ids in the order of fields, if any. Raises UsageError."""
    if not fields:
        return ids
    from gage.runs.sort import sort_keys, sort_runs

    with underlined("--sort", fields):
        keys = sort_keys(fields)
    runs = store.load(ids)
    tell_of_unknown([FieldName(key.name, key.is_quoted, False) for key in keys], runs, store)
    return [run.id for run in sort_runs(runs, keys)]


def tell_of_unknown(
    fields: Iterable[FieldName], runs: Sequence[Run], store: RunStore, known: Sequence[str] = ()
) -> None:
    """Say which of the fields no run has, and what may be meant; that is no error, as the next run may have them.

    ``known`` are names that lists have beside fields.
    """
    from gage.runs.fields import FIELDS, field, is_known

    for each in fields:
        if is_known(each.text, each.is_quoted) or (each.text in known and not each.is_quoted):
            continue
        has = field(each.text, each.is_quoted)[1]
        if any(has(run) for run in runs):
            continue
        everything = store.load(store.find())
        if runs and not any(has(run) for run in everything):
            say(f"gage: no run has '{each.text}'{_meant(each.text, [*known, *FIELDS], everything)}")


def _meant(name: str, known: Sequence[str], runs: Sequence[Run]) -> str:
    from gage.gagefile.words import nearest
    from gage.runs.fields import free_names

    group, colon, inner = name.partition(":")
    near = nearest(inner if colon and group in GROUPS else name, [*free_names(runs), *known])
    return f"; did you mean '{near}'?" if near else ""
