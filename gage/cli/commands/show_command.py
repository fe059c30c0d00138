"""`gage show`: shows one run: attributes, config, metrics, files and output; changes nothing."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from gage.cli.command import Command
from gage.cli.options import count, current_project
from gage.cli.output import write, write_json
from gage.cli.run_selection import one_run
from gage.runs.known_project import KnownProject
from gage.runs.output import output_tail, read_output
from gage.runs.provenance import DIFF
from gage.runs.run import Run
from gage.runs.run_object import run_details
from gage.runs.store import RunStore

_HELP = """\
Show a run: attributes, config, metrics, files and output.

RUN is a position in the list (1 is the newest), or the beginning of a run's name or id; without it the newest run is
shown."""
_MOST_FILES = 40
_OUTPUT_BYTES = 4_000


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("run", metavar="RUN", nargs="?", help="position, or beginning of a name or id")
    part = parser.add_mutually_exclusive_group()
    part.add_argument("-o", "--output", action="store_true", help="print only what the run printed, byte for byte")
    part.add_argument("--diff", action="store_true", help="print only what was changed since the commit, as a patch")
    part.add_argument("-c", "--config", action="store_true", help="print only the config")
    part.add_argument("-s", "--summary", action="store_true", help="print only metrics and attributes")
    part.add_argument("-f", "--files", action="store_true", help="print only the files")
    part.add_argument("--json", action="store_true", help="print JSON for other programs")
    files = parser.add_mutually_exclusive_group()
    files.add_argument(
        "--limit-files", type=count, metavar="N", default=_MOST_FILES, help=f"list N files (default: {_MOST_FILES})"
    )
    files.add_argument("--all-files", action="store_true", help="list all files")


def _run(options: argparse.Namespace) -> int:
    """Print sections, the raw output, or the run object of docs/interfaces.md."""
    project = current_project()
    found = one_run(RunStore(project.runs_dir), options.run)
    if options.output:
        sys.stdout.buffer.write(read_output(found))
        return 0
    if options.diff:
        sys.stdout.buffer.write(found.record.read(DIFF) or b"")
        return 0
    details = run_details(found, project.known)
    most_files = None if options.all_files else options.limit_files
    if options.json:
        write_json(details)
    elif options.config:
        _print_values([("", details["config"])])
    elif options.summary:
        _print_values([("metric", details["metrics"]), ("attribute", details["attributes"])])
    elif options.files:
        _print_file_table(details["files"], most_files)
    else:
        _print(found, details, project.known, most_files)
    return 0


command = Command(_HELP, _arguments, _run)


def _print(run: Run, details: dict[str, Any], project: KnownProject, most_files: int | None) -> None:
    from gage.cli.console import print_section, print_title, status
    from gage.cli.run_provenance import provenance_rows
    from gage.cli.run_table import ago, dependency_row, operation_name
    from gage.runs.words import value

    title = status(details["status"])
    title.append(f"  {details['name']}  {operation_name(details, project)}", style="heading")
    print_title(title)
    started, stopped = details["started"], details["stopped"]
    about = {
        "id": details["id"],
        "label": details["label"],
        "tags": " ".join(details["tags"]),
        "started": started and f"{started} ({ago(started)})",
        "stopped": stopped,
        "duration": details["duration"] is not None and f"{details['duration']:.3f} seconds",
        "exit code": None if details["exit_code"] is None else str(details["exit_code"]),
        "command": _command(details["command"]),
        "from": _origin(details["from"]),
        "project": details["project"],
        "directory": details["run_dir"],
    }
    print_section("Run", [(name, str(text)) for name, text in about.items() if text])
    steps = {each["name"]: _steps(each) for each in details["series"]}
    for name in ("config", "metrics", "attributes"):
        if details[name]:
            beside = steps if name == "metrics" else {}
            rows = [(key, value(each) + beside.get(key, "")) for key, each in sorted(details[name].items())]
            print_section(name.capitalize(), rows)
    for name, rows in provenance_rows(details).items():
        print_section(name, rows)
    if details["dependencies"]:
        print_section("Dependencies", [dependency_row(each) for each in details["dependencies"]])
    _print_files(details["files"], most_files)
    if details["comments"]:
        said = [(f"{comment['author']}, {ago(comment['time'])}", comment["message"]) for comment in details["comments"]]
        print_section("Comments", said)
    output = output_tail(run, _OUTPUT_BYTES).decode("utf-8", "replace").rstrip()
    if output:
        print_title("Output")
        write("".join(char if char.isprintable() or char in "\n\t" else " " for char in output) + "\n")


def _print_values(kinds: list[tuple[str, dict[str, Any]]]) -> None:
    """A table of names and values, which says the kind of each where there are several."""
    from gage.cli.console import print_table
    from gage.runs.words import value

    headers = ("name", "value", "type") if len(kinds) > 1 else ("name", "value")
    rows = [(name, value(scalar), kind) for kind, values in kinds for name, scalar in sorted(values.items())]
    print_table(headers, [row[: len(headers)] for row in rows])


def _steps(series: dict[str, Any]) -> str:
    from gage.runs.words import counted

    return f"  (step {series['step']}, {counted(series['points'], 'point')})"


def _origin(origin: dict[str, str] | None) -> str | None:
    if origin is None:
        return None
    what = {"proto": "config of", "restart": "config and source code of"}
    return f"{what[origin['how']]} {origin['name']} ({origin['id']})"


def _command(command: str | list[str] | None) -> str:
    import shlex

    return shlex.join(command) if isinstance(command, list) else command or ""


def _print_files(files: list[dict[str, Any]], most: int | None) -> None:
    from gage.cli.console import print_title

    if not files:
        return
    total = sum(file["size"] or 0 for file in files)
    print_title(f"Files ({len(files)}, {total:,} bytes)")
    _print_file_table(files, most)
    if most is not None and len(files) > most:
        print_title(f"… and {len(files) - most} more; use --all-files to list them")


def _print_file_table(files: list[dict[str, Any]], most: int | None) -> None:
    from gage.cli.console import print_table

    order = ("generated", "dependency", "source code", "runtime")
    ordered = sorted(files, key=lambda file: (order.index(file["type"]) if file["type"] in order else 9, file["path"]))
    rows = [(file["path"], file["type"], f"{file['size'] or 0:,}") for file in ordered[:most]]
    print_table(("path", "type", "bytes"), rows)
