"""What a pyproject.toml, or the config of a user, says about checks; wrong content there is a problem at its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

from gage.gagefile import words
from gage.gagefile.codes import SYNTAX, codes
from gage.gagefile.document import Document
from gage.gagefile.file_kind import USER_CONFIG
from gage.gagefile.mend import rename_key, replace_value
from gage.gagefile.node import Array, Entry, Object, Scalar
from gage.gagefile.problem import Fix, Problem, Severity
from gage.gagefile.silence import NO_SETTINGS, Settings
from gage.gagefile.text import Span
from gage.gagefile.views import has_views, judge_views
from gage.gagefile.words import any_of, found, kind, nearest, values

_IN_PYPROJECT = ("tool", "gage", "check")
_IN_USER_CONFIG = ("check",)
_KEYS = ("select", "ignore", "severity")
_SEVERITIES = {severity.name.lower(): severity for severity in Severity}


_EXAMPLE = {
    "toml": '{ one-default = "warning" }',
    "yaml": "{one-default: warning}",
    "json": '{"one-default": "warning"}',
}


class FileSettings(NamedTuple):
    """The settings of a file, its document, and what is wrong in their table.

    What is wrong is left out of the settings, and what is right is used.
    """

    settings: Settings = NO_SETTINGS
    document: Document | None = None
    problems: tuple[Problem, ...] = ()


def read_settings(document: Document) -> FileSettings:
    """The settings in a file; those of other tools, and what else the file is for, are not looked at."""
    settings, problems = judge_settings(document)
    if document.entry(_table(document)) is None and not has_views(document):
        return FileSettings()
    # A broken line may belong to any table, so none of them can be trusted.
    problems = sorted([*document.problems, *problems, *judge_views(document)], key=lambda problem: problem.span)
    return FileSettings(settings, document, tuple(problems))


def judge_settings(document: Document) -> tuple[Settings, list[Problem]]:
    """The settings in a file, and what is wrong with them but for the syntax."""
    table = _table(document)
    entry, problems = document.entry(table), list[Problem]()
    if entry is None or entry.value.is_gap:
        return NO_SETTINGS, problems
    if not isinstance(entry.value, Object):
        return NO_SETTINGS, [_wrong_type(document, entry, kind("object", document.syntax))]
    problems += _unknown_keys(document, entry.value, ".".join(table))
    lists = {key: _codes(document, entry.value.by_key.get(key), problems) for key in ("select", "ignore")}
    severity = _severity(document, entry.value.by_key.get("severity"), problems)
    return Settings(lists["select"], lists["ignore"] or frozenset(), severity), problems


def _table(document: Document) -> tuple[str, ...]:
    return _IN_USER_CONFIG if document.kind is USER_CONFIG else _IN_PYPROJECT


def _unknown_keys(document: Document, table: Object, name: str) -> Iterator[Problem]:
    for entry in table.entries:
        if entry.key in _KEYS:
            continue
        near = nearest(entry.key, _KEYS)
        advice = f"did you mean '{near}'?" if near else f"it takes {any_of(_KEYS)}"
        message = f"unknown key {words.named(entry.key)} in '{name}'; {advice}"
        fixes = (rename_key(document, entry, near),) if near else ()
        yield Problem("unknown-key", message, entry.key_span, fixes=fixes)


def _codes(document: Document, entry: Entry | None, problems: list[Problem]) -> frozenset[str] | None:
    if entry is None or entry.value.is_gap:
        return None
    if not isinstance(entry.value, Array):
        problems.append(_wrong_type(document, entry, "a list of codes"))
        return None
    known = set()
    for item in entry.value.items:
        if isinstance(item, Scalar) and item.kind == "string":
            code = str(item.value)
            if problem := _refused(code, item.span, partial(replace_value, document, item)):
                problems.append(problem)
            elif code in SYNTAX and entry.key == "ignore":
                problems.append(_syntax_error(code, item.span))
            else:
                known.add(code)
        elif not item.is_gap:
            what = found(item, document.text[item.start : item.end], document.syntax)
            problems.append(Problem("wrong-type", f"a code must be a string, not {what}", item.span))
    return frozenset(known)


def _severity(document: Document, entry: Entry | None, problems: list[Problem]) -> dict[str, Severity]:
    if entry is None or entry.value.is_gap:
        return {}
    if not isinstance(entry.value, Object):
        wanted = f"{kind('object', document.syntax)} such as {_EXAMPLE[document.syntax]}"
        problems.append(_wrong_type(document, entry, wanted))
        return {}
    severities = {}
    for member in entry.value.entries:
        code, node = member.key, member.value
        named = node.value if isinstance(node, Scalar) else None
        if problem := _refused(code, member.key_span, partial(rename_key, document, member)):
            problems.append(problem)
        elif code in SYNTAX:
            problems.append(_syntax_error(code, member.key_span))
        elif isinstance(named, str) and named in _SEVERITIES:
            severities[code] = _SEVERITIES[named]
        elif not node.is_gap:
            what = found(node, document.text[node.start : node.end], document.syntax)
            message = f"{words.named(code)} must be {values(_SEVERITIES)}, not {what}"
            problems.append(Problem("invalid-value", message, node.span))
    return severities


def _refused(code: str, span: Span, mend: Callable[[str], Fix]) -> Problem | None:
    """The problem of a code that there is not; ``mend`` makes the fix that puts another in its place."""
    if code in codes():
        return None
    near = nearest(code, sorted(codes()))
    if near is None:
        return Problem("unknown-code", f"no problem has the code {words.named(code)}", span)
    return Problem(
        "unknown-code",
        f"no problem has the code {words.named(code)}; did you mean '{near}'?",
        span,
        fixes=(mend(near),),
    )


def _syntax_error(code: str, span: Span) -> Problem:
    return Problem("invalid-value", f"{words.named(code)} is an error of the syntax, which is always an error", span)


def _wrong_type(document: Document, entry: Entry, wanted: str) -> Problem:
    node = entry.value
    what = found(node, document.text[node.start : node.end], document.syntax)
    return Problem("wrong-type", f"{words.named(entry.key)} must be {wanted}, not {what}", node.span)
