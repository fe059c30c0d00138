"""Reads zips whose members are stored as they are, several times as fast as `zipfile`; leaves all others to that."""

from __future__ import annotations

import os
import stat
import zlib
from collections.abc import Collection
from pathlib import Path
from struct import Struct, error
from typing import IO

from gage.runs.read_file import open_file

# APPNOTE.TXT of PKWARE, 4.3.16, 4.3.12 and 4.3.7: what is not looked at here is skipped.
_END = Struct("<4s6xH2L2x")
_ENTRY = Struct("<4s4x2H4x3L3H8xL")
_LOCAL = Struct("<4s22x2H")
_FIRST = Struct("<4s2x2H4x3L2H")
_TAIL = 1 << 16
_LARGEST = 1 << 20
_IS_ENCRYPTED = 1
_IS_UNUSUAL = 1 | 1 << 3 | 1 << 6
"""Encrypted in one of two ways, or with its sizes behind it."""

_FIRST_READ = 4096
_TO_READ = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class _UnusualError(Exception):
    """The zip, or what is asked of it, is for `zipfile`."""


def read_stored(path: Path, members: Collection[str]) -> dict[str, bytes] | None:
    """The members that a zip has; None where it cannot be read, or is in any way other than the engine writes them."""
    try:
        wanted = {name.encode("ascii"): name for name in members}
        with open_file(path) as stream:
            size = os.fstat(stream.fileno()).st_size
            entries = _entries(_at(stream, max(0, size - _TAIL), _TAIL), size, wanted)
            return {wanted[name]: _member(stream, name, entry) for name, entry in entries.items()}
    except (_UnusualError, OSError, error, UnicodeEncodeError):
        return None


def read_first(path: str, member: str) -> bytes | None:
    """The member that a zip begins with, by two short reads; None where that is another, or not stored as it is.

    The second one is of the end: a zip that was cut has none, and the rest of its record is gone.
    """
    name = member.encode()
    try:
        descriptor = os.open(path, _TO_READ)
    except OSError:
        return None
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            return None
        data = os.read(descriptor, _FIRST_READ)
        if len(data) < status.st_size:
            os.lseek(descriptor, -_END.size, os.SEEK_END)
            tail = os.read(descriptor, _END.size)
            os.lseek(descriptor, len(data), os.SEEK_SET)
        else:
            tail = data[-_END.size :]
        end, _, length, begin = _END.unpack(tail)
        if end != b"PK\5\6" or begin + length + _END.size != status.st_size:
            return None
        signature, flags, method, checksum, packed, unpacked, *lengths = _FIRST.unpack_from(data)
        start = _FIRST.size + sum(lengths)
        if signature != b"PK\3\4" or flags & _IS_UNUSUAL or method or packed != unpacked or packed > _LARGEST:
            return None
        if lengths[0] != len(name) or not data.startswith(name, _FIRST.size):
            return None
        if start + packed > len(data):
            data += os.read(descriptor, start + packed - len(data))
        content = data[start : start + packed]
        return content if len(content) == packed and zlib.crc32(content) == checksum else None
    except (OSError, error):
        return None
    finally:
        os.close(descriptor)


def _entries(tail: bytes, size: int, wanted: Collection[bytes]) -> dict[bytes, tuple[int, int, int]]:
    """Checksum, size and place of each member that is wanted; of members with the same name the last counts."""
    signature, count, length, start = _END.unpack_from(tail, len(tail) - _END.size)
    at = len(tail) - _END.size - length
    if signature != b"PK\5\6" or start + length + _END.size != size or at < 0:
        raise _UnusualError
    found = {}
    for _ in range(count):
        signature, flags, method, checksum, packed, unpacked, *lengths, place = _ENTRY.unpack_from(tail, at)
        if signature != b"PK\1\2":
            raise _UnusualError
        name = tail[at + _ENTRY.size : at + _ENTRY.size + lengths[0]]
        if name in wanted:
            if method or flags & _IS_ENCRYPTED or packed != unpacked or packed > _LARGEST:
                raise _UnusualError
            found[name] = checksum, packed, place
        at += _ENTRY.size + sum(lengths)
    if at + _END.size != len(tail):
        raise _UnusualError
    return found


def _member(stream: IO[bytes], name: bytes, entry: tuple[int, int, int]) -> bytes:
    checksum, length, place = entry
    head = _at(stream, place, _LOCAL.size + len(name))
    signature, name_length, extra_length = _LOCAL.unpack_from(head)
    if signature != b"PK\3\4" or name_length != len(name) or head[_LOCAL.size :] != name:
        raise _UnusualError
    data = _at(stream, place + _LOCAL.size + name_length + extra_length, length)
    if len(data) != length or zlib.crc32(data) != checksum:
        raise _UnusualError
    return data


def _at(stream: IO[bytes], offset: int, length: int) -> bytes:
    stream.seek(offset)
    return stream.read(length)
