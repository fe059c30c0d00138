"""A terminal of tmux with one program in it: keys are typed, and what is shown is read from the screen."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path

from editors.session import find_editor

PATIENCE = 30
"""Seconds before a test that waits for the screen fails."""


class Terminal:
    """A terminal with one program in it."""

    def __init__(self, directory: Path, command: list[str], environ: dict[str, str]) -> None:
        self._tmux = [find_editor("tmux", "tmux"), "-S", str(directory / "tmux"), "-f", os.devnull]
        words = [word for name, value in environ.items() for word in ("-e", f"{name}={value}")]
        self._do(
            "new-session",
            "-d",
            "-x",
            "120",
            "-y",
            "24",
            "-c",
            str(directory),
            *words,
            *command,
            env={**os.environ, **environ},
        )

    def type(self, *keys: str) -> None:
        """Type keys as tmux names them."""
        self._do("send-keys", *keys)

    def until(self, text: str) -> str:
        """The screen once it shows a text."""
        end = time.monotonic() + PATIENCE
        while text not in (screen := self._do("capture-pane", "-p")):
            assert time.monotonic() < end, f"{text!r} is not to be seen:\n{screen}"
            time.sleep(0.05)
        return screen

    def close(self) -> None:
        """End the program, however it is."""
        subprocess.run([*self._tmux, "kill-server"], capture_output=True, check=False)

    def _do(self, *words: str, env: dict[str, str] | None = None) -> str:
        done = subprocess.run([*self._tmux, *words], capture_output=True, text=True, check=True, env=env)
        return done.stdout
