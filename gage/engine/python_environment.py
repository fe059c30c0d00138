"""Which Python a command would run with, and its packages, told from names of files; executes nothing."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from gage.engine.program import program_on_path
from gage.gagefile.model import Command
from gage.runs.read_file import open_file

_LONGEST_COMMAND = 10_000
_MOST_PACKAGES = 5_000
_BETWEEN_WORDS = str.maketrans(dict.fromkeys(";&|()\"'<>", " "))
_BEFORE_PROGRAMS = ("env", "exec", "nice", "nohup", "time")


class PythonEnvironment(NamedTuple):
    """A Python, the virtual environment it belongs to, and its packages by normal name; None for what is not known."""

    executable: str
    version: str | None
    environment: str | None
    packages: dict[str, str]


def python_environment(command: Command, directory: Path, environ: Mapping[str, str]) -> PythonEnvironment | None:
    """The Python that a command names, or that its program is a script of, else the first on the PATH, if any."""
    executable = _python_of(command, directory, environ)
    if executable is None:
        return None
    executable = _behind_shim(executable, directory, environ) or executable
    settings, prefix = _virtual(executable)
    real = Path(os.path.realpath(executable))
    prefixes = [prefix] if prefix else [executable.parent.parent, real.parent.parent]
    if settings.get("include-system-site-packages") == "true" and settings.get("home"):
        prefixes.append(Path(settings["home"]).parent)
    version = settings.get("version_info") or settings.get("version") or _version(real)
    numbers = re.findall(r"\d+", version)[:3]
    found = _packages(prefixes, ".".join(numbers[:2]))
    return PythonEnvironment(str(executable), ".".join(numbers) or None, str(prefix) if prefix else None, found)


def _python_of(command: Command, directory: Path, environ: Mapping[str, str]) -> Path | None:
    words = _words(command, environ)
    for word in words:
        if _is_python(word) and (found := _program(word, directory, environ)):
            return found
    first = next((word for word in words if "=" not in word and word not in _BEFORE_PROGRAMS), None)
    program = _program(first, directory, environ) if first else None
    return (
        (_interpreter(program, environ) if program else None)
        or program_on_path("python3", environ)
        or program_on_path("python", environ)
    )


def _is_python(word: str) -> bool:
    """Whether a word names a Python: ``python``, ``python3.12``, ``/usr/bin/pypy3``, ``python.exe``."""
    name = os.path.basename(word).removesuffix(".exe")
    return name.rstrip("0123456789.") in ("python", "pypy")


def _words(command: Command, environ: Mapping[str, str]) -> list[str]:
    """The words that may be programs, with variables replaced, whatever stands in quotes."""
    if isinstance(command, str):
        command = tuple(command[:_LONGEST_COMMAND].removeprefix("#!").translate(_BETWEEN_WORDS).split())
    return [
        re.sub(r"\$\{?(\w+)\}?", lambda name: environ.get(name[1], name[0]), word) if "$" in word else word
        for word in command
        if 0 < len(word) < 1_000
    ]


def _program(word: str, directory: Path, environ: Mapping[str, str]) -> Path | None:
    """What a word would start in a directory. Of a link, not what it leads to: it may belong to an environment."""
    if not os.path.dirname(word):
        return program_on_path(word, environ)
    path = Path(os.path.normpath(directory / word))
    return path if os.access(path, os.X_OK) and os.path.isfile(path) else None


def _behind_shim(executable: Path, directory: Path, environ: Mapping[str, str]) -> Path | None:
    """What a program of pyenv would start, by the first version that is set for it."""
    if executable.parent.name != "shims":
        return None
    root = executable.parent.parent
    files = [*(parent / ".python-version" for parent in (directory, *directory.parents)), root / "version"]
    settings = (environ.get("PYENV_VERSION", ""), *(_beginning(path, 256) for path in files))
    word = next((words[0] for setting in settings if (words := re.split(r"[\s:]+", setting.strip())) and words[0]), "")
    path = root / "versions" / word / "bin" / executable.name
    return path if re.fullmatch(r"[\w.-]+", word) and os.path.isfile(path) else None


def _interpreter(script: Path, environ: Mapping[str, str]) -> Path | None:
    """The Python that a script names in its first line."""
    line = _beginning(script, 256).partition("\n")[0]
    if not line.startswith("#!"):
        return None
    word = next((word for word in line[2:].split() if _is_python(word)), None)
    return _program(word, script.parent, environ) if word else None


def _virtual(executable: Path) -> tuple[dict[str, str], Path | None]:
    """What a virtual environment says of itself (PEP 405), and where it is."""
    for prefix in (executable.parent, executable.parent.parent):
        if text := _beginning(prefix / "pyvenv.cfg", 4096):
            pairs = (line.partition("=") for line in text.splitlines())
            return {key.strip().lower(): value.strip() for key, _, value in pairs}, prefix
    return {}, None


def _version(executable: Path) -> str:
    """The version of a Python that is installed; without its headers only as far as its name has it."""
    if executable == Path(os.path.realpath(sys.executable)):
        return ".".join(map(str, sys.version_info[:3]))
    short = re.search(r"\d+\.\d+", executable.name)
    for name in [f"python{short[0]}"] if short else _named(executable.parent.parent / "include"):
        header = _beginning(executable.parent.parent / "include" / name / "patchlevel.h", 4096)
        if found := re.search(r'^#define\s+PY_VERSION\s+"([\d.]+)', header, re.MULTILINE):
            return found[1]
    return short[0] if short else ""


def _packages(prefixes: list[Path], version: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for directory in dict.fromkeys(each for prefix in prefixes for each in _site_directories(prefix, version)):
        for name in _names(directory):
            stem, _, ending = name.rpartition(".")
            # An .egg-info may have the Python's version behind that of the package.
            parts = stem.split("-") if ending in ("dist-info", "egg-info") else []
            if len(parts) > 1 and len(found) < _MOST_PACKAGES:
                found.setdefault(parts[0].replace("_", "-").replace(".", "-").lower(), parts[1])
    return dict(sorted(found.items()))


def _site_directories(prefix: Path, version: str) -> Iterator[Path]:
    """Where packages of an installation lie, those that win first (`site`, and Debian's way with it)."""
    if os.name == "nt":
        yield prefix / "Lib" / "site-packages"
        return
    for name in [f"python{version}"] if version else _named(prefix / "lib"):
        yield prefix / "local" / "lib" / name / "dist-packages"
        yield prefix / "lib" / name / "site-packages"
    yield prefix / "lib" / "python3" / "dist-packages"


def _named(directory: Path) -> list[str]:
    return [name for name in _names(directory) if re.fullmatch(r"(?:python|pypy)\d+\.\d+\w*", name)]


def _names(directory: Path) -> list[str]:
    try:
        return sorted(os.listdir(directory))
    except OSError:
        return []


def _beginning(path: Path, most: int) -> str:
    try:
        with open_file(path) as stream:
            return stream.read(most).decode("utf-8", "replace")
    except (OSError, ValueError):
        return ""
