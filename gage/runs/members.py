"""The members that a record may have, and what each holds; a plain check for each, which runs of gage 0.1.2 pass."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection
from typing import Any

from gage.runs import origin, provenance, series, supplied
from gage.runs.ids import is_id
from gage.runs.manifest import TYPE_NAMES, is_inside, read_file_events
from gage.runs.opref import OprefError, decode
from gage.runs.record import FIRST_MEMBER
from gage.runs.run import load_json, moment, whole_number
from gage.runs.source_digest import MEMBER as SOURCE_DIGEST

Check = Callable[[bytes], str]
"""What a content should be and is not, in words that end a sentence; empty where it is."""

_ALWAYS = ("opref", "id", "__schema__", "initialized", "opdef.json", "config.json", "proc/cmd.json")
_WHEN_OVER = ("manifest", "proc/exit", "stopped", "summary.json")
_OUTPUT = re.compile(r"output/\d\d_[\w-]+(\.index)?")
_OF_PROCESSES = re.compile(r"proc/(lock|owner|process|watchdog|cancel|reserve)")
_INDEX_ENTRY = 9
"""Bytes that the index of an output has for each line."""

_DIGEST = re.compile(r"[0-9a-f]{64}")


def required(members: Collection[str]) -> list[str]:
    """What a record must have that has these members: more, once the end of its run is recorded."""
    is_over = "proc/exit" in members or "stopped" in members
    return [*_ALWAYS, *(_WHEN_OVER if is_over else ())]


def is_known(member: str) -> bool:
    """Whether Gage, of this or an earlier version, writes a member of that name."""
    return member in _CHECKS or bool(_OUTPUT.fullmatch(member) or _OF_PROCESSES.fullmatch(member))


def wrong_with(member: str, data: bytes, run_id: str) -> str:
    """What the content of a member should be and is not; empty where all is well, or nothing can be said."""
    if member == "id":
        return "" if data.strip() == run_id.encode() else f"should be the id of its run, {run_id}"
    if member.startswith("output/") and member.endswith(".index"):
        return "should have 9 bytes for each line of output" if len(data) % _INDEX_ENTRY else ""
    check = _CHECKS.get(member)
    return check(data) if check else ""


def _text(data: bytes) -> str:
    try:
        data.decode()
    except UnicodeDecodeError:
        return "should be UTF-8 text"
    return ""


def _anything(_: bytes) -> str:
    return ""


def _time(data: bytes) -> str:
    return "" if moment(whole_number(data)) is not None else "should be a time, in microseconds since 1970"


def _schema(data: bytes) -> str:
    return "" if data.strip() == b"1" else "should be 1"


def _exit_code(data: bytes) -> str:
    return "" if whole_number(data) is not None else "should be an exit code"


def _opref(data: bytes) -> str:
    try:
        decode(data)
    except OprefError:
        return "should be '2 NAMESPACE NAME [VERSION]'"
    return ""


def _digest(data: bytes) -> str:
    return "" if _DIGEST.fullmatch(data.decode("ascii", "replace").strip()) else "should be a SHA-256"


def _project_id(data: bytes) -> str:
    return "" if is_id(data.decode("ascii", "replace").strip().lower()) else "should be a UUID"


def _file_events(data: bytes) -> str:
    return "" if len(read_file_events(data)) == data.count(b"\n") else "should have lines EVENT TYPE TIME PATH"


def _manifest(data: bytes) -> str:
    """Each line names a file inside of the run, and none is named twice."""
    seen = set()
    for line in data.decode("utf-8", "replace").split("\n")[:-1]:
        kind, sha256, path = (*line.split(" ", 2), "", "")[:3]
        if kind not in TYPE_NAMES or not _DIGEST.fullmatch(sha256) or not path:
            return "should have lines TYPE SHA256 PATH"
        if not is_inside(path):
            return f'names "{path}", which leads out of the run'
        if path in seen:
            return f'names "{path}" twice'
        seen.add(path)
    return "" if not data or data.endswith(b"\n") else "ends in the middle of a line"


def _json(is_fine: Callable[[Any], bool], wanted: str) -> Check:
    def check(data: bytes) -> str:
        try:
            value = json.loads(data)
        except (ValueError, RecursionError):
            return "should be JSON"
        return "" if is_fine(value) else f"should be {wanted}"

    return check


def _is_object(value: Any) -> bool:
    return isinstance(value, dict)


def _is_scalar(value: Any) -> bool:
    return value is None or isinstance(value, str | int | float)


def _has_scalars(value: Any) -> bool:
    return isinstance(value, dict) and all(_is_scalar(each) for each in value.values())


def _has_texts(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(each, str) for each in value.values())


def _is_command(value: Any) -> bool:
    return isinstance(value, str) or (isinstance(value, list) and all(isinstance(word, str) for word in value))


def _has_objects(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, dict) for each in value)


def _points(data: bytes) -> str:
    """The last line may be half written where Gage was killed."""
    lines = (load_json(line) for line in data.split(b"\n")[:-1] if line)
    return "" if all(isinstance(line, dict) for line in lines) else "should have a JSON object a line"


_object = _json(_is_object, "an object")
_CHECKS: dict[str, Check] = {
    "__schema__": _schema,
    "id": _anything,  # the run says which one it should be
    "opref": _opref,
    "opdef.json": _object,
    "config.json": _json(_has_scalars, "an object of values"),
    "proc/cmd.json": _json(_is_command, "a command"),
    "proc/env.json": _json(_has_texts, "an object of texts"),
    "proc/exit": _exit_code,
    "initialized": _time,
    "staged": _time,
    "started": _time,
    "stopped": _time,
    "log/runner": _text,
    "log/files": _file_events,
    "log/patched": _anything,
    "manifest": _manifest,
    "summary.json": _object,
    "attributes.json": _json(_has_scalars, "an object of values"),
    "attrs.json": _object,
    "project-id": _project_id,
    FIRST_MEMBER: _object,
    origin.MEMBER: _object,
    supplied.MEMBER: _json(_has_objects, "a list of objects"),
    series.SERIES: _points,
    series.METRICS: _object,
    SOURCE_DIGEST: _digest,
    provenance.DIFF: _anything,
    **dict.fromkeys((provenance.GIT, provenance.PYTHON, provenance.MACHINE, provenance.USAGE), _object),
    provenance.PLATFORM: _json(lambda value: isinstance(value, str), "a text"),
}
