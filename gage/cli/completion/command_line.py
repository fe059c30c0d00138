"""What can follow on a half-typed command line: commands, options and, by their metavars, values; executes nothing."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from gage.cli.command import Parser
from gage.cli.command_table import ALIASES, COMMANDS, load_command
from gage.cli.completion.candidate import NOTHING, Candidate, Candidates
from gage.cli.completion.values import Asked, values
from gage.cli.shared_options import first_word, shared_parser
from gage.errors import GageError


def complete(words: Sequence[str]) -> Candidates:
    """What may stand in the place of the last word, which may be empty; ``words`` come after ``gage``.

    A project that cannot be read has nothing to offer, and this is no place to say so.
    """
    *before, current = words or [""]
    try:
        return _complete(before, current)
    except (GageError, OSError):
        return NOTHING


def _complete(before: Sequence[str], current: str) -> Candidates:
    end = first_word(before)
    if end == len(before):
        shared = _read(shared_parser(), before)
        if shared.pending is None and not current.startswith("-"):
            return _commands().beginning_with(current)
        return _at(shared, current, "")
    _obey(before[:end])
    name = ALIASES.get(before[end], before[end])
    if name not in COMMANDS:
        return NOTHING
    return _at(_read(load_command(name)[1], before[end + 1 :]), current, name)


def _commands() -> Candidates:
    aliases = [Candidate(alias, COMMANDS[name]) for alias, name in ALIASES.items()]
    return Candidates([*(Candidate(name, text) for name, text in COMMANDS.items()), *aliases])


def _obey(shared: Sequence[str]) -> None:
    """Look where the command would: ``-C`` and ``--runs`` count for completion, too."""
    options = shared_parser().parse(list(shared))
    if options.directory is not None:
        os.chdir(options.directory)
    if options.runs is not None:
        os.environ["GAGE_RUNS"] = os.path.abspath(options.runs)


@dataclass
class _Line:
    """The arguments of a command before the cursor: which options there are, and ``pending``, which lacks its value."""

    parser: Parser
    given: list[str] = field(default_factory=list)
    options: list[argparse.Action] = field(default_factory=list)
    settings: dict[str, str] = field(default_factory=dict)
    pending: argparse.Action | None = None
    is_over: bool = False
    """Whether ``--`` stands before the cursor: no options follow it."""


def _read(parser: Parser, words: Sequence[str]) -> _Line:
    line = _Line(parser)
    by_name = {name: action for action in parser._actions for name in action.option_strings}
    for word in words:
        if line.pending is not None:
            line.settings[line.pending.dest] = word
            line.pending = None
        elif line.is_over or not word.startswith("-") or word == "-":
            line.given.append(word)
        elif word == "--":
            line.is_over = True
        else:
            name, equals, value = word.partition("=")
            if (action := by_name.get(name)) is None:
                continue
            line.options.append(action)
            if equals:
                line.settings[action.dest] = value
            elif action.nargs != 0:
                line.pending = action
    return line


def _at(line: _Line, current: str, name: str) -> Candidates:
    if line.pending is not None:
        return _values_of(line, line.pending, current, name)
    if current.startswith("-") and not line.is_over:
        option, equals, value = current.partition("=")
        if not equals or any(word.startswith(current) for word in line.parser.spellings):
            return Candidates(list(_options(line))).beginning_with(current)
        action = next((each for each in line.parser._actions if option in each.option_strings), None)
        if action is None or action.nargs == 0:
            return NOTHING
        return _values_of(line, action, value, name, f"{option}=")
    positional = [action for action in line.parser._actions if not action.option_strings]
    index = len(line.given)
    if index < len(positional):
        return _values_of(line, positional[index], current, name)
    if positional and positional[-1].nargs in ("*", "+"):
        return _values_of(line, positional[-1], current, name)
    return NOTHING


def _values_of(line: _Line, action: argparse.Action, current: str, name: str, prefix: str = "") -> Candidates:
    if action.choices is not None:
        return Candidates([Candidate(str(choice)) for choice in action.choices]).beginning_with(current, prefix)
    metavar = action.metavar if isinstance(action.metavar, str) else action.dest.upper()
    asked = Asked(name, metavar, action.dest, line.given, line.settings, current)
    return values(asked).beginning_with(current, prefix)


def _options(line: _Line) -> Iterator[Candidate]:
    """The options that may still be given: of those that exclude each other one, of most only one."""
    excluded: set[argparse.Action] = set()
    for group in line.parser._mutually_exclusive_groups:
        if any(action in line.options for action in group._group_actions):
            excluded.update(group._group_actions)
    for action in line.parser._actions:
        is_repeated = isinstance(action, argparse._AppendAction)
        if action.help == argparse.SUPPRESS or ((action in excluded or action in line.options) and not is_repeated):
            continue
        told = (action.help or "") % {"default": action.default, "prog": "gage"}
        spelled = [word for word in line.parser.spellings if word.partition("=")[0] in action.option_strings]
        yield from (Candidate(option, told) for option in [*action.option_strings, *spelled])
