"""The arguments of a command as they were typed, in their order; judges none of them and knows no value's meaning."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator, Mapping, Sequence

POSITION = re.compile(r"-\d+(:(-?\d+)?)?$")
"""A position from the end, or a slice that begins with one: no option, whatever it begins with."""


class Typed:
    """Which options stand there, each with its spelling, and which other words; ``pending`` lacks its value yet."""

    def __init__(self, actions: Sequence[argparse.Action]) -> None:
        self._actions = actions
        self.read: list[tuple[str, argparse.Action | None]] = []
        """Options as they are spelled, and other words, in their order."""
        self.values: dict[argparse.Action, str] = {}
        """The last value of each option."""
        self.pending: argparse.Action | None = None
        self.is_over = False
        """Whether ``--`` was typed: no options follow it."""

    @property
    def options(self) -> list[tuple[str, argparse.Action]]:
        """The options as they are spelled."""
        return [(spelling, action) for spelling, action in self.read if action is not None]

    @property
    def words(self) -> list[str]:
        """The words that are neither options nor their values."""
        return [word for word, action in self.read if action is None]

    def argument(self, index: int) -> argparse.Action | None:
        """What the word of this index is for; the last argument may take any number of words."""
        positional = [action for action in self._actions if not action.option_strings]
        if index < len(positional):
            return positional[index]
        return positional[-1] if positional and positional[-1].nargs in ("*", "+") else None

    def given(self) -> Iterator[tuple[str, str]]:
        """Names of what was typed, as `name_of` has them, and how each is shown to the person who typed it.

        To choose what is the case anyway, such as ``--format text``, is to choose nothing.
        """
        index = 0
        for word, action in self.read:
            if action is None:
                argument = self.argument(index)
                index += 1
                if argument is not None:
                    yield name_of(argument), f"'{word}'"
            elif action.choices is None or self.values.get(action) != action.default:
                yield name_of(action), word


def name_of(action: argparse.Action) -> str:
    """What help and declarations call an argument: ``--set``, or ``RUN``."""
    if action.option_strings:
        return action.option_strings[-1]
    return action.metavar if isinstance(action.metavar, str) else action.dest


def read_typed(
    actions: Sequence[argparse.Action], words: Sequence[str], spellings: Mapping[str, str] | None = None
) -> Typed:
    """Sort words into options, their values, and others; what is no option of these is passed over."""
    typed = Typed(actions)
    by_name = {option: action for action in actions for option in action.option_strings}
    for word in words:
        if typed.pending is not None:
            typed.values[typed.pending] = word
            typed.pending = None
        elif typed.is_over or not word.startswith("-") or word == "-" or POSITION.match(word):
            typed.read.append((word, None))
        elif word == "--":
            typed.is_over = True
        elif word in (spellings or {}):
            typed.read.append((word, by_name[word.partition("=")[0]]))
        elif word.startswith("--"):
            name, equals, value = word.partition("=")
            _take(typed, by_name, name, value if equals else None)
        else:
            _take_letters(typed, by_name, word)
    return typed


def _take_letters(typed: Typed, by_name: Mapping[str, argparse.Action], word: str) -> None:
    """One or more options of a letter each, the last of them perhaps with its value: ``-yq``, ``-n5``."""
    for index, letter in enumerate(word[1:], start=2):
        action = by_name.get(f"-{letter}")
        if action is None:
            return
        rest = word[index:]
        if action.nargs != 0:
            _take(typed, by_name, f"-{letter}", rest.removeprefix("=") if rest else None)
            return
        _take(typed, by_name, f"-{letter}", None)


def _take(typed: Typed, by_name: Mapping[str, argparse.Action], name: str, value: str | None) -> None:
    action = by_name.get(name)
    if action is None:
        return
    typed.read.append((name, action))
    if value is not None:
        typed.values[action] = value
    elif action.nargs != 0:
        typed.pending = action
