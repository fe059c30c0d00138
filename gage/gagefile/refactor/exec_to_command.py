"""Makes of `exec` with the phase `run` alone the one command that it stands for."""

from __future__ import annotations

from gage.gagefile.node import Entry, Object
from gage.gagefile.problem import Edit, Fix
from gage.gagefile.refactor import toml_sections, yaml_lines
from gage.gagefile.refactor.here import Here
from gage.gagefile.refactor.places import is_command, removed
from gage.gagefile.syntax.toml_tables import Form, Table
from gage.gagefile.text import Span
from gage.gagefile.tree import Tree


def rewrite(here: Here) -> Fix | None:
    """Offered on the lines of `exec`."""
    found = here.setting("exec")
    phases = found[1].value if found else None
    if found is None or not isinstance(phases, Object) or [one.key for one in phases.entries] != ["run"]:
        return None
    run = phases.entries[0]
    tree = here.tree
    if not is_command(run.value) or yaml_lines.is_alias(tree, phases):
        return None
    edits = _toml(here, *found, run) if tree.syntax == "toml" else _value(tree, found[1], run)
    return Fix("Change 'exec' to one command", edits) if edits else None


def _value(tree: Tree, entry: Entry, run: Entry) -> tuple[Edit, ...] | None:
    if tree.syntax == "yaml" and yaml_lines.is_in_lines(tree, entry.value):
        return _block(tree, entry, run)
    return removed(entry.value.start, run.value.start), removed(run.value.end, entry.value.end)


def _block(tree: Tree, entry: Entry, run: Entry) -> tuple[Edit, ...] | None:
    if not (yaml_lines.is_bare(tree, entry) and yaml_lines.is_bare(tree, run)):
        return None
    by = yaml_lines.column(tree, run.key_start) - yaml_lines.column(tree, entry.key_start)
    colon = yaml_lines.past_colon(tree, run)
    start = colon if yaml_lines.value_on_next_line(tree, run) else run.value.start
    value = yaml_lines.moved(tree.text[start : run.value.end], -by)
    gap = "" if start == colon else " "
    return (Edit(Span(yaml_lines.past_colon(tree, entry), run.value.end), f"{gap}{value}"),)


def _toml(here: Here, operation: Entry, entry: Entry, run: Entry) -> tuple[Edit, ...] | None:
    assert isinstance(entry.value, Table)
    if entry.value.form is Form.INLINE and here.tree.text[entry.value.start] == "{":
        return removed(entry.value.start, run.value.start), removed(run.value.end, entry.value.end)
    if entry.value.form is not Form.HEADER:
        return (removed(entry.key_end, run.key_end),)
    assert isinstance(operation.value, Table)
    if operation.value.form is Form.IMPLIED and len(operation.value.entries) == 1:
        return removed(operation.key_end, entry.key_end), Edit(run.key_span, "exec")
    if operation.value.form is not Form.HEADER:
        return None
    return toml_sections.Section(here.tree, operation.value, entry, entry.value).as_one_value()
