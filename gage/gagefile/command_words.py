"""The words of commands with their places, as a shell would part them; runs none, and knows no shell but POSIX's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from gage.gagefile.node import Array, Node, Scalar
from gage.gagefile.settings import operation_commands
from gage.gagefile.tree import Tree

_WORD = re.compile(r"(?:[^\s\"'\\;&|<>()`#]|(?<=\S)#|\\.|\"(?:[^\"\\]|\\.)*\"|'[^']*')+", re.DOTALL)
_PYTHON = re.compile(r"(?:^|[/\\])(?:python|py)[\d.]*(?:\.exe)?$")
_QUOTED = re.compile(r"\\(.)|\"((?:[^\"\\]|\\.)*)\"|'([^']*)'", re.DOTALL)
_BREAK = re.compile(r"[;&|()\n]")


class CommandWord(NamedTuple):
    """One word of a command. It is written from ``start`` to ``end`` of the value of ``node``, quotes included.

    ``text`` is what the program gets. ``is_in_line`` says that a shell reads it, with others in one line, ``is_module``
    that it stands behind ``-m`` of a Python.
    """

    node: Scalar
    start: int
    end: int
    text: str
    is_in_line: bool = False
    is_module: bool = False


def command_words(tree: Tree) -> Iterator[CommandWord]:
    """The words of all commands, in order; of scripts (``#!``), which are programs themselves, there are none."""
    for _, commands in operation_commands(tree):
        for command in commands:
            yield from words_of(command)


def words_of(command: Node) -> Iterator[CommandWord]:
    """The words of one command, a line for the shell or a list."""
    if isinstance(command, Array):
        words = [item for item in command.items if isinstance(item, Scalar) and item.kind == "string"]
        yield from _with_modules([CommandWord(word, 0, len(word.value), word.value) for word in words])
    elif isinstance(command, Scalar) and command.kind == "string" and not command.value.startswith("#!"):
        yield from _in_line(command)


def _in_line(node: Scalar) -> Iterator[CommandWord]:
    words: list[CommandWord] = []
    end = 0
    for match in _WORD.finditer(node.value):
        if _BREAK.search(node.value, end, match.start()):
            yield from _with_modules(words)
            words = []
        words.append(CommandWord(node, match.start(), match.end(), _plain(match[0]), is_in_line=True))
        end = match.end()
    yield from _with_modules(words)


def _with_modules(words: list[CommandWord]) -> Iterator[CommandWord]:
    """The words of one program, one of which may be a module."""
    module = _module([word.text for word in words])
    for number, word in enumerate(words):
        yield word._replace(is_module=True) if number == module else word


def _module(words: list[str]) -> int | None:
    """Which word Python runs as a module: the one behind an ``-m`` that is an option of its own."""
    at = next((number + 1 for number, word in enumerate(words) if _PYTHON.search(word)), len(words))
    while at < len(words) and words[at].startswith("-"):
        if words[at] == "-m":
            return at + 1
        at += 2 if words[at] in ("-X", "-W") else 1
    return None


def _plain(word: str) -> str:
    """A word without the quotes and backslashes that only the shell reads."""
    return _QUOTED.sub(_inner, word) if any(mark in word for mark in "\"'\\") else word


def _inner(quoted: re.Match[str]) -> str:
    if quoted[2] is not None:
        return re.sub(r"\\([\"\\$`])", r"\1", quoted[2])
    return quoted[1] or quoted[3] or ""
