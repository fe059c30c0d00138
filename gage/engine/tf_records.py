"""Reads the records of a TensorBoard event file one by one; what follows damage, or is not written yet, is left out."""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from typing import IO

# TFRecord: the length (64 bits, little-endian), its masked CRC-32C, the data, the masked CRC-32C of the data.
_HEAD = struct.Struct("<QI")
_TAIL = struct.Struct("<I")
_FARTHEST = 1 << 62
_MASK_DELTA = 0xA282EAD8


def records(stream: IO[bytes], largest: int) -> Iterator[bytes]:
    """The data of each record up to the first that is not whole, or not as it was written.

    Larger ones are skipped unread. Raises OSError.
    """
    while len(head := stream.read(_HEAD.size)) == _HEAD.size:
        length, checksum = _HEAD.unpack(head)
        if masked_crc(head[:8]) != checksum:
            return
        if length > largest:
            stream.seek(min(length + _TAIL.size, _FARTHEST), os.SEEK_CUR)
            continue
        data, tail = stream.read(length), stream.read(_TAIL.size)
        if len(tail) < _TAIL.size or masked_crc(data) != _TAIL.unpack(tail)[0]:
            return
        yield data


def masked_crc(data: bytes) -> int:
    """The checksum of TFRecords."""
    crc = 0xFFFFFFFF
    for byte in data:
        crc = _TABLE[(crc ^ byte) & 0xFF] ^ (crc >> 8)
    crc ^= 0xFFFFFFFF
    return (((crc >> 15) | (crc << 17)) + _MASK_DELTA) & 0xFFFFFFFF


def _table() -> list[int]:
    """CRC-32C (Castagnoli, RFC 3720) of each byte."""
    table = []
    for crc in range(256):
        for _ in range(8):
            crc = (crc >> 1) ^ (0x82F63B78 if crc & 1 else 0)
        table.append(crc)
    return table


_TABLE = _table()
