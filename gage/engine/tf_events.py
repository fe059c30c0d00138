"""Reads scalars, texts and hyperparameters out of the records of TensorBoard; leaves images, histograms and graphs."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

from gage.engine.protobuf import Value, fields, floating, last, message_of, signed, varints

# Numbers of fields, from event.proto, summary.proto and tensor.proto of TensorFlow and plugin_data.proto of the hparams
# plugin of TensorBoard.
_WALL_TIME, _STEP, _SUMMARY = 1, 2, 5
_TAG, _SIMPLE_VALUE, _TENSOR, _METADATA = 1, 2, 8, 9
_DTYPE, _SHAPE, _CONTENT, _STRINGS = 1, 2, 4, 8
_SESSION_START, _HPARAMS = 3, 1
_NUMBER, _TEXT, _TRUTH = 2, 3, 4

_STRING_TYPE = 7
_NUMBERS = {1: ("<f", 5), 2: ("<d", 6), 3: ("<i", 7), 9: ("<q", 10)}
"""For the types of tensors that hold scalars: how a number is stored as content, and in which field if it is not."""

Scalar = str | float | bool | None


class Event(NamedTuple):
    """What a record says under one tag: a number, or a text; ``time`` in seconds since the epoch."""

    tag: str
    step: int
    time: float
    value: float | str


class EventReader:
    """Reads the records of one directory in order: only the first value of a tag says which plugin it is for."""

    def __init__(self) -> None:
        self.hyperparameters: dict[str, Scalar] = {}
        self._plugins: dict[str, str] = {}

    def read(self, record: bytes) -> list[Event]:
        """The numbers and texts of a record. Raises WireError."""
        event = last(record)
        time, step = floating(event.get(_WALL_TIME)) or 0.0, signed(event.get(_STEP))
        return [
            Event(tag, step, time, value)
            for number, part in fields(message_of(event.get(_SUMMARY)))
            if number == 1
            for tag, value in self._values(message_of(part))
        ]

    def _values(self, message: bytes) -> Iterator[tuple[str, float | str]]:
        parts = last(message)
        tag = message_of(parts.get(_TAG)).decode("utf-8", "replace")
        plugin = self._plugin(tag, message_of(parts.get(_METADATA)))
        number = floating(parts.get(_SIMPLE_VALUE))
        if number is not None:
            yield tag, number
        elif plugin in ("scalars", "text") and _TENSOR in parts:
            value = _text(message_of(parts[_TENSOR])) if plugin == "text" else _number(message_of(parts[_TENSOR]))
            if value is not None:
                yield tag, value

    def _plugin(self, tag: str, metadata: bytes) -> str:
        data = last(message_of(last(metadata).get(1)))
        name = message_of(data.get(1)).decode("utf-8", "replace")
        if name == "hparams":
            self.hyperparameters.update(_hyperparameters(message_of(data.get(2))))
        return self._plugins.setdefault(tag, name) if name else self._plugins.get(tag, "")


def _number(tensor: bytes) -> float | None:
    """The one number of a tensor."""
    parts = last(tensor)
    stored, repeated = _NUMBERS.get(signed(parts.get(_DTYPE)), ("", 0))
    if not stored or _has_dimensions(message_of(parts.get(_SHAPE))):
        return None
    size = struct.calcsize(stored)
    content = message_of(parts.get(_CONTENT)) or (message_of(parts.get(repeated)) if stored in ("<f", "<d") else b"")
    if content:
        return float(struct.unpack(stored, content)[0]) if len(content) == size else None
    numbers = varints(parts.get(repeated, 0))
    return float(signed(numbers[0])) if len(numbers) == 1 else None


def _has_dimensions(shape: bytes) -> bool:
    return any(number == 2 for number, _ in fields(shape))


def _text(tensor: bytes) -> str | None:
    """The first text of a tensor; TensorBoard shows several as a table."""
    texts = [value for number, value in fields(tensor) if number == _STRINGS and isinstance(value, bytes)]
    is_text = signed(last(tensor).get(_DTYPE)) == _STRING_TYPE
    return texts[0].decode("utf-8", "replace") if texts and is_text else None


def _hyperparameters(content: bytes) -> Iterator[tuple[str, Scalar]]:
    session = message_of(last(content).get(_SESSION_START))
    for number, entry in fields(session):
        if number == _HPARAMS:
            parts = last(message_of(entry))
            yield message_of(parts.get(1)).decode("utf-8", "replace"), _hyperparameter(message_of(parts.get(2)))


def _hyperparameter(message: bytes) -> Scalar:
    parts: dict[int, Value] = last(message)
    if _TEXT in parts:
        return message_of(parts[_TEXT]).decode("utf-8", "replace")
    if _TRUTH in parts:
        return bool(parts[_TRUTH])
    return floating(parts.get(_NUMBER))
