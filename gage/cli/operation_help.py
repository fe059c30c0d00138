"""What an operation is and which flags it has, for people and programs; runs nothing."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from gage.cli.output import say, visible, write
from gage.config.flags_of import Flag, flags_of
from gage.config.resolve import spelled
from gage.gagefile.model import Operation


def print_operation(operation: Operation, project_dir: Path, marks: Iterable[str] = ()) -> None:
    """Print the name, with marks behind it, all of the description, and a table of flags."""
    from gage.cli.console import Styled, print_table, print_title

    print_title(Styled(visible(" ".join([operation.name, *marks])), "heading"))
    for line in (operation.description or "").strip().splitlines():
        write(visible(f"  {line}".rstrip()) + "\n")
    found = flags_of(operation, project_dir)
    for warning in found.warnings:
        say(f"gage: {warning}")
    if found.flags:
        rows = [(flag.name, _type(flag), _default(flag), _about(flag)) for flag in found.flags]
        print_table(("flag", "type", "default", "description"), rows, wide="description")
    else:
        write("  It has no flags.\n")


def _type(flag: Flag) -> str:
    """The type with its bounds, or the choices, which say it better."""
    if flag.choices:
        return f"one of {', '.join(map(spelled, flag.choices))}"
    least, most = flag.least, flag.most
    if least is not None and most is not None:
        return f"{flag.type}, {least} to {most}"
    if least is not None:
        return f"{flag.type}, at least {least}"
    return flag.type if most is None else f"{flag.type}, at most {most}"


def _default(flag: Flag) -> str:
    if flag.required:
        return "must be given"
    return "" if flag.default is None and flag.file is None else spelled(flag.default)


def _about(flag: Flag) -> str:
    line = (flag.description or "").strip().partition("\n")[0]
    return line or (f"in {flag.file}" if flag.file else "")
