"""What commands print, and how errors reach the person; hides nothing that is not theirs to mend."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NoReturn, TextIO

from gage.errors import GageError

if TYPE_CHECKING:
    from gage.runs.summary import Scalar

_INTERRUPTED = 130
_UNEXPECTED = 70
"""Exit code of an error in Gage itself, which no command of an operation and no other end has by custom."""


class OutputError(GageError):
    """What is printed reaches nobody: the disk it is written to is full, or the like."""


class _Stdout(io.FileIO):
    """Our output, whose errors are thus told apart from those of other files."""

    def write(self, data: Any) -> int:
        """As files do it. Raises OutputError, BrokenPipeError."""
        if not data:
            return 0
        try:
            return super().write(data)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise OutputError(_unwritable(error)) from None


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
    """Print a line for people, on stderr: it is no result, and where it cannot be printed nobody misses it.

    ``start`` is what it begins with, colours and all.
    """
    sys.stdout.flush()
    try:
        sys.stderr.write(f"{start}{' ' if start else ''}{visible(text)}\n")
    except OSError:
        _give_up(sys.stderr)


def lead(style: str) -> str:
    """What Gage's own messages begin with on stderr, in the style of an error or a warning."""
    from gage.cli.color import paint

    return paint("gage:", style, sys.stderr)


@contextmanager
def exit_on_error(arguments: Sequence[str] = ()) -> Iterator[None]:
    """Turn every error into a line and an exit code; one that nobody expected is kept in a log, with `arguments`."""
    _open_streams()
    try:
        try:
            yield
        finally:
            sys.stdout.flush()
    except (OutputError, BrokenPipeError) as error:
        end_without_output(error)
    except GageError as error:
        _end(str(error), error.exit_code)
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)
    except OSError as error:
        if os.environ.get("GAGE_DEBUG"):
            raise
        _end(_of_system(error, arguments), 1)
    except MemoryError as error:
        _end(_kept("there is not enough memory for this", error, arguments), 1)
    except Exception as error:
        if os.environ.get("GAGE_DEBUG"):
            raise
        from gage.cli.error_log import unexpected

        _end(unexpected(error, arguments), _UNEXPECTED)


def end_without_output(error: Exception) -> NoReturn:
    """End where the output cannot be written. Of a reader who has left, as `| head` does, nothing is said."""
    _give_up(sys.stdout)
    if isinstance(error, BrokenPipeError):
        sys.exit(1)
    _end(str(error) if isinstance(error, OutputError) else _unwritable(error), OutputError.exit_code)


def _open_streams() -> None:
    for name in ("stdin", "stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            # Closed by the caller, as `>&-` does. What takes its place is open to the end of the process.
            setattr(sys, name, open(os.devnull, "r" if name == "stdin" else "w", encoding="utf-8"))  # noqa: SIM115
        elif name != "stdin":
            # What a terminal's encoding does not have is shown escaped.
            stream.reconfigure(errors="backslashreplace")
        if name == "stdout" and isinstance(stream, io.TextIOWrapper):
            _tell_apart(stream)


def _tell_apart(stdout: io.TextIOWrapper) -> None:
    """Write through `_Stdout`, unless this is a console of Windows, which is no file."""
    is_buffered = not isinstance(stdout.buffer, io.FileIO)
    if not isinstance(getattr(stdout.buffer, "raw", stdout.buffer), io.FileIO):
        return
    raw = _Stdout(stdout.fileno(), "w", closefd=False)
    sys.stdout = io.TextIOWrapper(
        io.BufferedWriter(raw) if is_buffered else raw,  # as Python itself does with -u
        encoding=stdout.encoding,
        errors=stdout.errors,
        line_buffering=stdout.line_buffering,
        write_through=not is_buffered,
    )


def _of_system(error: OSError, arguments: Sequence[str]) -> str:
    """What the system refused, and where; no mistake of Gage, but the place of it helps who looks for the cause."""
    what = error.strerror or type(error).__name__
    place = "" if error.filename is None else f"{os.fsdecode(error.filename)!r}: "
    return _kept(f"{place}{what}", error, arguments)


def _kept(message: str, error: Exception, arguments: Sequence[str]) -> str:
    from gage.cli.error_log import keep

    kept = keep(error, arguments)
    return f"{message}; {f'the file {kept} tells more' if os.path.isabs(kept) else kept}"


def _end(message: str, code: int) -> NoReturn:
    say(message, lead("error"))
    sys.exit(code)


def _unwritable(error: Exception) -> str:
    return f"the output cannot be written: {error.strerror if isinstance(error, OSError) else error}"


def _give_up(stream: TextIO) -> None:
    """Let what waits to be written go nowhere: Python would try again, and complain, when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
