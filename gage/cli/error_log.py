"""What is kept of an error that nobody expected, for those who mend it; secrets that can be known are hidden."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Mapping, Sequence

_MOST_LOGS = 20
_LONGEST = 200_000
"""Characters of a log; of a longer traceback the middle is left out."""

_LONGEST_MESSAGE = 200


def unexpected(error: BaseException, arguments: Sequence[str]) -> str:
    """Keep an error in a log, and say in one line what it is, where the log is and how to report it."""
    shown, kept = _shown(error, arguments), keep(error, arguments)
    if os.path.isabs(kept):
        return f"an error in Gage itself: {shown}; please report it{_where()} with the file {kept}"
    return f"an error in Gage itself: {shown}; {kept}, but GAGE_DEBUG=1 shows it; please report it{_where()}"


def _shown(error: BaseException, arguments: Sequence[str]) -> str:
    """The kind of an error, and the first line of what it says."""
    kind = type(error).__name__
    try:
        lines = _hidden(str(error), arguments, os.environ).strip().splitlines()
    except Exception:  # noqa: BLE001  # what hides secrets may be what is broken
        return kind
    message = f"{kind}: {lines[0][:_LONGEST_MESSAGE]}" if lines else kind
    return "".join(char if char.isprintable() else "\ufffd" for char in message)


def keep(error: BaseException, arguments: Sequence[str]) -> str:
    """Write an error into a log of its own; its path is returned, or why there is none. Never raises for any error."""
    directory = log_directory(os.environ)
    try:
        text = _hidden(_told(error, arguments), arguments, os.environ)
        os.makedirs(directory, mode=0o700, exist_ok=True)
        now = f"{time.strftime('%Y-%m-%dT%H-%M-%S')}.{time.time_ns() // 1_000 % 1_000_000:06}"
        path = os.path.join(directory, f"{now}-{os.getpid()}.log")
        # Another user's link in a place that everyone may write to must not lead us astray.
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
        with open(os.open(path, flags, 0o600), "w", encoding="utf-8", errors="backslashreplace") as stream:
            stream.write(text)
        _drop_oldest(directory)
    except OSError as refused:
        return f"no log can be kept in {directory} ({refused.strerror})"
    except Exception as second:  # noqa: BLE001  # told, with the first: this is where errors end
        return f"no log can be made of it ({type(second).__name__})"
    return path


def log_errors_of_threads(arguments: Sequence[str]) -> None:
    """Tell of errors that end a thread as of those that end the command; Python would print a traceback."""
    import threading

    from gage.cli.output import say

    def tell(ended: threading.ExceptHookArgs) -> None:
        if ended.exc_value is not None:
            say(f"gage: {unexpected(ended.exc_value, arguments)}")

    if not os.environ.get("GAGE_DEBUG"):
        threading.excepthook = tell


def log_directory(environ: Mapping[str, str]) -> str:
    """``$XDG_STATE_HOME/gage/errors``, or what the system has in its place; it need not exist."""
    home = environ.get("HOME") or os.path.expanduser("~")
    if environ.get("XDG_STATE_HOME"):
        state = environ["XDG_STATE_HOME"]
    elif sys.platform == "win32" and environ.get("LOCALAPPDATA"):
        state = environ["LOCALAPPDATA"]
    else:
        state = os.path.join(home, "Library/Logs" if sys.platform == "darwin" else ".local/state")
    return os.path.abspath(os.path.join(state, "gage", "errors"))


def _told(error: BaseException, arguments: Sequence[str]) -> str:
    import platform
    import shlex
    import traceback

    from gage import __version__

    trace = "".join(traceback.format_exception(type(error), error, error.__traceback__))
    if len(trace) > _LONGEST:
        half = _LONGEST // 2
        trace = f"{trace[:half]}\n… {len(trace) - _LONGEST:,} characters left out …\n{trace[-half:]}"
    about = {
        "time": time.strftime("%Y-%m-%dT%H:%M:%S%z"),
        "command": shlex.join(["gage", *arguments]),
        "gage": __version__,
        "python": f"{platform.python_version()} ({sys.executable})",
        "platform": platform.platform(),
        **{name: value for name, value in sorted(os.environ.items()) if name.startswith("GAGE_")},
    }
    lines = [f"{name}: {text}" for name, text in about.items()]
    return "\n".join([*lines, "", trace])


def _hidden(text: str, arguments: Sequence[str], environ: Mapping[str, str]) -> str:
    """The text without what looks like a password or a token, wherever it comes from."""
    from gage.engine.masking import Masking
    from gage.gagefile.secrets import is_secret

    given = [word.removeprefix("--env=").partition("=")[::2] for word in arguments]
    known = {value: name for name, value in [*environ.items(), *given] if value and is_secret(name.lstrip("-"), value)}
    return Masking(known).hide_all(text)


def _drop_oldest(directory: str) -> None:
    logs = sorted(name for name in os.listdir(directory) if name.endswith(".log"))
    for name in logs[:-_MOST_LOGS]:
        os.unlink(os.path.join(directory, name))


def _where() -> str:
    """Where the installed package says that it takes reports."""
    from importlib.metadata import PackageNotFoundError, metadata

    try:
        urls = metadata("gage-ls").get_all("Project-URL") or []
    except PackageNotFoundError:
        return ""
    return next((f" at {url}" for name, _, url in (each.partition(", ") for each in urls) if name == "Issues"), "")
