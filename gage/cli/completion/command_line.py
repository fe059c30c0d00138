"""What can follow on a half-typed command line: commands, options and, by their metavars, values; executes nothing."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator, Sequence

from gage.cli.command import Parser
from gage.cli.command_table import ALIASES, COMMANDS, load_command
from gage.cli.completion.candidate import NOTHING, Candidate, Candidates
from gage.cli.completion.values import Asked, values
from gage.cli.exclusions import excluded
from gage.cli.shared_options import first_word, shared_parser
from gage.cli.typed import Typed, name_of, read_typed
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
        parser = shared_parser()
        typed = _read(parser, before)
        if typed.pending is None and not current.startswith("-"):
            return _commands().beginning_with(current)
        return _at(parser, typed, current, "")
    _obey(before[:end])
    name = ALIASES.get(before[end], before[end])
    if name not in COMMANDS:
        return NOTHING
    parser = load_command(name)[1]
    return _at(parser, _read(parser, before[end + 1 :]), current, name)


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


def _read(parser: Parser, words: Sequence[str]) -> Typed:
    return read_typed(parser._actions, words, parser.spellings)


def _at(parser: Parser, typed: Typed, current: str, name: str) -> Candidates:
    if typed.pending is not None:
        return _values_of(typed, typed.pending, current, name)
    if current.startswith("-") and not typed.is_over:
        option, equals, value = current.partition("=")
        if not equals or any(word.startswith(current) for word in parser.spellings):
            return Candidates(list(_options(parser, typed))).beginning_with(current)
        action = next((each for each in parser._actions if option in each.option_strings), None)
        if action is None or action.nargs == 0:
            return NOTHING
        return _values_of(typed, action, value, name, f"{option}=")
    argument = typed.argument(len(typed.words))
    if argument is None or name_of(argument) in _apart(parser, typed):
        return NOTHING
    return _values_of(typed, argument, current, name)


def _values_of(typed: Typed, action: argparse.Action, current: str, name: str, prefix: str = "") -> Candidates:
    if action.choices is not None:
        return Candidates([Candidate(str(choice)) for choice in action.choices]).beginning_with(current, prefix)
    metavar = action.metavar if isinstance(action.metavar, str) else action.dest.upper()
    settings = {each.dest: value for each, value in typed.values.items()}
    asked = Asked(name, metavar, action.dest, typed.words, settings, current)
    return values(asked).beginning_with(current, prefix)


def _apart(parser: Parser, typed: Typed) -> set[str]:
    return excluded(parser.exclusions, {name for name, _ in typed.given()})


def _options(parser: Parser, typed: Typed) -> Iterator[Candidate]:
    """The options that may still be given: none that is excluded by what was typed, of most only one."""
    there = [action for _, action in typed.options]
    apart = _apart(parser, typed)
    for action in parser._actions:
        is_repeated = isinstance(action, argparse._AppendAction)
        if action.help == argparse.SUPPRESS or name_of(action) in apart or (action in there and not is_repeated):
            continue
        told = (action.help or "") % {"default": action.default, "prog": "gage"}
        spelled = [word for word in parser.spellings if word.partition("=")[0] in action.option_strings]
        yield from (Candidate(option, told) for option in [*action.option_strings, *spelled])
