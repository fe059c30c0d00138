"""Source code patterns, ``[-]GLOB [ATTRIBUTE]…``: what each one says; looks at no disk."""

from __future__ import annotations

import re

from gage.config.wildcard import compile_wildcards
from gage.errors import GageError

DEFAULT_PATTERNS = (
    "**/* text size<100000 max-matches=500",
    "-**/.* dir",
    "-**/* dir sentinel=bin/activate",
    "-**/* dir sentinel=.nocopy",
    "-summary.json",
)


_ATTRIBUTE = re.compile(
    r"(?P<kind>text|binary)|dir|sentinel=(?P<sentinel>.*[^/.].*)|size<(?P<less>\d{1,18})|size>(?P<more>\d{1,18})"
    r"|max-matches=(?P<limit>\d{1,18})",
    re.ASCII,
)


class SourcePatternError(GageError):
    """A source code pattern that cannot be understood."""


class SourcePattern:
    """One rule. ``more_than`` and ``less_than`` are bytes; ``matches`` counts the files it matched so far.

    ``decided`` counts those of them that it was the last to match, and directories: what it selects, or leaves out.
    """

    def __init__(self, text: str, exclude: bool, glob: str) -> None:
        self.text = text
        self.exclude = exclude
        self.glob = compile_wildcards(glob, "/")
        self.levels = glob.split("/")
        self.for_directories = False
        self.kind: str | None = None
        self.more_than: int | None = None
        self.less_than: int | None = None
        self.sentinel: list[str] = []
        self.limit: int | None = None
        self.matches = 0
        self.decided = 0
        self.overflowed = False


def effective(sourcecode: bool | tuple[str, ...]) -> list[str]:
    """The patterns that a ``sourcecode`` stands for: the default ones stand before those that only exclude."""
    if isinstance(sourcecode, bool):
        return list(DEFAULT_PATTERNS) if sourcecode else []
    given = [pattern for pattern in sourcecode if pattern.strip()]
    return [*DEFAULT_PATTERNS, *given] if uses_default_rules(sourcecode) else given


def uses_default_rules(sourcecode: bool | tuple[str, ...]) -> bool:
    """Whether the default rules apply, and with them what Git ignores: where no pattern says what to take."""
    if isinstance(sourcecode, bool):
        return sourcecode
    given = [pattern for pattern in sourcecode if pattern.strip()]
    return bool(given) and all(pattern.lstrip().startswith("-") for pattern in given)


def parse_pattern(text: str) -> SourcePattern:
    """A pattern from its text, ``[-]GLOB [ATTRIBUTE]…``. Raises SourcePatternError."""
    import shlex

    stripped = text.strip()
    exclude = stripped.startswith("-")
    try:
        words = shlex.split(stripped[1:] if exclude else stripped)
        glob = _clean(words[0] if words else "")
        pattern = SourcePattern(text, exclude, glob)
    except ValueError as error:
        raise SourcePatternError(f"source code pattern '{text}' cannot be read: {error}") from error
    if not glob:
        raise SourcePatternError(f"source code pattern '{text}' names no file; write one such as '*.py'")
    for attribute in words[1:]:
        _set_attribute(pattern, attribute)
    if pattern.sentinel and not pattern.for_directories:
        raise SourcePatternError(f"source code pattern '{text}' has a sentinel, which needs 'dir' beside it")
    if ".." in pattern.sentinel:
        raise SourcePatternError(f"source code pattern '{text}' has a sentinel outside the directory it is for")
    return pattern


def _clean(glob: str) -> str:
    return "/".join(level for level in glob.split("/") if level not in ("", "."))


def _set_attribute(pattern: SourcePattern, attribute: str) -> None:
    match = _ATTRIBUTE.fullmatch(attribute)
    if match is None:
        raise SourcePatternError(
            f"source code pattern '{pattern.text}' has an attribute '{attribute}', which cannot be read; use text, "
            "binary, dir, size<N, size>N, sentinel=FILE or max-matches=N, where N is a whole number, and put quotes "
            "around a name that holds spaces"
        )
    if match["kind"]:
        pattern.kind = match["kind"]
    elif match["sentinel"]:
        pattern.sentinel = _clean(match["sentinel"]).split("/")
    elif match["less"]:
        pattern.less_than = int(match["less"])
    elif match["more"]:
        pattern.more_than = int(match["more"])
    elif match["limit"]:
        pattern.limit = int(match["limit"])
    else:
        pattern.for_directories = True
