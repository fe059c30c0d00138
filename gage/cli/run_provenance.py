"""What a run was made of and what it took, as rows for people; says nothing of what is not recorded."""

from __future__ import annotations

from typing import Any

from gage.runs.words import counted

Row = tuple[str, str]


def provenance_rows(details: dict[str, Any]) -> dict[str, list[Row]]:
    """Titled lists of names and values, from the run object that ``gage show --json`` prints."""
    sections = {"Source": _source(details), "System": _system(details), "Phases": _phases(details["phases"])}
    return {title: rows for title, rows in sections.items() if rows}


def _source(details: dict[str, Any]) -> list[Row]:
    git = details["git"] or {}
    changed = {True: "yes; 'gage show --diff' prints them", False: "none", None: None}
    return _known(
        {
            "commit": git.get("commit"),
            "branch": git.get("branch"),
            "changes": changed[git.get("dirty")],
            "note": git.get("note"),
            "digest": details["source_digest"],
        }
    )


def _system(details: dict[str, Any]) -> list[Row]:
    machine, python = details["machine"] or {}, details["python"] or {}
    return _known(
        {
            "platform": details["platform"],
            "host": machine.get("host"),
            "user": machine.get("user"),
            "processors": machine.get("processors"),
            "memory": _size(machine.get("memory")),
            "gpus": ", ".join(machine.get("gpus", [])),
            "python": " ".join(filter(None, (python.get("version"), python.get("executable")))),
            "packages": counted(len(python["packages"]), "package") if python.get("packages") else None,
        }
    )


def _phases(phases: dict[str, dict[str, Any]]) -> list[Row]:
    return [(name, ", ".join(_figures(figures))) for name, figures in phases.items() if figures]


def _figures(figures: dict[str, Any]) -> list[str]:
    found = [f"{figures['seconds']:.3f} seconds"] if "seconds" in figures else []
    if "cpu_seconds" in figures:
        found.append(f"{figures['cpu_seconds']:.3f} of processor time")
    if "peak_memory" in figures:
        found.append(f"at most {_size(figures['peak_memory'])}")
    return found


def _size(count: int | None) -> str | None:
    """Bytes in the unit people think of memory in."""
    if count is None:
        return None
    return f"{count / (1 << 30):.1f} GiB" if count >= 1 << 30 else f"{count / (1 << 20):.1f} MiB"


def _known(rows: dict[str, Any]) -> list[Row]:
    return [(name, str(value)) for name, value in rows.items() if value]
