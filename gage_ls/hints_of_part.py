"""What is worth a few words behind the values of a part: what they come to here; places nothing in a document."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from gage.config.wildcard import has_wildcard
from gage.gagefile.dependencies import needed_by
from gage.gagefile.model import PLATFORM
from gage.gagefile.node import Entry, Node, Object, Scalar
from gage.gagefile.part import Part
from gage.gagefile.platform_choice import chosen_commands
from gage.gagefile.settings import section_paths, texts
from gage.runs.words import counted
from gage_ls.hovers.config_cards import path_values
from gage_ls.hovers.file_cards import needed_card, needed_files, source_pattern_card, source_pattern_files
from gage_ls.hovers.markdown import cut
from gage_ls.hovers.operation_card import config
from gage_ls.project_view import ProjectView

_LONGEST = 30

Wanted = Callable[[Node], bool]


class Hint(NamedTuple):
    """Words to show behind a value, and paragraphs of Markdown that say more."""

    node: Node
    label: str
    tooltip: list[str]


def hints_of_part(part: Part, view: ProjectView, wanted: Wanted) -> Iterator[Hint]:
    """The hints of the values that are wanted; nothing is looked at for any other."""
    for operation in part.entries:
        if isinstance(operation.value, Object) and not operation.key.startswith("$"):
            yield from _of_operation(operation, operation.value, view, wanted)


def _of_operation(operation: Entry, keys: Object, view: ProjectView, wanted: Wanted) -> Iterator[Hint]:
    for command in filter(wanted, chosen_commands(keys.get("exec"))):
        yield Hint(command, "runs here", [f"The platform here is {PLATFORM}."])
    for section in section_paths(keys.get("config")):
        for path in section:
            if not path.value.lstrip().startswith("-") and wanted(path):
                yield from _of_config(path, view)
    for pattern in filter(wanted, texts(keys.get("sourcecode"))):
        found = source_pattern_files(pattern.value, view)
        yield from _of_files(pattern, found, source_pattern_card(pattern.value, view))
    for needed in needed_by(operation, depends) if (depends := keys.get("depends")) else ():
        if needed.role in ("files", "directory") and wanted(needed.node):
            yield from _of_files(needed.node, needed_files(needed, view), needed_card(needed, view))


def _of_config(path: Scalar, view: ProjectView) -> Iterator[Hint]:
    values = path_values(path.value, view)
    if values:
        shown = " ".join((values[0].shown or "").split())
        label = f"= {cut(shown, _LONGEST)}" if len(values) == 1 else f"{len(values)} values"
        yield Hint(path, label, [config(values)])


def _of_files(node: Scalar, files: Sequence[str] | None, card: list[str]) -> Iterator[Hint]:
    """How many files there are; nothing where the text is the name of the only one, or of one that is not there."""
    if files is None or (len(files) == 1 and node.value.endswith(files[0])):
        return
    if files or has_wildcard(node.value):
        yield Hint(node, counted(len(files), "file"), card)
