"""Files and directories of the project that an operation needs; no path or link leads out of the project."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from gage.engine.dependencies.found import Found, FoundFile, Sources, UnmetError
from gage.engine.dependencies.patterns import chosen
from gage.gagefile.dependency import Dependency
from gage.runs.file_digest import file_digest


def find_project_files(dependency: Dependency, sources: Sources) -> Found:
    """All files that the patterns match; a pattern that names a directory means all below it. Raises UnmetError."""
    root = Path(os.path.realpath(sources.project_dir))
    patterns = [_directory_pattern(root, pattern) for pattern in dependency.files]
    names = chosen(patterns, lambda start: files_below(root, start, sources.runs_dir), "of the project")
    return Found(dependency, tuple(project_file(root, name) for name in names))


def find_file(dependency: Dependency, sources: Sources) -> Found:
    """The one file at a path. Raises UnmetError."""
    root = Path(os.path.realpath(sources.project_dir))
    name = _clean(dependency.named)
    if (root / name).is_dir():
        raise UnmetError(f"\"{name}\" is a directory; write 'dir:{name}' for all that it holds")
    file = project_file(root, name)
    require_digest(file.origin, dependency.sha256)
    return Found(dependency, (file,))


def find_directory(dependency: Dependency, sources: Sources) -> Found:
    """All files of a directory. Raises UnmetError."""
    if dependency.sha256:
        raise UnmetError("'sha256' is the digest of one file, which a directory has not")
    root = Path(os.path.realpath(sources.project_dir))
    name = _clean(dependency.named)
    if not inside(root, name).is_dir():
        raise UnmetError(f'there is no directory "{name}" in the project')
    names = sorted(files_below(root, name, sources.runs_dir, strict=True))
    if not names:
        raise UnmetError(f'there is no file in the directory "{name}"')
    return Found(dependency, tuple(project_file(root, each) for each in names))


def project_file(root: Path, name: str) -> FoundFile:
    """A file of the project, links followed as long as they stay in it. Raises UnmetError."""
    name = _clean(name)
    origin = inside(root, name)
    if not origin.is_file():
        what = "is no regular file" if origin.exists() else "does not exist in the project"
        raise UnmetError(f'"{name}" {what}')
    if not os.access(origin, os.R_OK):
        raise UnmetError(f'"{name}" cannot be read: permission denied')
    return FoundFile(name, str(origin), origin)


def require_digest(path: Path | None, sha256: str | None) -> None:
    """Raise UnmetError unless a file has a digest, if one is asked for."""
    if path is None or sha256 is None:
        return
    try:
        found = file_digest(path)
    except OSError as error:
        raise UnmetError(f"{path.name} cannot be read: {error.strerror}") from None
    if found != sha256:
        raise UnmetError(f"{path.name} has the SHA-256 {found}, not the {sha256} that the gagefile asks for")


def files_below(root: Path, start: str, leave_out: Path, strict: bool = False) -> Iterator[str]:
    """The paths of files below a directory of the project, with slashes; no link to a directory is entered.

    ``strict`` refuses such links, as what they lead to would be missing.
    """
    left_out = os.path.realpath(leave_out)
    for directory, subdirectories, names in os.walk(inside(root, start) if start else root):
        subdirectories.sort()
        for name in list(subdirectories):
            path = os.path.join(directory, name)
            if strict and os.path.islink(path):
                link = os.path.relpath(path, root)
                raise UnmetError(
                    f'"{link}" is a link to a directory, which is not followed; name that directory itself'
                )
            if os.path.realpath(path) == left_out:
                subdirectories.remove(name)
        relative = os.path.relpath(directory, root).replace(os.sep, "/")
        yield from (name if relative == "." else f"{relative}/{name}" for name in sorted(names))


def _directory_pattern(root: Path, pattern: str) -> str:
    if not pattern.startswith(("regex:", "-")) and inside(root, _clean(pattern)).is_dir():
        return f"{_clean(pattern)}/**/*"
    return pattern


def _clean(name: str) -> str:
    return "/".join(level for level in name.split("/") if level not in ("", ".")) if name[:1] != "/" else name


def inside(root: Path, name: str) -> Path:
    """The real path of a name. Raises UnmetError for one that leads out of the project."""
    try:
        real = Path(os.path.realpath(root / name))
    except ValueError:
        raise UnmetError("no file can have that name") from None
    leads_out = os.path.isabs(name) or name.startswith("~") or ".." in name.split("/")
    if leads_out or not real.is_relative_to(root):
        raise UnmetError(f'"{name}" leads out of the project; only files inside of it can be given to a run')
    return real
