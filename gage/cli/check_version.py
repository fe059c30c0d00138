"""What `gage check --version` does: holds the version of Gage to what a script needs of it."""

from __future__ import annotations

from gage import __version__
from gage.cli.command import UsageError
from gage.errors import GageError


class VersionError(GageError):
    """Gage has another version than the one asked for."""


def check_version(asked: str) -> int:
    """0, and not a word, if the version fits a specifier of PEP 440; ``0.2`` alone means ``==0.2``.

    Raises VersionError, UsageError.
    """
    from packaging.specifiers import InvalidSpecifier, SpecifierSet

    text = f"=={asked}" if asked.strip()[:1].isdigit() else asked
    try:
        fits = SpecifierSet(text).contains(__version__, prereleases=True)
    except InvalidSpecifier:
        raise UsageError(f"--version {asked!r} cannot be read; write it as '>=0.2,<1' or '0.2.0'") from None
    if not asked.strip():
        raise UsageError("--version needs a version, such as '>=0.2,<1'")
    if not fits:
        raise VersionError(f"this is gage {__version__}, which does not fit {asked!r}")
    return 0
