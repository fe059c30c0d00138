"""What a command may go on with: files of the project, and `{name}` for a config value; runs nothing."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

from gage_ls.completion.config_keys import command_names
from gage_ls.completion.context import Context
from gage_ls.completion.files import paths
from gage_ls.completion.offer import Kind, Offer, matching

_NAME = re.compile(r"(?<![{$])\{([A-Za-z_][\w.-]*)?$")
_CLOSED = re.compile(r"[\w.-]*\}").match
_BETWEEN_WORDS = " \t\r\n\"'=;|&<>()`$"
_RUNNERS = {".py": "python", ".sh": "sh", ".R": "Rscript", ".jl": "julia"}


def commands(context: Context) -> Iterator[Offer]:
    """What is typed of a command in one text, or of one word of a list."""
    if name := _NAME.search(context.typed):
        yield from _names(context, name.start() + 1)
        return
    start = 1 + max(context.typed.rfind(mark) for mark in _BETWEEN_WORDS)
    is_word = isinstance(context.cursor.route[-1], int)
    if not start and not is_word:
        yield from _scripts(context)
    if is_word and not context.cursor.route[-1] and not context.typed:
        yield Offer("python", "python", Kind.Value, rank=10)
    for offer in paths(context, start):
        is_script = os.path.splitext(offer.text)[1] in _RUNNERS
        yield offer._replace(is_whole=False, rank=10 if is_script else offer.rank)


def _names(context: Context, start: int) -> Iterator[Offer]:
    is_closed = _CLOSED(context.open.text, context.cursor.offset) is not None
    for name, detail in dict(command_names(context)).items():
        yield Offer(name, name if is_closed else f"{name}}}", Kind.Variable, start, detail, 10, is_whole=False)


def _scripts(context: Context) -> Iterator[Offer]:
    """Whole commands for the scripts at the top of the project."""
    names = [offer.text for offer in paths(context.as_if_typed(""))]
    runners = [(_RUNNERS.get(os.path.splitext(name)[1]), name) for name in names if " " not in name]
    for command in matching([f"{runner} {name}" for runner, name in runners if runner], context.typed):
        yield Offer(command, command, Kind.Snippet, 0, "the command for this script", 5)
