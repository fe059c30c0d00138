"""Which commands of an operation run on this platform, where it has others for other platforms."""

from __future__ import annotations

from collections.abc import Iterator

from gage.gagefile.model import PHASES, PLATFORM, read_command
from gage.gagefile.node import Node, Object, to_data


def chosen_commands(commands: Node | None) -> Iterator[Node]:
    """Of an ``exec``, for each phase with a choice the command that is taken here, if any is.

    What is taken is said by ``model.Operation.exec``; here is said where it stands.
    """
    if not isinstance(commands, Object):
        return
    for phase in PHASES:
        has_others = any(key.startswith(f"{phase}[") for key in commands.by_key)
        for key in (f"{phase}[{PLATFORM}]", phase):
            value = commands.get(key)
            node = _on_this_platform(value) if isinstance(value, Object) else value
            if node is not None and read_command(to_data(node)) is not None:
                if has_others or node is not value:
                    yield node
                break


def _on_this_platform(platforms: Object) -> Node | None:
    given = platforms.get(PLATFORM)
    return platforms.get("default") if given is None or given.is_gap else given
