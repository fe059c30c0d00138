"""What commands print, and how errors reach the person; hides nothing that is not theirs to mend."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from gage.errors import GageError

if TYPE_CHECKING:
    from gage.runs.summary import Scalar


def write(text: str) -> None:
    """Print a result, which is all that goes to stdout."""
    sys.stdout.write(text)


def write_text(text: str) -> None:
    """Print what people or programs wrote: as it is for programs, and harmless on a terminal."""
    write(visible(text.replace("\r\n", "\n")) if sys.stdout.isatty() else text)


def write_json(data: Any) -> None:
    """Print a result for programs."""
    write(json.dumps(data, indent=2, ensure_ascii=False) + "\n")


def write_csv(rows: Iterable[Sequence[Scalar]]) -> None:
    """Print a table for programs, as RFC 4180 has it: in UTF-8, lines that end in CR LF, values in full."""
    import csv
    import io

    text = io.StringIO(newline="")
    csv.writer(text).writerows([_csv_value(value) for value in row] for row in rows)
    sys.stdout.flush()
    sys.stdout.buffer.write(text.getvalue().encode("utf-8", "backslashreplace"))


def _csv_value(value: Scalar) -> Scalar:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str) and sys.stdout.isatty():
        return "".join(char if char.isprintable() or char in "\r\n\t" else "\ufffd" for char in value)
    return value


def write_bytes(descriptor: int, data: bytes) -> None:
    """Write past Python's buffers, which would keep, and try again at exit, what cannot be written. Raises OSError."""
    while data:
        data = data[os.write(descriptor, data) :]


def visible(text: str) -> str:
    """A text as it may be printed: control characters of what people and programs wrote must not reach the terminal.

    Spaces of every width stay, and the joiners that Persian, Hindi and emoji are written with.
    """
    if text.isprintable():
        return text
    from unicodedata import category

    return "".join(
        char if char.isprintable() or char in "\n\t\u200c\u200d" or category(char) == "Zs" else "\ufffd"
        for char in text
    )


def say(text: str, start: str = "") -> None:
    """Print a line for people, on stderr: it is no result. ``start`` is what it begins with, colours and all."""
    sys.stdout.flush()
    sys.stderr.write(f"{start}{' ' if start else ''}{visible(text)}\n")


def lead(style: str) -> str:
    """What Gage's own messages begin with on stderr, in the style of an error or a warning."""
    from gage.cli.color import paint

    return paint("gage:", style, sys.stderr)


@contextmanager
def exit_on_error() -> Iterator[None]:
    """Turn errors that a person can mend into a message and an exit."""
    for stream in (sys.stdout, sys.stderr):
        # What a terminal's encoding does not have is shown escaped.
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]  # both are text files
    try:
        yield
        sys.stdout.flush()
    except GageError as error:
        say(str(error), lead("error"))
        sys.exit(error.exit_code)
    except BrokenPipeError:
        # The reader of our output has left, as `| head` does. Python would complain once more when it closes stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
