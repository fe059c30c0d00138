"""What there is to know of an operation: what it does, what would run here and with which config, how it went last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gage.config.command_config import command_text, with_config, with_project_dir
from gage.config.project_config import Scalar
from gage.gagefile.model import PHASES, PLATFORM, Command, Operation
from gage_ls.hovers.markdown import block, code, items, words
from gage_ls.hovers.run_words import last_run_card
from gage_ls.project_view import ProjectView
from gage_ls.resolved_config import MASK, ResolvedValue, resolved_config

_MOST_VALUES = 20
_LONGEST_COMMAND = 4_000
"""Characters; of a longer command not all would be shown, and to put values in takes long."""


def operation_card(operation: Operation, view: ProjectView | None) -> list[str]:
    """The operation as paragraphs."""
    version = f" · version {words(operation.version)}" if operation.version else ""
    default = " · default operation" if operation.default else ""
    card = [f"**{words(operation.name)}**{version}{default}"]
    if operation.description:
        card.append(words(operation.description))
    values = resolved_config(operation, view.files) if view else []
    card += commands(operation, values, view)
    if values:
        card += ["**Config**", config(values)]
    return [*card, *(last_run_card(view.runs_of(operation.name), operation.listing) if view else ())]


def commands(operation: Operation, values: Sequence[ResolvedValue], view: ProjectView | None) -> list[str]:
    """The commands as they will run on this platform, in the order of their phases."""
    if not operation.exec:
        return [f"It has no command for {PLATFORM}." if operation.data.get("exec") else "It has no command yet."]
    given = {value.name: MASK if value.shown == MASK else value.value for value in values if not value.is_required}
    told = []
    for phase, command in sorted(operation.exec.items(), key=lambda item: PHASES.index(item[0])):
        if phase == "run" and view:
            command = with_project_dir(command, view.directory)
        text = _filled_in(command, given)
        heading = [] if list(operation.exec) == ["run"] else [f"**{phase}**"]
        told += [*heading, block(text, "" if text.startswith("#!") else "sh")]
    return told


def _filled_in(command: Command, given: Mapping[str, Scalar]) -> str:
    """The text of a command with config values put in."""
    text = command_text(command)
    return text if len(text) > _LONGEST_COMMAND else command_text(with_config(command, given))


def config(values: Sequence[ResolvedValue]) -> str:
    """Values with where they come from, as a list."""
    return items(values, _MOST_VALUES, value_line)


def value_line(value: ResolvedValue) -> str:
    """One value on one line."""
    source = f"{words(value.file)}, line {value.line}" if value.file else "default"
    if value.shown is None:
        told = f"{code(value.name)} {'must be given' if value.is_required else 'has no default'}"
    else:
        told = f"{code(value.name)} = {code(value.shown)} · {source}"
    return f"{told} · {words(value.description)}" if value.description else told
