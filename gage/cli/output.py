"""What commands print, and how errors reach the person; hides nothing that is not theirs to mend."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from gage.errors import GageError


def write(text: str) -> None:
    """Print a result, which is all that goes to stdout."""
    sys.stdout.write(text)


def write_json(data: Any) -> None:
    """Print a result for programs."""
    write(json.dumps(data, indent=2, ensure_ascii=False) + "\n")


def write_bytes(descriptor: int, data: bytes) -> None:
    """Write past Python's buffers, which would keep, and try again at exit, what cannot be written. Raises OSError."""
    while data:
        data = data[os.write(descriptor, data) :]


def say(text: str) -> None:
    """Print a line for people, on stderr: it is no result."""
    sys.stdout.flush()
    sys.stderr.write(f"{text}\n")


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
        say(f"gage: {error}")
        sys.exit(error.exit_code)
    except BrokenPipeError:
        # The reader of our output has left, as `| head` does. Python would complain once more when it closes stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
