"""Chooses what is told of a spot: of keys first the documentation, of values what they come to in the project now."""

from __future__ import annotations

from typing import NamedTuple

from gage.gagefile.dependencies import needed_by
from gage.gagefile.describe import describe, merged
from gage.gagefile.file_kind import GAGEFILE
from gage.gagefile.meant_schema import schemas_at
from gage.gagefile.node import Object
from gage.gagefile.schema import alternatives, load
from gage.gagefile.text import Span
from gage.gagefile.words import accepts
from gage_ls.hovers.config_cards import name_card, name_in_command, path_card
from gage_ls.hovers.file_cards import needed_card, source_pattern_card, sources_card
from gage_ls.hovers.operation_card import commands, config, operation_card
from gage_ls.hovers.run_cards import field_card, run_files_card, runs_card
from gage_ls.hovers.setting_card import setting_card
from gage_ls.hovers.spot import Spot
from gage_ls.project_view import ProjectView
from gage_ls.resolved_config import resolved_config

_OF_RUNS = ("run-select", "runs-select", "operation")


class Card(NamedTuple):
    """Markdown, and the characters it is about, offsets in the text of the part."""

    text: str
    span: Span


def card(spot: Spot) -> Card | None:
    """What is told of a spot; None where nothing is known of it."""
    paragraphs, span = _told(spot)
    return Card("\n\n".join(paragraphs), span) if paragraphs else None


def _told(spot: Spot) -> tuple[list[str], Span]:
    at, span = spot.at, spot.at.span
    if spot.document.kind is not GAGEFILE:
        return _documentation(spot), span
    if len(at.route) == 1 and not at.top.startswith("$") and at.entry:
        operation = spot.operation()
        return operation_card(operation, spot.view) if operation else _documentation(spot), span
    if spot.view and (named := _name_in_command(spot, spot.view)):
        return named
    in_project = _in_project(spot, spot.view) if spot.view else []
    if at.entry is None and in_project:
        return in_project, span
    documentation = _documentation(spot)
    return [*documentation, *(["---"] if documentation and in_project else []), *in_project], span


def _documentation(spot: Spot) -> list[str]:
    """What the schema says of the key; at a value, of the alternatives those that take its kind."""
    at, tree = spot.at, spot.placed.part
    found = schemas_at(load(spot.document.kind.schema), tree, at.route)
    if at.entry is None:
        found = [branch for each in found for branch in alternatives(each) if accepts([branch], at.node.kind)] or found
    key = next((str(segment) for segment in reversed(at.route) if isinstance(segment, str)), "")
    return [text] if found and (text := describe(merged(found), tree.syntax, key)) else []


def _in_project(spot: Spot, view: ProjectView) -> list[str]:
    """What the key or value comes to in the project."""
    if spot.at.top.startswith("$"):
        return setting_card(spot.at.top, view)
    if spot.at.entry:
        return _of_key(spot, view) if len(spot.at.route) == 2 else []
    match spot.at.route[1:2]:
        case ("exec",):
            operation = spot.operation()
            return commands(operation, resolved_config(operation, view.files), view) if operation else []
        case ("sourcecode",):
            return source_pattern_card(spot.text, view)
        case ("config",):
            return path_card(spot.text, view) if _is_config_path(spot) else []
        case ("depends",):
            return _of_dependency(spot, view)
        case ("listing",) if spot.text:
            return field_card(spot.text, spot.at.top, view)
        case _:
            return []


def _of_key(spot: Spot, view: ProjectView) -> list[str]:
    """What a key of an operation as a whole comes to."""
    operation = spot.operation()
    match spot.at.route[1]:
        case "exec" if operation:
            return commands(operation, resolved_config(operation, view.files), view)
        case "config" if operation and (values := resolved_config(operation, view.files)):
            return [config(values)]
        case "sourcecode" if operation:
            return sources_card(operation.sourcecode, view)
        case _:
            return []


def _is_config_path(spot: Spot) -> bool:
    """Whether a text of a config is a path: it stands alone, in the list, or below ``keys``."""
    *_, key = [segment for segment in spot.at.route if isinstance(segment, str)]
    return key in ("config", "keys")


def _of_dependency(spot: Spot, view: ProjectView) -> list[str]:
    """What a text of a dependency names: runs, or files of the project or of a run."""
    at, tree = spot.at, spot.placed.part
    operation = tree.entry_at(spot.offset)
    depends = operation.value.get("depends") if operation and isinstance(operation.value, Object) else None
    texts = list(needed_by(operation, depends)) if operation and depends else []
    needed = next((each for each in texts if each.node is at.node), None)
    if needed and needed.role in _OF_RUNS:
        return runs_card(needed, view)
    if needed:
        return needed_card(needed, view) if needed.role in ("files", "path", "directory") else []
    if spot.text and "files" in at.route:
        table = tree.node(at.route[: at.route.index("files")])
        beside = {id(entry.value) for entry in table.entries} if isinstance(table, Object) else set()
        source = next((each for each in texts if each.role in _OF_RUNS and id(each.node) in beside), None)
        return run_files_card(spot.text, source, view) if source else []
    return []


def _name_in_command(spot: Spot, view: ProjectView) -> tuple[list[str], Span] | None:
    """What the ``{name}`` of a command that the spot is at stands for, and where it is written."""
    if spot.at.route[1:2] != ("exec",) or not spot.text:
        return None
    start, end = spot.at.span
    named = name_in_command(spot.placed.part.text[start:end], spot.offset - start)
    operation = spot.operation()
    told = name_card(named.name, operation, view) if named and operation else []
    return (told, Span(start + named.start, start + named.end)) if named and told else None
