"""`gage completion`: prints and installs what lets a shell complete `gage`, and says what can follow on a line."""

from __future__ import annotations

import argparse
import os

from gage.cli.command import Command, UsageError
from gage.cli.completion.shells import SHELLS, install, script
from gage.cli.output import say, visible, write

_HELP = """\
Let a shell complete commands, options, operations, flags, runs, labels and tags.

'gage completion install SHELL' puts a script where the shell looks for it; 'show' prints the script, for those who
keep it elsewhere. SHELL is bash, zsh, fish or nu."""


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", metavar="ACTION", help="install or show")
    parser.add_argument("words", metavar="SHELL", nargs="*", help=f"one of {', '.join(SHELLS)}")
    parser.add_argument("--line", help=argparse.SUPPRESS)
    parser.add_argument("--breaks", default="", help=argparse.SUPPRESS)


def _run(options: argparse.Namespace) -> int:
    """Install, show, or, for the scripts, print a word a line with its description behind a tab."""
    if options.action == "words":
        _print_words(options)
        return 0
    if options.action not in ("install", "show"):
        raise UsageError(f"'{options.action}' is neither install nor show")
    name = options.words[0] if len(options.words) == 1 else ""
    if name not in SHELLS:
        raise UsageError(f"name one shell: {', '.join(SHELLS)}")
    if options.action == "show":
        write(script(name))
        return 0
    path = install(name, os.environ)
    say(f"gage: wrote {path}; it counts in every {name} that is started from now on")
    if then := SHELLS[name].then.format(directory=path.parent):
        say(f"gage: {then}")
    return 0


command = Command(_HELP, _arguments, _run)


def _print_words(options: argparse.Namespace) -> None:
    from gage.cli.completion.command_line import complete
    from gage.cli.completion.split import split, unbroken

    words = options.words if options.line is None else split(options.line)[1:]
    found = complete(words)
    # Bash looks at the end of a word alone, from the last of the characters on at which it breaks words.
    known = len(unbroken(words[-1], options.breaks)) if words else 0
    for text, description in found.words:
        if not text.isprintable():
            continue  # no shell would insert it as it is
        shown = visible(" ".join(description.split()))
        write(f"{text[known:]}\t{shown}\n" if shown else f"{text[known:]}\n")
    if found.paths:
        write(f":{found.paths}\n")
