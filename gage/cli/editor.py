"""Text that a person writes in an editor; starts none where nobody chose one and nobody sits at a terminal."""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path

from gage.cli.command import UsageError
from gage.errors import GageError

_LARGEST = 1 << 20


class EditorError(GageError):
    """An editor brought no text."""


def editor_words(instead: str) -> list[str]:
    """The command of the editor: ``$VISUAL``, ``$EDITOR``, or one that the system has.

    Raises UsageError where there is none, with the option to take ``instead``.
    """
    for name in ("VISUAL", "EDITOR"):
        if text := os.environ.get(name, "").strip():
            try:
                return shlex.split(text, posix=os.name == "posix")
            except ValueError as error:
                raise UsageError(f"{name}: {str(error).lower()} in {text}") from None
    if sys.stdin.isatty() and sys.stdout.isatty():
        from shutil import which

        for program in ("editor", "nano", "vi", "notepad"):
            if found := which(program):
                return [found]
    raise UsageError(f"give the text with {instead}, or name an editor in the variable EDITOR")


def edited(words: list[str], text: str, called: str) -> str:
    """The text as it was when the editor ended, without blank lines around it. Raises EditorError, StartError."""
    from tempfile import TemporaryDirectory

    from gage.engine.process import run_in_terminal

    with TemporaryDirectory(prefix="edit-") as directory:
        path = Path(directory, f"{called}.md")
        path.write_text(f"{text}\n" if text else "", encoding="utf-8")
        code = run_in_terminal([*words, str(path)])
        if code:
            raise EditorError(f"the editor {words[0]} ended with exit code {code}, so nothing was changed")
        try:
            written = path.read_bytes()[:_LARGEST].decode("utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise EditorError(f"what the editor wrote cannot be read: {error}") from None
    if not written:
        raise EditorError(f"the {called} is blank, so nothing was changed")
    return written
