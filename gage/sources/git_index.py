"""The paths that a Git index lists; takes nothing else from it, and of a damaged one what comes before the damage."""

from __future__ import annotations

_BEFORE_ID = 40
"""Bytes of an entry for times, mode, owner and size; the object id follows, then two bytes of flags, then the path."""


def tracked_paths(index: bytes, id_size: int = 20) -> list[bytes]:
    """The paths in an index, with slashes; none where it cannot be read. ``id_size`` is in bytes."""
    version = int.from_bytes(index[4:8], "big")
    if index[:4] != b"DIRC" or version not in (2, 3, 4):
        return []
    count = int.from_bytes(index[8:12], "big")
    return (_compressed if version == 4 else _padded)(index, count, _BEFORE_ID + id_size)


def _padded(index: bytes, count: int, to_flags: int) -> list[bytes]:
    paths, at = [], 12
    for _ in range(count):
        start = at + _to_path(index, at, to_flags)
        end = index.find(b"\0", start)
        if end < 0:
            break
        paths.append(index[start:end])
        at += (end - at) // 8 * 8 + 8
    return paths


def _compressed(index: bytes, count: int, to_flags: int) -> list[bytes]:
    """Version 4 has of each path how much of the one before to take away, and what to put there."""
    paths, at, path = [], 12, b""
    for _ in range(count):
        dropped, start = _number(index, at + _to_path(index, at, to_flags))
        end = index.find(b"\0", start)
        if end < 0:
            break
        path = path[: max(0, len(path) - dropped)] + index[start:end]
        paths.append(path)
        at = end + 1
    return paths


def _to_path(index: bytes, at: int, to_flags: int) -> int:
    """Some entries have two more bytes of flags."""
    flags = index[at + to_flags : at + to_flags + 1]
    return to_flags + (4 if flags and flags[0] & 0x40 else 2)


def _number(index: bytes, at: int) -> tuple[int, int]:
    """A number of any length, and where it ends."""
    value = 0
    while at < len(index):
        byte = index[at]
        at += 1
        value = (value << 7) | (byte & 0x7F)
        if not byte & 0x80:
            break
        value += 1
    return value, at
