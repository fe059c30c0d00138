"""`gage show`: shows one run: attributes, config, metrics, files and output; changes nothing."""

from __future__ import annotations

import json
import sys
from typing import Any

import click

from gage.cli.options import current_project, json_option
from gage.runs.output import output_tail, read_output
from gage.runs.run import Run
from gage.runs.run_object import run_details
from gage.runs.select import select_run
from gage.runs.store import RunStore

_MOST_FILES = 40
_OUTPUT_BYTES = 4_000


@click.command(
    "show",
    help="Show a run.\n\nRUN is a position in the list (1 is the newest), or the beginning of a run's name or id; "
    "without it the newest run is shown.",
)
@click.argument("run", required=False)
@click.option("-o", "--output", "only_output", is_flag=True, help="Print only what the run printed, byte for byte.")
@click.option("--all-files", is_flag=True, help=f"List all files, not only {_MOST_FILES}.")
@json_option
def command(run: str | None, only_output: bool, all_files: bool, as_json: bool) -> None:
    """Print sections, the raw output, or the run object of docs/interfaces.md."""
    project = current_project()
    found = select_run(RunStore(project.runs_dir).runs(), run)
    if only_output:
        sys.stdout.flush()
        sys.stdout.buffer.write(read_output(found))
        sys.stdout.buffer.flush()
        return
    details = run_details(found)
    if as_json:
        click.echo(json.dumps(details, indent=2, ensure_ascii=False))
        return
    _print(found, details, project.namespace, None if all_files else _MOST_FILES)


def _print(run: Run, details: dict[str, Any], namespace: str, most_files: int | None) -> None:
    from gage.cli.console import print_section, print_title, status
    from gage.cli.run_table import ago, operation_name, value

    title = status(details["status"])
    title.append(f"  {details['name']}  {operation_name(details, namespace)}", style="bold not italic default")
    print_title(title)
    started, stopped = details["started"], details["stopped"]
    about = {
        "id": details["id"],
        "label": details["label"],
        "started": started and f"{started} ({ago(started)})",
        "stopped": stopped,
        "duration": details["duration"] is not None and f"{details['duration']:.3f} seconds",
        "exit code": None if details["exit_code"] is None else str(details["exit_code"]),
        "command": _command(details["command"]),
        "project": details["project"],
        "directory": details["run_dir"],
    }
    print_section("Run", [(name, str(text)) for name, text in about.items() if text])
    for name in ("config", "metrics", "attributes"):
        if details[name]:
            print_section(name.capitalize(), [(key, value(scalar)) for key, scalar in sorted(details[name].items())])
    _print_files(details["files"], most_files)
    output = output_tail(run, _OUTPUT_BYTES).decode("utf-8", "replace").rstrip()
    if output:
        print_title("Output")
        click.echo("".join(char if char.isprintable() or char in "\n\t" else " " for char in output))


def _command(command: str | list[str] | None) -> str:
    import shlex

    return shlex.join(command) if isinstance(command, list) else command or ""


def _print_files(files: list[dict[str, Any]], most: int | None) -> None:
    from gage.cli.console import print_table, print_title

    if not files:
        return
    order = ("generated", "dependency", "source code", "runtime")
    ordered = sorted(files, key=lambda file: (order.index(file["type"]) if file["type"] in order else 9, file["path"]))
    total = sum(file["size"] or 0 for file in files)
    print_title(f"Files ({len(files)}, {total:,} bytes)")
    rows = [(file["path"], file["type"], f"{file['size'] or 0:,}") for file in ordered[:most]]
    print_table(("path", "type", "bytes"), rows)
    if most is not None and len(files) > most:
        print_title(f"… and {len(files) - most} more; use --all-files to list them")
