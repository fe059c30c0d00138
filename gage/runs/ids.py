"""Ids of runs and of log entries, and the names people read for them; refuses what is not a UUID."""

from __future__ import annotations

import os
import re
import threading
import time

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_LAST_MS = (1 << 48) - 1
_CONSONANTS = "bdfghjklmnprstvz"
_VOWELS = "aiou"

_lock = threading.Lock()
_last = (0, 0)
"""Milliseconds and counter of the newest id of this process."""


def make_id(not_before_ms: int = 0) -> str:
    """A new UUIDv7 (RFC 9562), greater as text than every id this process made before.

    The 12 bits after the version count within one millisecond. ``not_before_ms`` (milliseconds since the epoch) moves
    the time forward where the clock is behind what was already recorded.
    """
    global _last
    with _lock:
        now = max(time.time_ns() // 1_000_000, not_before_ms, _last[0])
        counter = _last[1] + 1 if now == _last[0] else 0
        if counter > 0xFFF:
            now, counter = now + 1, 0
        _last = (now, counter)
    random = int.from_bytes(os.urandom(8), "big") & ((1 << 62) - 1)
    digits = f"{min(now, _LAST_MS):012x}7{counter:03x}{(2 << 62) | random:016x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def is_id(text: str) -> bool:
    """Whether a text is a UUID in lower case, of any version."""
    return _UUID.fullmatch(text) is not None


def id_ms(uuid: str) -> int | None:
    """Milliseconds since the epoch an id was made at, or None for versions that do not say."""
    return entry_ms(uuid) if uuid[14] == "7" else None


def entry_ms(uuid: str) -> int:
    """Milliseconds since the epoch of a log entry, whose first 48 bits are its time whatever version it claims."""
    return int(uuid[:8] + uuid[9:13], 16)


def naming_digits(run_id: str) -> str:
    """The 8 hex digits a run is named after.

    Ids of version 7 begin with the time, which runs started together share; their random end tells them apart.
    """
    return run_id[-8:] if run_id[14] == "7" else run_id[:8]


def run_name(run_id: str) -> str:
    """The pronounceable name of a run: a proquint of 32 of its bits, such as ``kafom-fikud``."""
    bits = int(naming_digits(run_id), 16)
    return f"{_quint(bits >> 16)}-{_quint(bits & 0xFFFF)}"


def short_name(run_id: str) -> str:
    """The first five letters of a run's name, which is what lists show."""
    return run_name(run_id)[:5]


def _quint(bits: int) -> str:
    return (
        _CONSONANTS[bits >> 12]
        + _VOWELS[bits >> 10 & 3]
        + _CONSONANTS[bits >> 6 & 15]
        + _VOWELS[bits >> 4 & 3]
        + _CONSONANTS[bits & 15]
    )
