"""The script of each shell and where it looks for such; writes only where a person may have put it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from gage.errors import GageError


class InstallError(GageError):
    """A script that cannot be put in its place."""


class Shell(NamedTuple):
    """A shell and its script here, and the place of the script below what a variable, or the home directory, has.

    ``then`` is what is left for the person to do.
    """

    script: str
    variable: str
    default: str
    place: str
    then: str = ""


SHELLS = {
    "bash": Shell("gage.bash", "XDG_DATA_HOME", ".local/share", "bash-completion/completions/gage"),
    "zsh": Shell(
        "gage.zsh",
        "XDG_DATA_HOME",
        ".local/share",
        "zsh/site-functions/_gage",
        "if it is not there yet, write before 'compinit' in ~/.zshrc: fpath+=({directory})",
    ),
    "fish": Shell("gage.fish", "XDG_CONFIG_HOME", ".config", "fish/completions/gage.fish"),
    "nu": Shell("gage.nu", "XDG_CONFIG_HOME", ".config", "nushell/autoload/gage.nu"),
}


def script(name: str) -> str:
    """The script of a shell."""
    return Path(__file__).with_name(SHELLS[name].script).read_text(encoding="utf-8")


def install(name: str, environ: Mapping[str, str]) -> Path:
    """Write the script where the shell finds it. Raises InstallError."""
    shell = SHELLS[name]
    top = environ.get(shell.variable) or str(Path.home() / shell.default)
    path = Path(os.path.abspath(top), shell.place)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(script(name), encoding="utf-8")
    except OSError as error:
        raise InstallError(f"cannot write {path}: {error.strerror}") from None
    return path
