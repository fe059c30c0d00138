"""What a command of `gage` is made of, and how its arguments are read; knows no command."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, NoReturn

from gage.cli.exclusions import Exclusion, conflict
from gage.cli.plain_table import READABLE, plain_width
from gage.cli.typed import POSITION, read_typed
from gage.errors import GageError

_NO_OPTION = "\0"  # no argument of a process can hold it


class UsageError(GageError):
    """Arguments that a command does not take."""

    exit_code = 2


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Knows the width of the terminal: argparse makes one for each option, and imports all of shutil to ask for it."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=plain_width() - 2)

    def _fill_text(self, text: str, width: int, _: str) -> str:
        """Paragraphs fill the lines of the terminal; what is indented stays as it is."""
        import textwrap

        parts = text.split("\n\n")
        return "\n\n".join(part if "\n " in part else textwrap.fill(part, min(width, READABLE)) for part in parts)


class Parser(argparse.ArgumentParser):
    """argparse with help as written, options in full only, and errors in the words of Gage."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(formatter_class=_Formatter, allow_abbrev=False, **settings)
        self.dashed: tuple[str, ...] = ()
        """Options whose values may begin with a dash, which argparse would take for other options."""
        self.spellings: Mapping[str, str] = {}
        """Words that stand for others: argparse has no option whose value may be left out and the next word stay."""
        self.exclusions: list[Exclusion] = []
        """What does not go together, in the order in which it is told."""
        self._negative_number_matcher = POSITION

    def only_one(self, *names: str, why: str = "", is_needed: bool = False) -> None:
        """Declare arguments, by their long options or metavars, of which no two go together."""
        self.exclusions.append(Exclusion(names, (), why, is_needed))

    def apart(self, name: str, *others: str, why: str = "") -> None:
        """Declare an argument that goes with none of others."""
        self.exclusions.append(Exclusion((name,), others, why))

    def parse(self, arguments: list[str]) -> argparse.Namespace:
        """Read arguments; options may stand between the others: ``train -y lr=0.1``. Raises UsageError.

        What comes after ``--`` is no option. argparse forgets that where options may stand anywhere, so such words are
        marked while it looks at them.
        """
        typed = arguments
        arguments = self._with_dashed(arguments)
        end = arguments.index("--") if "--" in arguments else len(arguments)
        arguments[:end] = [self.spellings.get(word, word) for word in arguments[:end]]
        marked = [f"{_NO_OPTION}{word}" for word in arguments[end + 1 :]]
        if any(word in ("-h", "--help") for word in arguments[:end]):  # while it parses, argparse hides half of it
            self.print_help()
            self.exit()
        if self.usage is None:
            self.usage = ""  # argparse would lay it out for errors of its own, which is half of its work
        options, unknown = self.parse_known_intermixed_args([*arguments[:end], *marked])
        for name, value in vars(options).items():
            if isinstance(value, list):
                setattr(options, name, [word.removeprefix(_NO_OPTION) for word in value])
            elif isinstance(value, str):
                setattr(options, name, value.removeprefix(_NO_OPTION))
        if unknown:
            word = next((word for word in unknown if word.startswith("-")), unknown[0])
            self.error(self._unknown(word))
        if self.exclusions:
            self._refuse_conflicts(typed)
        return options

    def _refuse_conflicts(self, arguments: list[str]) -> None:
        """Raise UsageError where arguments do not go together, whatever their order and spelling."""
        found = conflict(self.exclusions, read_typed(self._actions, arguments, self.spellings).given())
        if found is not None:
            message, why = found
            if why:
                raise UsageError(f"{message}; {why}")
            self.error(message)

    def format_help(self) -> str:
        """The help, with the usage that parsing does without, and what excludes what."""
        self.usage = self.usage or None
        told = super().format_help()
        if not self.exclusions:
            return told
        lines = "\n".join(_hanging(each.line()) for each in self.exclusions)
        return f"{told}\nnot together:\n{lines}\n"

    def _print_message(self, message: str, file: Any = None) -> None:
        """Print help; argparse passes over what cannot be written."""
        (file or sys.stdout).write(message)

    def error(self, message: str) -> NoReturn:
        """Raise UsageError; argparse would print its usage and exit."""
        from gage.cli.usage_words import reworded

        message = reworded(message, self._actions)
        is_enough = message.endswith("?") or "; " in message  # it says itself what to do
        hint = "" if is_enough else f"; '{self.prog} --help' says what can be written"
        raise UsageError(f"{message}{hint}")

    def _with_dashed(self, arguments: list[str]) -> list[str]:
        joined: list[str] = []
        for word in arguments:
            if joined and joined[-1] in self.dashed and re.match(r"-[^-]", word):
                word = f"{self.dashed[-1]}={word}"
                joined.pop()
            joined.append(word)
        return joined

    def _unknown(self, word: str) -> str:
        if not word.startswith("-"):
            return f"'{word.removeprefix(_NO_OPTION)}' is one argument too many"
        from gage.gagefile.words import nearest

        shown = (action for action in self._actions if action.help != argparse.SUPPRESS)
        near = nearest(word, [option for action in shown for option in action.option_strings])
        return f"there is no option '{word}'" + (f"; did you mean '{near}'?" if near else "")


def _hanging(text: str) -> str:
    """A text below a heading, in lines that fit the terminal."""
    import textwrap

    return textwrap.fill(text, plain_width() - 2, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False)


class Command(NamedTuple):
    """``arguments`` declares what the command takes, ``run`` does it and returns the exit code.

    ``help`` is what ``gage COMMAND --help`` shows above the options.
    """

    help: str
    arguments: Callable[[Parser], None]
    run: Callable[[argparse.Namespace], int]
