"""Label, tag and comment a run after the fact; refuses texts that could not be told apart or shown in a line."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any

from gage.errors import GageError
from gage.runs.attributes import COMMENT, TAG, append_attributes, next_entry, read_attributes, tags_of
from gage.runs.ids import run_name
from gage.runs.store import RunStore

_COMMENT_ID_LENGTH = 13
_LONGEST_LABEL = 1_000
_LONGEST_TAG = 100
_LONGEST_COMMENT = 100_000


class AnnotationError(GageError):
    """A text cannot be a label, tag or comment, or there is no such comment."""


def set_label(store: RunStore, run_id: str, label: str | None) -> None:
    """Label a run, or with None take the label away that someone gave it.

    Raises NoRunError, AnnotationError, OSError.
    """
    if label is not None:
        refuse_label(label)
    _append(store, run_id, {} if label is None else {"label": label}, ["label"] if label is None else [])


def append_label(store: RunStore, run_id: str, text: str) -> None:
    """Put a text behind the label of a run, whoever gave it.

    Raises NoRunError, RecordError, OprefError, AnnotationError, OSError.
    """
    refuse_label(text)
    label = store.run(run_id).label
    set_label(store, run_id, f"{label} {text}" if label else text)


def change_tags(store: RunStore, run_id: str, add: Iterable[str] = (), remove: Iterable[str] = ()) -> None:
    """Add tags to a run and take others away. Raises NoRunError, AnnotationError, OSError.

    What is there already, or not there, is no error. A tag named both ways stays.
    """
    added, removed = list(add), list(remove)
    for tag in added:
        refuse_tag(tag)
    stamp = {"timestamp": time.time_ns() // 1_000_000}
    _append(store, run_id, {f"{TAG}{tag}": stamp for tag in added}, [f"{TAG}{tag}" for tag in removed])


def set_tags(store: RunStore, run_id: str, tags: Iterable[str]) -> None:
    """Leave a run with these tags and no others. Raises NoRunError, AnnotationError, OSError."""
    wanted = dict.fromkeys(tags)
    there = tags_of(read_attributes(store.user_dir(run_id)))
    change_tags(store, run_id, [tag for tag in wanted if tag not in there], [tag for tag in there if tag not in wanted])


def add_comment(store: RunStore, run_id: str, message: str) -> str:
    """Write a comment below a run; its id is returned. Raises NoRunError, AnnotationError, OSError."""
    _refuse("comment", message, _LONGEST_COMMENT)
    store.require(run_id)
    entry_id = next_entry(store.user_dir(run_id))
    comment_id = entry_id[:_COMMENT_ID_LENGTH]
    value = {"msg": message, "timestamp": time.time_ns() // 1_000_000}
    append_attributes(store.user_dir(run_id), {f"{COMMENT}{comment_id}": value}, entry_id=entry_id)
    store.touch()
    return comment_id


def edit_comment(store: RunStore, run_id: str, comment_id: str, message: str | None) -> None:
    """Replace the text of a comment, which keeps its place, or with None remove it.

    Raises NoRunError, AnnotationError, OSError.
    """
    said = _comment(store, run_id, comment_id)
    name = f"{COMMENT}{comment_id}"
    if message is not None:
        _refuse("comment", message, _LONGEST_COMMENT)
    _append(store, run_id, {} if message is None else {name: {**said, "msg": message}}, [name] * (message is None))


def comment_text(store: RunStore, run_id: str, comment_id: str) -> str:
    """What a comment says. Raises NoRunError, AnnotationError."""
    text = _comment(store, run_id, comment_id).get("msg")
    return text if isinstance(text, str) else ""


def _comment(store: RunStore, run_id: str, comment_id: str) -> dict[str, Any]:
    store.require(run_id)
    said = read_attributes(store.user_dir(run_id)).get(f"{COMMENT}{comment_id}")
    if said is None or not isinstance(said.value, dict):
        listing = f"'gage comment {run_name(run_id)} --list' shows those there are"
        raise AnnotationError(f"run {run_name(run_id)} has no comment {comment_id}; {listing}")
    return said.value


def _append(store: RunStore, run_id: str, values: dict[str, object], removed: list[str]) -> None:
    store.require(run_id)
    if values or removed:
        append_attributes(store.user_dir(run_id), values, removed)
        store.touch()


def refuse_label(label: str) -> None:
    """Raise AnnotationError for a text that is no label."""
    _refuse("label", label, _LONGEST_LABEL)
    if label.splitlines() != [label]:
        raise AnnotationError("a label is one line; write more in a comment")


def refuse_tag(tag: str) -> None:
    """Raise AnnotationError for a text that is no tag."""
    _refuse("tag", tag, _LONGEST_TAG)
    if tag.split() != [tag]:
        raise AnnotationError(f'a tag is one word without spaces, not "{tag}"')


def _refuse(what: str, text: str, longest: int) -> None:
    if not text.strip():
        raise AnnotationError(f"a {what} is a text that is not blank")
    if len(text) > longest:
        raise AnnotationError(f"a {what} has at most {longest:,} characters, not {len(text):,}")
