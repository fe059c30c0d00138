"""The options of `gage check`: declares them and refuses what does not go together or names no code."""

from __future__ import annotations

import argparse
from collections.abc import Iterable

from gage.cli.command import Parser, UsageError

FORMATS = ("text", "json", "sarif", "github", "gitlab", "junit")

_OF_FILES = ("stdin_filename", "select", "ignore", "fix", "diff", "watch")

HELP = """\
Check gagefiles and say what is wrong where; without arguments, describe the installation and the project, too.

PATH is a gagefile, a directory that has one, a pattern such as 'projects/**/gage.toml', or - for standard input;
without it the gagefile of this project is checked. Files called board, summary or gageconfig are checked as such.
With --run, a run is held to its record instead: files that changed, came or went since it ended, what of the record is
missing or wrong, and what became of its dependencies. Exits 0 when there are no errors or changes, 1 when there are, 2
when a file could not be checked."""


def declare(parser: Parser) -> None:
    """Declare what `gage check` takes."""
    add = parser.add_argument
    add("paths", metavar="PATH", nargs="*", help="gagefile, directory, pattern, or - for standard input")
    add("--run", metavar="RUN", action="append", help="check a run, or a range such as 2:5; may be repeated")
    add("--all", action="store_true", help="check all gagefiles in and below the directories, or this one")
    add("--stdin-filename", metavar="NAME", help="what the text on standard input is called; says its syntax")
    formats = f"how problems are printed: {', '.join(FORMATS)} (default: text)"
    add("--format", metavar="FORMAT", choices=FORMATS, default="text", help=formats)
    add("--json", action="store_true", help="--format json; without arguments with the installation and the project")
    add("--output", metavar="FILE", help="write the report to FILE, whole or not at all")
    add("--statistics", action="store_true", help="also print how many problems there are of each code")
    add("--select", metavar="CODES", action="append", help="show only problems of these codes, and syntax errors")
    add("--ignore", metavar="CODES", action="append", help="show no problems of these codes")
    add("--explain", metavar="CODE", help="say what problems of a code are about, and do nothing else")
    add("--fix", action="store_true", help="apply all fixes that there are and write the files")
    add("--diff", action="store_true", help="show what --fix would change, and write nothing")
    add(
        "--watch",
        action="store_true",
        help="check again whenever a gagefile or a file it names changes",
    )
    add("-v", "--verbose", action="store_true", help="without other arguments: describe the installation in full")
    add("--version", metavar="SPEC", help="exit with 1 unless the version of Gage fits, such as '>=0.2,<1'")
    _declare_exclusions(parser)


def _declare_exclusions(parser: Parser) -> None:
    of_files = [f"--{name.replace('_', '-')}" for name in _OF_FILES]
    parser.apart("--run", "PATH", "--all", "--statistics", *of_files, why="a run is held to its record")
    alone = ("PATH", "--run", "--all", "--output", "--statistics", *of_files)
    parser.apart("--verbose", *alone, why="-v describes the installation, so it stands alone")
    parser.only_one("--json", "--format")
    parser.apart("--watch", "--fix", "--diff", why="--watch only shows problems")
    parser.apart("--diff", "--statistics", "--format", "--json", why="what is printed is a diff")
    parser.apart("--statistics", "--format", "--json", why="counts go with the text format")


def is_bare(options: argparse.Namespace) -> bool:
    """Whether nothing is asked for but what is wrong here, as a person does who is new to a place."""
    others = ("paths", "run", "all", "output", "statistics", *_OF_FILES)
    return options.format == "text" and not any(getattr(options, name) for name in others)


def refuse_contradictions(options: argparse.Namespace) -> None:
    """Raise UsageError where options do not go together."""
    for wrong, message in (
        (options.verbose and not is_bare(options), "-v describes the installation, so it stands alone"),
        (
            options.run and options.format not in ("text", "json"),
            f"--run has the formats text and json, and no {options.format}",
        ),
        (options.output == "", "--output needs the name of a file"),
        ("-" in options.paths and not options.stdin_filename, "- needs a name: add --stdin-filename gage.toml"),
        (options.stdin_filename and "-" not in options.paths, "--stdin-filename goes with - in the place of a path"),
        ("-" in options.paths and options.fix and not options.diff, "--fix has no file to write for -; take --diff"),
        ("-" in options.paths and options.watch, "--watch has no file to watch for -"),
    ):
        if wrong:
            raise UsageError(message)


def named_codes(words: Iterable[str] | None, option: str) -> frozenset[str] | None:
    """The codes in the values of an option, separated by commas; None where it is not given. Raises UsageError."""
    if words is None:
        return None
    from gage.gagefile.codes import SYNTAX

    named = frozenset(known_code(word.strip(), option) for part in words for word in part.split(",") if word.strip())
    if not named:
        raise UsageError(f"{option} needs a code, such as unknown-key")
    if option == "--ignore" and (syntax := sorted(named & SYNTAX.keys())):
        raise UsageError(f"{option}: '{syntax[0]}' is an error of the syntax, which cannot be ignored")
    return named


def known_code(code: str, option: str) -> str:
    """The code, if problems can have it. Raises UsageError with the one that may be meant."""
    from gage.gagefile.codes import codes
    from gage.gagefile.words import nearest

    if code in codes():
        return code
    near = nearest(code, sorted(codes()))
    raise UsageError(
        f"{option}: there is no code '{code}'; "
        + (f"did you mean '{near}'?" if near else "'gage check --statistics' shows codes")
    )
