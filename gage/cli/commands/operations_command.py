"""`gage operations`: lists what the project can run; executes nothing."""

from __future__ import annotations

import json
from typing import Any

import click

from gage.cli.gagefile import project_gagefile, warn_of_errors
from gage.cli.options import current_project, json_option
from gage.gagefile.model import Gagefile


@click.command("operations", help="List the operations of the project.")
@json_option
def command(as_json: bool) -> None:
    """Print name and description, sorted by name."""
    project = current_project()
    gagefile, errors = project_gagefile(project)
    if as_json:
        click.echo(json.dumps(_objects(gagefile), indent=2, ensure_ascii=False))
    elif gagefile.operations:
        from gage.cli.console import print_table

        print_table(("operation", "description"), [_row(operation) for operation in _objects(gagefile)])
    else:
        click.echo("The gagefile declares no operations yet.", err=True)
    warn_of_errors(project, errors)


def _objects(gagefile: Gagefile) -> list[dict[str, Any]]:
    default = gagefile.default_operation
    return [
        {"operation": name, "description": operation.description, "default": operation is default}
        for name, operation in sorted(gagefile.operations.items())
    ]


def _row(operation: dict[str, Any]) -> tuple[str, str]:
    line = (operation["description"] or "").strip().partition("\n")[0]
    return operation["operation"], f"{line} (default)".strip() if operation["default"] else line
