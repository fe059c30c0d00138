"""Files at an address: fetched before a run is made; what could be altered on its way is refused."""

from __future__ import annotations

from functools import partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, unquote, urlsplit

from gage.engine.dependencies.cloud_file import fetch_cloud_file, require_cloud_file
from gage.engine.dependencies.cloud_packages import PACKAGES
from gage.engine.dependencies.content_store import ContentStore, require_content, store_directory
from gage.engine.dependencies.found import Found, FoundFile, Sources, Tell, UnmetError
from gage.gagefile.dependency import Dependency

if TYPE_CHECKING:
    from http.client import HTTPResponse

_PATIENCE = 60
"""Seconds a server may be silent."""

_MOST_BYTES = 1 << 40

_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")


def find_remote_file(dependency: Dependency, sources: Sources) -> Found:
    """The file at an address, put at the last name of its path; it is fetched later. Raises UnmetError."""
    store = ContentStore(store_directory(sources.request.environ))
    if dependency.named.partition("://")[0] in PACKAGES:
        name = require_cloud_file(dependency.named)
        fetch = partial(fetch_cloud_file, dependency, store, _MOST_BYTES)
    else:
        name = _name(dependency.named, dependency.sha256)
        fetch = partial(_fetch, dependency, store)
    return Found(dependency, (FoundFile(name, dependency.shown, fetch=fetch),))


def _name(url: str, sha256: str | None) -> str:
    parts = _require_safe(url, sha256)
    name = PurePosixPath(unquote(parts.path)).name
    if name in ("", "..") or "\0" in name or "\\" in name or parts.path.endswith("/"):
        raise UnmetError("the address names no file; it ends with the name of one")
    return name


def _require_safe(url: str, sha256: str | None) -> SplitResult:
    """The parts of an address whose content can be trusted. Raises UnmetError."""
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError as error:
        raise UnmetError(f"the address cannot be read: {error}") from None
    if parts.scheme not in ("https", "http"):
        raise UnmetError(
            f"nothing can be fetched from {parts.scheme}; write https, {', '.join(PACKAGES)}, or fetch it with a "
            "'stage-dependencies' command"
        )
    if not host or any(char.isspace() or not char.isprintable() for char in url):
        raise UnmetError("the address cannot be read: write spaces as %20, and a host behind https://")
    if "@" in parts.netloc:
        raise UnmetError("this version of Gage does not log in; take the name and password out of the address")
    if parts.scheme == "http" and sha256 is None and host not in _THIS_MACHINE:
        raise UnmetError("over http it may be altered on its way; use https, or give the 'sha256' it must have")
    return parts


def _fetch(dependency: Dependency, store: ContentStore, tell: Tell) -> Path:
    """A file with the digest asked for is fetched once, any other each time. Raises UnmetError."""
    url, sha256 = dependency.named, dependency.sha256
    if sha256 and (kept := store.find(sha256)):
        return kept
    from http.client import HTTPException

    tell(f"fetching {dependency.shown}")
    try:
        with _open(url, sha256) as response:
            declared = response.headers.get("Content-Length", "")
            return store.add(response, _MOST_BYTES, lambda found, size: require_content(found, size, sha256, declared))
    except (OSError, HTTPException, ValueError) as error:
        raise UnmetError(f"it cannot be fetched: {_reason(error)}") from None


def _open(url: str, sha256: str | None) -> HTTPResponse:
    from urllib.request import HTTPRedirectHandler, Request, build_opener

    class Redirects(HTTPRedirectHandler):
        """Follows a server to another address only if that is as safe."""

        # Untyped as it is in the standard library, whose own types for it are private.
        def redirect_request(self, req, fp, code, msg, headers, newurl):  # type: ignore[no-untyped-def]  # as urllib has it
            target = _require_safe(newurl, sha256)
            if target.hostname in _THIS_MACHINE and urlsplit(url).hostname not in _THIS_MACHINE:
                raise UnmetError("the server leads back to this machine, which is not followed")
            return super().redirect_request(req, fp, code, msg, headers, newurl)

    request = Request(url, headers={"User-Agent": "gage", "Accept-Encoding": "identity"})
    response: HTTPResponse = build_opener(Redirects).open(request, timeout=_PATIENCE)
    return response


def _reason(error: Exception) -> str:
    from urllib.error import HTTPError, URLError

    if isinstance(error, HTTPError):
        return f"the server answers {error.code} {error.reason}"
    if isinstance(error, URLError):
        return str(getattr(error.reason, "strerror", None) or error.reason)
    return (isinstance(error, OSError) and error.strerror) or str(error) or type(error).__name__
