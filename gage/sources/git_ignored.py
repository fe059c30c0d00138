"""Which files of a directory Git ignores: reads the ignore files and the index of its repository, and starts no Git."""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from gage.sources.git_index import tracked_paths
from gage.sources.gitignore import IgnoreRules, read_ignore_rules

_LARGEST = 1 << 20
"""Bytes of an ignore file; a larger one is not read."""

_LARGEST_INDEX = 64 << 20

_MOST_RULES = 2_000
"""Rules that are held against one name."""


class _Layer(NamedTuple):
    """The rules of one file, for the paths below a directory whose path in the repository is ``offset - 1`` long."""

    source: str
    offset: int
    rules: IgnoreRules


class GitRepository:
    """A working tree. ``read`` are the paths of files that say what is ignored, whether they are there or not."""

    def __init__(self, root: str, git_dir: str) -> None:
        self.root = root
        self.read: list[str] = []
        self._git_dir = git_dir

    @cached_property
    def tracked(self) -> frozenset[bytes]:
        """The paths that Git keeps, and all directories they are in: what is kept is not ignored."""
        path = os.path.join(self._git_dir, "index")
        self.read.append(path)
        config = _content(os.path.join(_common_dir(self._git_dir), "config"), _LARGEST) or b""
        id_size = 32 if b"objectformat = sha256" in config.lower() else 20
        paths = tracked_paths(_content(path, _LARGEST_INDEX) or b"", id_size)
        directories: set[bytes] = set()
        for found in paths:
            directory = found.rpartition(b"/")[0]
            while directory and directory not in directories:
                directories.add(directory)
                directory = directory.rpartition(b"/")[0]
        return frozenset(directories.union(paths))

    def rules(self, path: str) -> IgnoreRules | None:
        """The rules of an ignore file, if there are any."""
        self.read.append(path)
        content = _content(path, _LARGEST)
        rules = read_ignore_rules(content, _MOST_RULES) if content else None
        return rules or None


class GitIgnored:
    """What is ignored in one directory of a repository; ``below`` is the same for a directory in it."""

    def __init__(self, repository: GitRepository, path: bytes, layers: Sequence[_Layer], all_by: str = "") -> None:
        self.repository = repository
        self._path = path
        self._layers = layers
        self._all_by = all_by

    @property
    def weight(self) -> int:
        """How many rules each name is held against."""
        return sum(len(layer.rules) for layer in self._layers)

    def reason(self, name: str, is_directory: bool) -> str:
        """The rule that ignores a name, as ``FILE:LINE: RULE``, or nothing. ``is_directory`` is not for links."""
        path = self._below(name)
        reason = self._all_by or self._reason(path, is_directory)
        return "" if reason and path in self.repository.tracked else reason

    def below(self, name: str) -> GitIgnored:
        """What is ignored in a directory that is entered, but for what its own ignore file says."""
        path = self._below(name)
        return GitIgnored(self.repository, path, self._layers, self._all_by or self._reason(path, True))

    def with_own_rules(self, directory: str) -> GitIgnored:
        """The same with what the ignore file of the directory says, whose path on the disk this is."""
        file = os.path.join(directory, ".gitignore")
        rules = None if self._all_by else self.repository.rules(file)
        if rules is None or self.weight + len(rules) > _MOST_RULES:
            return self
        source = os.path.relpath(file, self.repository.root).replace(os.sep, "/")
        layer = _Layer(source, len(self._path) + bool(self._path), rules)
        return GitIgnored(self.repository, self._path, (*self._layers, layer))

    def _below(self, name: str) -> bytes:
        encoded = os.fsencode(name)
        return self._path + b"/" + encoded if self._path else encoded

    def _reason(self, path: bytes, is_directory: bool) -> str:
        for layer in reversed(self._layers):
            rule = layer.rules.decide(path[layer.offset :], is_directory)
            if rule is not None:
                return "" if rule.negated else f"{layer.source}:{rule.line}: {rule.text}"
        return ""


def ignored_in(directory: str) -> GitIgnored | None:
    """What Git ignores in a directory; None where it lies in no repository, or all of it is ignored.

    The rules of the person, outside of the repository, do not count: what they ignore others do not.
    """
    levels: list[str] = []
    root = directory
    while (git_dir := _git_dir(root)) is None:
        parent, name = os.path.split(root)
        if not name:
            return None
        levels.append(name)
        root = parent
    return _descend(repository_at(root, git_dir), root, levels)


def repository_at(root: str, git_dir: str | None = None) -> GitIgnored | None:
    """What is ignored at the top of a working tree; None where there is none."""
    git_dir = git_dir or _git_dir(root)
    if git_dir is None:
        return None
    repository = GitRepository(root, git_dir)
    exclude = repository.rules(os.path.join(_common_dir(git_dir), "info", "exclude"))
    layers = (_Layer(".git/info/exclude", 0, exclude),) if exclude else ()
    return GitIgnored(repository, b"", layers).with_own_rules(root)


def _descend(ignored: GitIgnored | None, root: str, levels: list[str]) -> GitIgnored | None:
    while ignored and levels:
        name = levels.pop()
        root = os.path.join(root, name)
        if ignored.reason(name, is_directory=True):
            return None
        ignored = ignored.below(name).with_own_rules(root)
    return ignored


def _git_dir(root: str) -> str | None:
    """The directory of a repository, which of a further working tree is elsewhere."""
    path = os.path.join(root, ".git")
    pointer = _content(path, 4096)
    if pointer is not None:
        target = os.fsdecode(pointer.removeprefix(b"gitdir: ").rstrip(b"\r\n"))
        # A path on another machine is asked for over the network, with the person's password.
        if not pointer.startswith(b"gitdir: ") or target.startswith(("\\\\", "//")):
            return None
        path = os.path.join(root, target)
    return path if os.path.isfile(os.path.join(path, "HEAD")) else None


def _common_dir(git_dir: str) -> str:
    named = _content(os.path.join(git_dir, "commondir"), 4096) or b"."
    target = os.fsdecode(named.rstrip(b"\r\n"))
    return git_dir if target.startswith(("\\\\", "//")) else os.path.join(git_dir, target)


def _content(path: str, largest: int) -> bytes | None:
    """The content of a regular file; no link is followed to it, and none of another kind is waited for."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(path, flags)
    except (OSError, ValueError):
        return None
    try:
        status = os.fstat(descriptor)
        is_read = stat.S_ISREG(status.st_mode) and status.st_size <= largest
        return os.read(descriptor, status.st_size) if is_read else None
    except OSError:
        return None
    finally:
        os.close(descriptor)
