"""What Git says of a project: commit and branch, read from its files, and what was changed since, from `git diff`.

A repository may be hostile: nothing that it configures is executed, and nothing is fetched or written. Git itself
refuses one that belongs to somebody else, unless `safe.directory` names it.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from gage.engine.process import first_output
from gage.engine.program import program_on_path
from gage.errors import GageError
from gage.runs.read_file import open_file

MOST_OF_DIFF = 256 << 10
"""Bytes; of a larger diff its beginning is kept."""

_PATIENCE = 5.0
"""Seconds; a short run waits that long for Git at the most."""

_LONGEST_REFS = 16 << 20
_NOT_IN_NAMES = frozenset("~^:?*[\\\x7f")

_QUIETLY = ("--no-pager", "--no-optional-locks", "-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}")
_AS_ALWAYS = (
    *("-c", "diff.noprefix=false", "-c", "diff.mnemonicPrefix=false", "-c", "diff.relative=false"),
    *("-c", f"diff.orderFile={os.devnull}", "-c", "core.quotePath=true"),
)
_DIFF = ("diff", "--no-color", "--no-ext-diff", "--no-textconv", "--submodule=short", "--ignore-submodules=dirty")


class Repository(NamedTuple):
    """Where a working tree begins, the Git directory of its own, and the one it may share with other working trees."""

    root: Path
    own: Path
    shared: Path


class Changes(NamedTuple):
    """What differs from the commit in a project directory: None where it cannot be told, and ``note`` says why."""

    diff: bytes | None
    note: str | None = None


class _UnknownError(GageError):
    """What Git would say cannot be found out, and why."""


def find_repository(directory: Path) -> Repository | None:
    """The repository that a directory lies in."""
    for root in (directory, *directory.parents):
        entry = root / ".git"
        if os.path.isdir(entry):
            return Repository(root, entry, _shared(entry))
        kind, _, path = _text(entry).partition(":")
        if kind:
            own = root / path.strip()
            return Repository(root, own, _shared(own)) if kind == "gitdir" and os.path.isdir(own) else None
    return None


def read_head(repository: Repository) -> tuple[str | None, str | None]:
    """Commit and branch; no commit where there is none yet, no branch where none is checked out."""
    name = _target(_text(repository.own / "HEAD"))
    branch = name.removeprefix("refs/heads/") if name and name.startswith("refs/heads/") else None
    text = _text(repository.own / "HEAD") if name is None else _ref(repository, name)
    # A ref may name another ref.
    for _ in range(4):
        other = _target(text)
        if other is None:
            break
        text = _ref(repository, other)
    is_object = len(text) in (40, 64) and set(text) <= set("0123456789abcdef")
    return text if is_object else None, branch


def changes(repository: Repository, directory: Path, environ: Mapping[str, str]) -> Changes:
    """The differences of the tracked files below a directory, as a patch; it takes a while."""
    try:
        git = _git(repository, environ)
        quiet = _environment(repository, environ)
        command = [*git, *_AS_ALWAYS, *_without_filters(git, directory, quiet), *_DIFF, "HEAD", "--", "."]
        code, diff = _output(command, directory, quiet)
    except _UnknownError as error:
        return Changes(None, str(error))
    if code is None:
        return Changes(diff[: diff.rfind(b"\n") + 1], f"only the first {MOST_OF_DIFF >> 10} KiB of the diff are kept")
    return Changes(diff) if code == 0 else Changes(None, f"git diff ended with exit code {code}")


def _git(repository: Repository, environ: Mapping[str, str]) -> list[str]:
    git = program_on_path("git", environ)
    if git is None:
        raise _UnknownError("git is not installed")
    if repository.root in git.parents:
        raise _UnknownError("the git that was found lies in the project")
    return [str(git), *_QUIETLY]


def _environment(repository: Repository, environ: Mapping[str, str]) -> dict[str, str]:
    """The caller's, without what would lead Git to another repository, and with what keeps it from fetching objects.

    The caller's own settings, such as `safe.directory`, stay.
    """
    kept = {
        name: value for name, value in environ.items() if not name.startswith("GIT_") or name.startswith("GIT_CONFIG_")
    }
    # The repository's own configuration could have the files of another directory compared.
    only_here = {"GIT_WORK_TREE": str(repository.root), "GIT_ALLOW_PROTOCOL": "", "GIT_NO_LAZY_FETCH": "1"}
    return {**kept, **only_here, "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}


def _without_filters(git: list[str], directory: Path, environ: Mapping[str, str]) -> list[str]:
    """Options that switch off the programs through which Git would pass the files it compares."""
    asked = r"^(filter\..*|core\.repositoryformatversion)$"
    listing = ["config", "--null", "--name-only", "--show-scope", "--get-regexp", asked]
    code, printed = _output([*git, *listing], directory, environ)
    words = printed.decode("utf-8", "replace").split("\0")
    # Of a repository that it does not trust, Git says nothing. `git diff` would then compare as if there were none.
    if code != 0 or not {"local", "worktree"}.intersection(words[::2]):
        raise _UnknownError("git does not trust the owner of the repository, or cannot read its configuration")
    options: list[str] = []
    for name in dict.fromkeys(key.rpartition(".")[0] for key in words[1::2] if key.startswith("filter.")):
        # Any other character might end the name of the option before its value.
        if not name.isascii() or not name.replace("-", "").replace(".", "").replace("_", "").isalnum():
            raise _UnknownError("the repository has filters that cannot be switched off")
        options += ["-c", f"{name}.clean=", "-c", f"{name}.process=", "-c", f"{name}.required=false"]
    return options


def _output(command: list[str], directory: Path, environ: Mapping[str, str]) -> tuple[int | None, bytes]:
    """Exit code and output of a Git; no code where there is more than is wanted."""
    try:
        code, printed = first_output(command, directory, environ, MOST_OF_DIFF, _PATIENCE)
    except OSError as error:
        raise _UnknownError(f"git cannot be started: {error.strerror}") from None
    if code is None and len(printed) < MOST_OF_DIFF:
        raise _UnknownError(f"git took longer than {_PATIENCE:g} seconds")
    return code, printed


def _shared(own: Path) -> Path:
    text = _text(own / "commondir")
    return own / text if text else own


def _ref(repository: Repository, name: str) -> str:
    """What a ref holds, in a file of its own or in the one of all that are packed."""
    for directory in (repository.own, repository.shared):
        if text := _text(directory / name):
            return text
    try:
        with open_file(repository.shared / "packed-refs") as stream:
            refs = b"\n" + stream.read(_LONGEST_REFS)
    except OSError:
        return ""
    before, found, _ = refs.partition(b" " + os.fsencode(name) + b"\n")
    return before.rpartition(b"\n")[2].decode("ascii", "replace") if found else ""


def _target(text: str) -> str | None:
    """The ref that a symbolic ref names; None for one that is none, or that would lead out of the directory."""
    kind, _, name = text.partition(":")
    parts = name.strip().split("/")
    if kind != "ref" or parts[0] != "refs" or len(parts) < 3 or any(not part or part[0] == "." for part in parts):
        return None
    return "/".join(parts) if all(char > " " and char not in _NOT_IN_NAMES for part in parts for char in part) else None


def _text(path: Path) -> str:
    try:
        with open_file(path) as stream:
            return os.fsdecode(stream.read(4096)).strip()
    except (OSError, ValueError):
        return ""
