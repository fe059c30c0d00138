"""One run in panels: what it is, was made with, came to, left behind, printed, and was said of; asks nothing more."""

from __future__ import annotations

from typing import Any

from gage.cli.console import print_table, status
from gage.cli.metric_table import print_metrics
from gage.cli.panels import print_columns, print_head, print_text, print_values
from gage.cli.run_provenance import provenance_rows
from gage.cli.run_table import ago, dependency_row, operation_name
from gage.cli.seen_output import seen
from gage.runs.known_project import KnownProject
from gage.runs.output import output_tail
from gage.runs.output_part import PHASES
from gage.runs.run import Run
from gage.runs.words import counted, value

_OUTPUT_BYTES = 4_000
_FILE_TYPES = ("generated", "dependency", "source code", "runtime")


def print_run(run: Run, details: dict[str, Any], project: KnownProject, most_files: int | None) -> None:
    """All that ``details``, the object of ``gage show --json``, tells of a run."""
    title = status(details["status"])
    title.append(f"  {details['name']}  {operation_name(details, project)}", style="heading")
    if details["label"]:
        title.append(f"  {details['label']}")
    print_head(title)
    print_values("Run", _about(details))
    if details["config"]:
        print_values("Config", _rows(details["config"]))
    print_metrics(run, details)
    if details["attributes"]:
        print_values("Attributes", _rows(details["attributes"]))
    for name, rows in provenance_rows(details).items():
        print_values(name, rows)
    if details["dependencies"]:
        print_values("Dependencies", [dependency_row(each) for each in details["dependencies"]])
    print_files(details["files"], most_files)
    _print_output(run)
    if details["comments"]:
        print_comments(details["comments"])


def print_comments(comments: list[dict[str, Any]]) -> None:
    """What people wrote below a run, oldest first."""
    rows = [(f"{comment['author']}, {ago(comment['time'])}", comment["message"]) for comment in comments]
    print_values("Comments", rows)


def print_files(files: list[dict[str, Any]], most: int | None) -> None:
    """The files of a run in a panel that says how many there are, and how large they are together."""
    if not files:
        return
    headers, rows = file_rows(files, most)
    title = f"Files ({len(files):,}, {sum(file['size'] or 0 for file in files):,} bytes)"
    if len(rows) < len(files):
        title += f": {len(rows):,} are listed; '--all-files' lists all"
    print_columns(title, headers, rows, wide=headers[0], numbers=headers[2:])


def print_file_table(files: list[dict[str, Any]], most: int | None) -> None:
    """The files of a run as a table alone."""
    print_table(*file_rows(files, most))


def file_rows(files: list[dict[str, Any]], most: int | None) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Headers, and a row for each file: first what the run made."""
    kinds = {kind: place for place, kind in enumerate(_FILE_TYPES)}
    ordered = sorted(files, key=lambda file: (kinds.get(file["type"], len(kinds)), file["path"]))
    rows: list[tuple[str, ...]] = [(file["path"], file["type"], f"{file['size'] or 0:,}") for file in ordered[:most]]
    return ("path", "type", "bytes"), rows


def _about(details: dict[str, Any]) -> list[tuple[str, str]]:
    started, stopped = details["started"], details["stopped"]
    about = {
        "id": details["id"],
        "name": details["name"],
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
    return [(name, str(text)) for name, text in about.items() if text]


def _rows(values: dict[str, Any]) -> list[tuple[str, str]]:
    return [(name, value(each)) for name, each in sorted(values.items())]


def _origin(origin: dict[str, str] | None) -> str | None:
    if origin is None:
        return None
    what = {"proto": "config of", "restart": "config and source code of"}
    return f"{what[origin['how']]} {origin['name']} ({origin['id']})"


def _command(command: str | list[str] | None) -> str:
    import shlex

    return shlex.join(command) if isinstance(command, list) else command or ""


def _print_output(run: Run) -> None:
    """The end of what the commands of each phase printed."""
    for member, size in run.record.sizes(PHASES).items():
        is_cut = size > _OUTPUT_BYTES
        text = seen(output_tail(run, _OUTPUT_BYTES, member), is_cut)
        if text:
            phase = PHASES[member]
            title = "Output" if phase == "run" else f"Output of {phase}"
            print_text(f"{title} (the end of {counted(size, 'byte')})" if is_cut else title, text)
