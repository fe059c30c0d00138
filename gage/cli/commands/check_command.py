"""`gage check`: says what is wrong in gagefiles, where, and what to do; changes and executes nothing."""

from __future__ import annotations

import argparse
import os
import sys
from importlib import import_module
from pathlib import Path

from gage.cli.command import Command
from gage.cli.output import say, write
from gage.gagefile.check import check
from gage.gagefile.load import GAGEFILE_NAMES, LoadError, find_gagefile, read_document
from gage.gagefile.words import empty
from gage.report.checked import CheckedFile, unreadable

_HELP = """\
Check gagefiles and say what is wrong where.

PATH is a gagefile or a directory that has one; without it the gagefile of this project is checked.
Exits 0 when there are no errors, 1 when there are, 2 when a file could not be checked."""
_FORMATS = ("text", "json", "sarif", "github")


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", metavar="PATH", nargs="*", help="gagefile, or directory that has one")
    parser.add_argument("--format", choices=_FORMATS, default="text", help="how problems are printed (default: text)")


def _run(options: argparse.Namespace) -> int:
    """Print the problems on stdout, a verdict on stderr."""
    files = [_check(path) for path in [Path(path) for path in options.paths] or [_project_gagefile()]]
    report = import_module(f"gage.report.{options.format}_format")
    if options.format == "text":
        write(report.render(files, color=sys.stdout.isatty() and "NO_COLOR" not in os.environ))
        say(_verdict(files))
    else:
        write(report.render(files))
    return 2 if any(file.document is None for file in files) else 0 if all(file.valid for file in files) else 1


command = Command(_HELP, _arguments, _run)


def _project_gagefile() -> Path:
    from gage.cli.options import current_project, short_path

    project = current_project()
    return short_path(project.gagefile or project.directory)


def _check(path: Path) -> CheckedFile:
    if path.is_dir():
        found = find_gagefile(path)
        if found is None:
            names = ", ".join(GAGEFILE_NAMES[3:])
            return unreadable(str(path), f"there is no gagefile in this directory; it would be one of {names}", None)
        path = found
    try:
        document = read_document(path)
    except LoadError as error:
        return unreadable(str(path), error.reason, error.position)
    if not document.text.strip("\ufeff \t\r\n"):
        # No mistake of the language: TOML takes an empty file, and an editor shows nothing wrong in a new one. But who
        # asks for a check expects that there is something to check.
        return unreadable(str(path), empty(document.syntax), None)
    return CheckedFile(str(path), document, tuple(check(document)))


def _verdict(files: list[CheckedFile]) -> str:
    """One line: what was found in how many files."""
    read = [file for file in files if file.document is not None]
    parts = [_found(read)] if read else []
    if unread := len(files) - len(read):
        parts.append(f"{unread} file{'s' if unread > 1 else ''} could not be checked")
    return f"{'; '.join(parts)}."


def _found(files: list[CheckedFile]) -> str:
    wrong = [file for file in files if file.problems]
    if not wrong:
        return f"{files[0].path} is valid" if len(files) == 1 else f"all {len(files)} gagefiles are valid"
    counts: dict[str, int] = {}
    for file in wrong:
        for problem in file.problems:
            name = problem.severity.name.lower()
            counts[name] = counts.get(name, 0) + 1
    found = ", ".join(f"{count} {name}{'s' if count > 1 else ''}" for name, count in counts.items())
    return f"{found} in {files[0].path}" if len(files) == 1 else f"{found} in {len(wrong)} of {len(files)} gagefiles"
