"""What the lines of a ``.gitignore`` say of names, as gitignore(5) and Git's own matching have it; opens no file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import count
from typing import NamedTuple

_LONGEST = 1024
"""Bytes of a line that is read: no name that a project has needs more."""

_SPECIAL = re.compile(rb"[*?[\\]")
_BACKSLASH, _BRACKET, _CLOSING, _DASH, _SLASH, _STAR = b"\\[]-/*"

_CLASSES = {
    b"alnum": rb"[A-Za-z0-9]",
    b"alpha": rb"[A-Za-z]",
    b"blank": rb"[ \t]",
    b"cntrl": rb"[\x00-\x1f\x7f]",
    b"digit": rb"[0-9]",
    b"graph": rb"[!-~]",
    b"lower": rb"[a-z]",
    b"print": rb"[ -~]",
    b"punct": rb"[!-/:-@[-`{-~]",
    b"space": rb"[ \t\n\v\f\r]",
    b"upper": rb"[A-Z]",
    b"xdigit": rb"[A-Fa-f0-9]",
}


class IgnoreRule(NamedTuple):
    """One line. ``expression`` is for the whole name, or for the path below the file's directory if ``is_path``."""

    line: int
    text: str
    negated: bool
    for_directories: bool
    is_path: bool
    literal: bytes | None
    """The name, where no more than that one matches."""
    expression: bytes


class IgnoreRules:
    """The rules of one file, asked for each name of a project: one expression finds the many that match nothing."""

    def __init__(self, rules: Sequence[IgnoreRule]) -> None:
        self._rules = rules

    def __len__(self) -> int:
        return len(self._rules)

    def decide(self, path: bytes, is_directory: bool) -> IgnoreRule | None:
        """The rule that decides on a path below the file's directory, with slashes: the last that matches."""
        return (self._for_directories if is_directory else self._for_files).last(path)

    @cached_property
    def _for_directories(self) -> _Matcher:
        return _Matcher(self._rules)

    @cached_property
    def _for_files(self) -> _Matcher:
        return _Matcher([rule for rule in self._rules if not rule.for_directories])


class _Matcher:
    def __init__(self, rules: Sequence[IgnoreRule]) -> None:
        self._literals = {rule.literal: rule for rule in rules if rule.literal is not None}
        wild = [rule for rule in rules if rule.literal is None]
        self._names = [rule for rule in reversed(wild) if not rule.is_path]
        self._paths = [rule for rule in reversed(wild) if rule.is_path]
        self._any_name = _any(self._names)
        self._any_path = _any(self._paths)

    def last(self, path: bytes) -> IgnoreRule | None:
        name = path.rpartition(b"/")[2]
        found = [self._literals.get(name)]
        if self._any_name and self._any_name.fullmatch(name):
            found.append(_first(self._names, name))
        if self._any_path and self._any_path.fullmatch(path):
            found.append(_first(self._paths, path))
        return max((rule for rule in found if rule), default=None)


def _any(rules: Sequence[IgnoreRule]) -> re.Pattern[bytes] | None:
    """What any of the rules matches."""
    if not rules:
        return None
    return re.compile(b"|".join(_renamed(rule.expression, number) for number, rule in enumerate(rules)), re.DOTALL)


def _renamed(expression: bytes, number: int) -> bytes:
    """An expression whose groups have names of their own among many."""
    return re.sub(rb"(\(\?P[<=])w", rb"\g<1>r%dw" % number, expression)


def _first(rules: Sequence[IgnoreRule], name: bytes) -> IgnoreRule | None:
    return next((rule for rule in rules if re.compile(rule.expression, re.DOTALL).fullmatch(name)), None)


def read_ignore_rules(content: bytes, most: int) -> IgnoreRules:
    """The rules of a file's content, no more than ``most``; lines that can match nothing are passed over."""
    rules: list[IgnoreRule] = []
    for number, line in enumerate(content.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        if len(rules) == most:
            break
        if len(line) <= _LONGEST and (rule := _rule(number, line.removesuffix(b"\r"))):
            rules.append(rule)
    return IgnoreRules(rules)


def _rule(number: int, line: bytes) -> IgnoreRule | None:
    if line.startswith(b"#"):
        return None
    pattern = text = _without_spaces(line.partition(b"\0")[0])
    negated = pattern.startswith(b"!")
    pattern = pattern[negated:]
    for_directories = pattern.endswith(b"/")
    pattern = pattern[: len(pattern) - for_directories]
    is_path = b"/" in pattern
    pattern = pattern.removeprefix(b"/")
    expression = _expression(pattern, is_path) if pattern else None
    if expression is None:
        return None
    literal = None if is_path or _SPECIAL.search(pattern) else pattern
    shown = text.decode("utf-8", "replace")
    return IgnoreRule(number, shown, negated, for_directories, is_path, literal, expression)


def _without_spaces(line: bytes) -> bytes:
    """A line without the spaces at its end, but for one behind a backslash."""
    stripped = line.rstrip(b" ")
    backslashes = len(stripped) - len(stripped.rstrip(b"\\"))
    return stripped + b" " if backslashes % 2 and len(stripped) < len(line) else stripped


def _expression(pattern: bytes, is_path: bool) -> bytes | None:
    """A regular expression for all that a pattern matches, or None where it is malformed and matches nothing.

    As in Git, what stands before the first wildcard is compared as it is, and for ``**`` counts as a beginning.
    """
    special = _SPECIAL.search(pattern)
    plain = special.start() if special else len(pattern)
    names = (b"w%d" % number for number in count())
    try:
        groups = _groups(pattern[plain:], is_path)
        parts = [_joined(chunks, b"[^/]", names) for chunks in groups]
    except _MalformedError:
        return None
    return re.escape(pattern[:plain]) + _joined(parts, b"(?:[^/]*/)", names)


class _MalformedError(ValueError):
    """A pattern that matches nothing."""


def _groups(pattern: bytes, is_path: bool) -> list[list[bytes]]:
    """Expressions of what stands between wildcards: ``**/`` parts the groups, ``*`` the chunks of each."""
    groups, at = [[b""]], 0
    while at < len(pattern):
        if pattern[at] != _STAR:
            expression, at = _character(pattern, at)
            groups[-1][-1] += expression
            continue
        end = at
        while end < len(pattern) and pattern[end] == _STAR:
            end += 1
        rest = pattern[end : end + 2]
        is_deep = is_path and end - at > 1 and (at == 0 or pattern[at - 1] == _SLASH)
        if is_deep and not rest:
            groups[-1][-1] += b".*"
        elif is_deep and rest.startswith(b"/"):
            end += 1
            groups.append([b""])
        elif is_deep and rest == rb"\/":
            end += 2
            groups[-1][-1] += b"[^/]*/"
            groups.append([b""])
        else:
            groups[-1].append(b"")
        at = end
    return groups


def _character(pattern: bytes, at: int) -> tuple[bytes, int]:
    """The expression of what matches one character, and where the pattern goes on. Raises _MalformedError."""
    found = pattern[at : at + 1]
    if found == b"?":
        return b"[^/]", at + 1
    if found == b"[":
        members, at = _bracket(pattern, at + 1)
        return members, at
    if found == b"\\":
        at += 1
        found = pattern[at : at + 1]
        if not found:
            raise _MalformedError
    return re.escape(found), at + 1


def _bracket(pattern: bytes, at: int) -> tuple[bytes, int]:
    """The expression of a bracket, from behind its ``[``."""
    negated = pattern[at : at + 1] in (b"!", b"^")
    at += negated
    members = b""
    before: int | None = None
    is_first = True
    while is_first or pattern[at : at + 1] != b"]":
        is_first = False
        if at >= len(pattern):
            raise _MalformedError
        if pattern[at] == _DASH and before and pattern[at + 1 : at + 2] not in (b"", b"]"):
            last, at = _member(pattern, at + 1)
            if before <= last:
                members += b"\\x%02x-\\x%02x" % (before, last)
            before = None
        elif (named := re.compile(rb"\[:([^\]]*):\]").match(pattern, at)) is not None:
            if named[1] not in _CLASSES:
                raise _MalformedError
            members += _CLASSES[named[1]][1:-1].replace(b"[", rb"\[")
            before, at = None, named.end()
        else:
            before, at = _member(pattern, at)
            members += b"\\x%02x" % before
    if not members:
        return (b"[^/]" if negated else b"(?!)"), at + 1
    return (b"[^/%s]" % members if negated else b"(?!/)[%s]" % members), at + 1


def _member(pattern: bytes, at: int) -> tuple[int, int]:
    """A character of a bracket, and where the bracket goes on."""
    at += pattern[at] == _BACKSLASH
    if at >= len(pattern):
        raise _MalformedError
    return pattern[at], at + 1


def _joined(parts: Sequence[bytes], repeated: bytes, names: Iterator[bytes]) -> bytes:
    """The parts with any number of ``repeated`` between them.

    A part between two gaps may settle for its first match: whatever follows, the later gap makes up for it. Each is
    therefore matched in a look-ahead, which never tries again, so that many stars cost no more than one.
    """
    first, *rest = parts
    for part in rest[:-1]:
        name = next(names)
        first += b"(?=(?P<%s>%s*?%s))(?P=%s)" % (name, repeated, part, name)
    return first + (repeated + b"*" + rest[-1] if rest else b"")
