"""Ages, counts and values in words, the same in the terminal and in the editor; reads no clock and no run."""

from __future__ import annotations

from gage.runs.summary import Scalar

_UNITS = ((31_536_000, "year"), (2_592_000, "month"), (86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second"))


def ago(seconds: float) -> str:
    """How long ago something was, in the largest unit: ``3 minutes ago``."""
    return f"{span} ago" if (span := time_span(seconds)) else "now"


def time_span(seconds: float) -> str:
    """A time span in its largest unit, ``3 minutes``; nothing for less than a second."""
    size, unit = next((each for each in _UNITS if seconds >= each[0]), (0, ""))
    return counted(int(seconds) // size, unit) if size else ""


def clock(seconds: float) -> str:
    """How long something goes on, as a clock shows it: ``1:02``, ``12:01:02``."""
    minutes, second = divmod(max(0, int(seconds)), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"


def duration(seconds: float) -> str:
    """How long something took, in its two largest units: ``2.5s``, ``10m 05s``, ``3d 4h``."""
    if seconds < 60:
        return f"{seconds:.3g}s" if seconds < 10 else f"{int(seconds)}s"
    minutes, rest = divmod(int(seconds), 60)
    if minutes < 60:
        return f"{minutes}m {rest:02}s"
    hours, minutes = divmod(minutes, 60)
    return f"{hours}h {minutes:02}m" if hours < 24 else f"{hours // 24:,}d {hours % 24}h"


def counted(count: int, unit: str) -> str:
    """``1 file``, ``12 files``."""
    return f"{count:,} {unit}{'' if count == 1 else 's'}"


def value(scalar: Scalar) -> str:
    """A config value, metric or attribute as people read it: floats to four significant digits."""
    if scalar is None:
        return ""
    if isinstance(scalar, bool):
        return "true" if scalar else "false"
    return f"{scalar:.4g}" if isinstance(scalar, float) else str(scalar)
