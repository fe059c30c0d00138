"""Files in S3, Google Cloud, Azure and behind ssh, read through fsspec, which is imported only when one is fetched."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from gage.engine.dependencies.cloud_packages import PACKAGES
from gage.engine.dependencies.content_store import ContentStore, require_content
from gage.engine.dependencies.found import Tell, UnmetError
from gage.gagefile.dependency import Dependency

_PATIENCE = 60
"""Seconds a machine may take to answer."""

_OPTIONS: dict[str, dict[str, Any]] = {
    # Without the first, sshfs takes any machine for the one that was meant.
    "ssh": {"known_hosts": (), "connect_timeout": _PATIENCE, "keepalive_interval": _PATIENCE // 4},
}

_FAILURES = {
    "s3": (("botocore.exceptions", "BotoCoreError"), ("botocore.exceptions", "ClientError")),
    "gs": (("google.auth.exceptions", "GoogleAuthError"), ("gcsfs.retry", "HttpError"), ("aiohttp", "ClientError")),
    "az": (("azure.core.exceptions", "AzureError"),),
    "ssh": (("asyncssh", "Error"),),
}
"""What the packages raise beside OSError where something is not there, or may not be read."""


def require_cloud_file(url: str) -> str:
    """The name of the file at an address, if it can be read here. Raises UnmetError."""
    scheme, _, rest = url.partition("://")
    place, _, path = rest.partition("/")
    name = path.rpartition("/")[2]
    if not place or not name or name == ".." or "\\" in name or not url.isprintable():
        raise UnmetError(f"the address names no file; write it as {scheme}://PLACE/NAME")
    if "@" in place and (scheme != "ssh" or ":" in place.rpartition("@")[0]):
        raise UnmetError("an address has no name and password; this machine's own settings say who asks")
    if find_spec(PACKAGES[scheme]) is None:
        raise UnmetError(f'{scheme}:// needs a package that is not installed; pip install "gage-ls[remote]" adds it')
    return name


def fetch_cloud_file(dependency: Dependency, store: ContentStore, most: int, tell: Tell) -> Path:
    """A file with the digest asked for is fetched once, any other each time. Raises UnmetError."""
    sha256 = dependency.sha256
    if sha256 and (kept := store.find(sha256)):
        return kept
    tell(f"fetching {dependency.shown}")
    scheme = dependency.named.partition("://")[0]
    with _told(scheme):
        system, path = _found(scheme, dependency.named)
        declared = str(system.size(path))
        with system.open(path, "rb") as file:
            return store.add(file, most, lambda found, size: require_content(found, size, sha256, declared))


def _found(scheme: str, url: str) -> tuple[Any, str]:
    """A file system, and the path of a file in it."""
    # Not by fsspec.open: to that, an address may name a chain of others, such as files of this machine.
    system = import_module("fsspec").get_filesystem_class(scheme)
    options = _OPTIONS.get(scheme, {})
    if scheme == "ssh":
        options = {**options, **system._get_kwargs_from_urls(url)}
    return system(**options), system._strip_protocol(url)


@contextmanager
def _told(scheme: str) -> Iterator[None]:
    failures = tuple(getattr(import_module(module), name) for module, name in _FAILURES[scheme])
    try:
        yield
    except (*failures, OSError, ValueError, asyncio.TimeoutError) as error:
        raise UnmetError(f"it cannot be fetched: {_reason(error)}") from None


def _reason(error: BaseException) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such file, or it may not be seen"
    return " ".join(str(error).split()) or type(error).__name__
