"""The settings for the checks of a file, from all files that have any; one that cannot be read counts for nothing."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from gage.gagefile.check_settings import read_settings
from gage.gagefile.load import LoadError, find_settings, read_document
from gage.gagefile.silence import NO_SETTINGS, Settings


def settings_above(path: Path) -> Settings:
    """The settings for a file that may not be saved yet; what is wrong in them is left out."""
    return joined(_settings_in(file) for file in find_settings(path))


def joined(found: Iterable[Settings]) -> Settings:
    """Several settings as one: what the first selects, what any ignores, and severities as the first has them."""
    select, ignore, severity = NO_SETTINGS
    for settings in found:
        select = settings.select if select is None else select
        ignore |= settings.ignore
        severity = {**settings.severity, **severity}
    return Settings(select, ignore, severity)


def _settings_in(file: Path) -> Settings:
    try:
        return read_settings(read_document(file)).settings
    except LoadError:
        return NO_SETTINGS
