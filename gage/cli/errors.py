"""How errors reach the person: one line on stderr and an exit code; hides nothing that is not theirs to mend."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from gage.errors import GageError


@contextmanager
def exit_on_error() -> Iterator[None]:
    """Turn errors that a person can mend into a message and an exit."""
    try:
        yield
    except GageError as error:
        click.echo(f"gage: {error}", err=True)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        # The reader of our output has left, as `| head` does. Python would complain once more when it closes stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
