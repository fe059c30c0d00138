"""`gage operations`: lists what the project can run, and with `-v` what each takes; executes nothing."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from gage.cli.command import Command, Parser
from gage.cli.gagefile import default_operation, project_gagefile, warn_of_errors
from gage.cli.options import add_format_options, current_project
from gage.cli.output import say, write, write_csv, write_json
from gage.gagefile.load import errors_of
from gage.gagefile.model import Gagefile
from gage.runs.summary import Scalar, scalar

_HELP = """\
List the operations of the project.

With -v, all of each description and a table of its flags: types, bounds and choices, defaults, what they are for."""


def _arguments(parser: Parser) -> None:
    parser.add_argument("-v", "--verbose", action="store_true", help="also the flags of each operation")
    add_format_options(parser)


def _run(options: argparse.Namespace) -> int:
    """Print name and description, sorted by name."""
    project = current_project(tells=False)
    gagefile, errors = project_gagefile(project)
    broken = {name for name in gagefile.operations if errors and errors_of(gagefile.document, errors, name)}
    if options.json:
        write_json(_objects(gagefile, project.directory if options.verbose else None))
    elif options.csv:
        write_csv(_csv_rows(_objects(gagefile, project.directory if options.verbose else None)))
    elif not gagefile.operations:
        if not errors:
            say("The gagefile declares no operations yet.")
    elif options.verbose:
        _print_all(gagefile, broken, project.directory)
    else:
        from gage.cli.console import print_table

        rows = [_row(operation, operation["operation"] in broken) for operation in _objects(gagefile, None)]
        print_table(("operation", "description"), rows)
    warn_of_errors(project, errors)
    return 0


command = Command(_HELP, _arguments, _run)


def _objects(gagefile: Gagefile, project_dir: Path | None) -> list[dict[str, Any]]:
    """The objects of docs/interfaces.md, with flags where a project is given to read them from."""
    default = default_operation(gagefile)
    objects = []
    for name, operation in sorted(gagefile.operations.items()):
        told: dict[str, Any] = {
            "operation": name,
            "description": operation.description,
            "default": operation is default,
        }
        if project_dir:
            from gage.config.flags_of import flag_objects, flags_of

            told["flags"] = flag_objects(flags_of(operation, project_dir))
        objects.append(told)
    return objects


def _csv_rows(objects: list[dict[str, Any]]) -> Iterator[list[Scalar]]:
    """A row for each operation or, where flags were asked for, for each of these."""
    if not any("flags" in each for each in objects):
        yield ["operation", "description", "default"]
        yield from (list(each.values()) for each in objects)
        return
    flags = [
        (each["operation"], {**flag, "choices": scalar(flag["choices"])}) for each in objects for flag in each["flags"]
    ]
    yield ["operation", *(flags[0][1] if flags else ())]
    yield from ([name, *flag.values()] for name, flag in flags)


def _print_all(gagefile: Gagefile, broken: set[str], project_dir: Path) -> None:
    from gage.cli.operation_help import print_operation

    default = default_operation(gagefile)
    for index, (name, operation) in enumerate(sorted(gagefile.operations.items())):
        if index:
            write("\n")
        print_operation(operation, project_dir, _marks(operation is default, name in broken))


def _row(operation: dict[str, Any], is_broken: bool) -> tuple[str, str]:
    line = (operation["description"] or "").strip().partition("\n")[0]
    return operation["operation"], " ".join([line, *_marks(operation["default"], is_broken)]).strip()


def _marks(is_default: bool, is_broken: bool) -> list[str]:
    return ["(default)"] * is_default + ["(has errors)"] * is_broken
