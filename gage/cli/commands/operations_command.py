"""`gage operations`: lists what the project can run; executes nothing."""

from __future__ import annotations

import argparse
from typing import Any

from gage.cli.command import Command
from gage.cli.gagefile import project_gagefile, warn_of_errors
from gage.cli.options import add_json_option, current_project
from gage.cli.output import say, write_json
from gage.gagefile.model import Gagefile


def _run(options: argparse.Namespace) -> int:
    """Print name and description, sorted by name."""
    project = current_project()
    gagefile, errors = project_gagefile(project)
    if options.json:
        write_json(_objects(gagefile))
    elif gagefile.operations:
        from gage.cli.console import print_table

        print_table(("operation", "description"), [_row(operation) for operation in _objects(gagefile)])
    else:
        say("The gagefile declares no operations yet.")
    warn_of_errors(project, errors)
    return 0


command = Command("List the operations of the project.", add_json_option, _run)


def _objects(gagefile: Gagefile) -> list[dict[str, Any]]:
    default = gagefile.default_operation
    return [
        {"operation": name, "description": operation.description, "default": operation is default}
        for name, operation in sorted(gagefile.operations.items())
    ]


def _row(operation: dict[str, Any]) -> tuple[str, str]:
    line = (operation["description"] or "").strip().partition("\n")[0]
    return operation["operation"], f"{line} (default)".strip() if operation["default"] else line
