"""Reads messages in protobuf's wire format without their definitions; knows no field's meaning."""

from __future__ import annotations

import struct
from collections.abc import Iterator

Value = int | bytes
"""A number as it is coded, 4 or 8 bytes as they stand, or the bytes of a text, a message or packed numbers."""


class WireError(ValueError):
    """Bytes that are no message."""


def fields(message: bytes) -> Iterator[tuple[int, Value]]:
    """The number and the value of each field, in order. Raises WireError."""
    at = 0
    while at < len(message):
        key, at = _varint(message, at)
        number, wire_type = key >> 3, key & 7
        if wire_type == 0:
            value, at = _varint(message, at)
            yield number, value
            continue
        if wire_type == 2:
            length, at = _varint(message, at)
        elif wire_type in (1, 5):
            length = 8 if wire_type == 1 else 4
        else:
            raise WireError(f"there is no wire type {wire_type}")
        if at + length > len(message):
            raise WireError("a field goes on over the end")
        yield number, message[at : at + length]
        at += length


def last(message: bytes) -> dict[int, Value]:
    """The last value of each field, which is the one that counts where a field is not repeated. Raises WireError."""
    return dict(fields(message))


def varints(packed: Value) -> list[int]:
    """The numbers of a repeated field, packed or one alone. Raises WireError."""
    if isinstance(packed, int):
        return [packed]
    found, at = [], 0
    while at < len(packed):
        number, at = _varint(packed, at)
        found.append(number)
    return found


def message_of(value: Value | None) -> bytes:
    """The bytes of a field that is a message or a text; none where it is missing or something else."""
    return value if isinstance(value, bytes) else b""


def signed(value: Value | None) -> int:
    """An int64 from its coding; 0 where it is missing."""
    number = value if isinstance(value, int) else 0
    return number - (1 << 64) if number >> 63 else number


def floating(value: Value | None) -> float | None:
    """A float or a double from its 4 or 8 bytes."""
    codes = {4: "<f", 8: "<d"}
    if not isinstance(value, bytes) or len(value) not in codes:
        return None
    number: float = struct.unpack(codes[len(value)], value)[0]
    return number


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while at < len(data) and shift < 70:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value & 0xFFFFFFFFFFFFFFFF, at
        shift += 7
    raise WireError("a number does not end")
