"""`gage operations`: lists what the project can run; executes nothing."""

from __future__ import annotations

import argparse
from typing import Any

from gage.cli.command import Command
from gage.cli.gagefile import default_operation, project_gagefile, warn_of_errors
from gage.cli.options import add_format_options, current_project
from gage.cli.output import say, write_csv, write_json
from gage.gagefile.load import errors_of
from gage.gagefile.model import Gagefile


def _run(options: argparse.Namespace) -> int:
    """Print name and description, sorted by name."""
    project = current_project(tells=False)
    gagefile, errors = project_gagefile(project)
    if options.json:
        write_json(_objects(gagefile))
    elif options.csv:
        objects = _objects(gagefile)
        write_csv([["operation", "description", "default"], *(list(each.values()) for each in objects)])
    elif gagefile.operations:
        from gage.cli.console import print_table

        broken = {name for name in gagefile.operations if errors_of(gagefile.document, errors, name)}
        rows = [_row(operation, operation["operation"] in broken) for operation in _objects(gagefile)]
        print_table(("operation", "description"), rows)
    elif not errors:
        say("The gagefile declares no operations yet.")
    warn_of_errors(project, errors)
    return 0


command = Command("List the operations of the project.", add_format_options, _run)


def _objects(gagefile: Gagefile) -> list[dict[str, Any]]:
    default = default_operation(gagefile)
    return [
        {"operation": name, "description": operation.description, "default": operation is default}
        for name, operation in sorted(gagefile.operations.items())
    ]


def _row(operation: dict[str, Any], is_broken: bool) -> tuple[str, str]:
    line = (operation["description"] or "").strip().partition("\n")[0]
    marks = ["(default)"] * operation["default"] + ["(has errors)"] * is_broken
    return operation["operation"], " ".join([line, *marks]).strip()
