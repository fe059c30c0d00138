"""What argparse finds wrong with arguments, in the words of Gage; finds nothing wrong itself."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Sequence


def reworded(message: str, actions: Sequence[argparse.Action]) -> str:
    """A message of argparse, which names arguments of ``actions``; one of ours comes back as it is."""
    for pattern, words in _WORDS:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            return words(found, actions)
    return message


def _needs_value(found: re.Match[str], actions: Sequence[argparse.Action]) -> str:
    action = _named(found[1], actions)
    return f"{found[1]} needs a value" + (f", {action.metavar or action.dest.upper()}" if action else "")


def _takes(found: re.Match[str], actions: Sequence[argparse.Action]) -> str:
    from gage.gagefile.words import either

    action = _named(found[1], actions)
    choices = [str(choice) for choice in action.choices or ()] if action else []
    return f'{found[1]} takes {either(choices)}, not "{found[2]}"' if choices else found[0]


def _named(name: str, actions: Sequence[argparse.Action]) -> argparse.Action | None:
    """The argument that argparse calls so: by its options or, where it has none, by its metavar."""
    return next((each for each in actions if name in ("/".join(each.option_strings), each.metavar)), None)


def _missing(found: re.Match[str], _: Sequence[argparse.Action]) -> str:
    *others, last = found[1].split(", ")
    return f"{', '.join(others)} and {last} are missing" if others else f"{last} is missing"


_WORDS: tuple[tuple[str, Callable[[re.Match[str], Sequence[argparse.Action]], str]], ...] = (
    (r"argument (\S+): expected (?:at least )?one argument", _needs_value),
    (r"argument (\S+): invalid choice: '(.*)' \(choose from .*\)", _takes),
    (r"argument (\S+): ignored explicit argument '(.*)'", lambda found, _: f'{found[1]} takes no value "{found[2]}"'),
    (r"the following arguments are required: (.+)", _missing),
    (r"one of the arguments (.+) is required", lambda found, _: f"write {' or '.join(found[1].split())}"),
    (r"argument (\S+): (.+)", lambda found, _: f"{found[1]}: {found[2]}"),
)
