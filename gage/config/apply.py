"""Writes the values of a run into the files copied for it; changes no character outside the literals that differ."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from pathlib import Path

from gage.config.config_file import ConfigFile, ConfigFileError, parse_config_file
from gage.config.project_config import ConfigError, Literal, ProjectConfig, Scalar
from gage.config.resolve import fit, same, spelled
from gage.gagefile.text import Lines


def apply_config(
    config: ProjectConfig, values: Mapping[str, Scalar], run_dir: Path, given: Collection[str] | None = None
) -> str:
    """Rewrite the literals of the run's files that are to have another value; the changes as unified diffs.

    ``values`` are resolved ones. ``given`` are the keys that flags set: each gets its value in every file that defines
    it. Without it they are the keys whose value is not the project's. Raises ConfigError before anything is written
    if a file to change was not copied, or does not have the literal any more.
    """
    changed = {
        name: values[name]
        for name in (values if given is None else given)
        if name in config.values and (given is not None or not same(values[name], config.values[name]))
    }
    texts = {}
    for path, literals in sorted(config.files.items()):
        wanted = _wanted(path, literals, changed)
        if wanted:
            file = _read_copy(path, wanted, run_dir)
            texts[path] = file, _rewritten(path, file, wanted, literals)
    for path, (file, text) in texts.items():
        if text != file.text:
            _replace(run_dir / path, file.encode(text))
    return "".join(_diff(path, file.text, text) for path, (file, text) in texts.items())


def _wanted(path: str, literals: Mapping[str, Literal], changed: Mapping[str, Scalar]) -> dict[str, Scalar]:
    """What is to be written; an option of the command line is given there."""
    names = [name for name in changed if name in literals and not literals[name].option]
    wanted = {name: fit(name, changed[name], literals[name], path) for name in names}
    return {name: value for name, value in wanted.items() if not same(value, literals[name].value)}


def _read_copy(path: str, wanted: Mapping[str, Scalar], run_dir: Path) -> ConfigFile:
    names = ", ".join(wanted)
    copy = run_dir / path
    real, root = os.path.realpath(copy), os.path.realpath(run_dir)
    if not real.startswith(root + os.sep) or not os.path.isfile(real):
        raise ConfigError(
            f"{names} cannot be set: {path} was not copied into the run; let the operation's sourcecode select it"
        )
    try:
        return parse_config_file(path, copy.read_bytes())
    except (OSError, ConfigFileError) as error:
        raise ConfigError(f"{names} cannot be set: the run's copy of {path} cannot be read: {error}") from error


def _rewritten(path: str, file: ConfigFile, wanted: Mapping[str, Scalar], literals: Mapping[str, Literal]) -> str:
    edits: dict[tuple[int, int], tuple[str, Scalar]] = {}
    for name, value in wanted.items():
        literal = file.literals.get(literals[name].key)
        if literal is None:
            raise ConfigError(f"{name} cannot be set: the run's copy of {path} does not define it any more")
        other, theirs = edits.setdefault((literal.start, literal.end), (name, value))
        if not same(theirs, value):
            raise ConfigError(f"{other} and {name} share one value in {path} and cannot be set to different ones")
        if same(literal.value, value):
            del edits[literal.start, literal.end]
    text = file.text
    for (start, end), (name, value) in sorted(edits.items(), reverse=True):
        text = text[:start] + file.spell(file.literals[literals[name].key], value) + text[end:]
    if edits:
        _read_again(path, file, text, edits)
    return text


def _read_again(path: str, file: ConfigFile, text: str, edits: Mapping[tuple[int, int], tuple[str, Scalar]]) -> None:
    """Make sure that a rewritten file has the new values, and all others as they were. Raises ConfigError."""
    try:
        found = parse_config_file(path, file.encode(text)).literals
    except (ConfigFileError, UnicodeEncodeError):
        found = {}
    for key, literal in file.literals.items():
        name, value = edits.get((literal.start, literal.end), ("", literal.value))
        if key not in found or not same(found[key].value, value):
            told = f"{name}={spelled(value)}" if name else "the values"
            raise ConfigError(f"{told} cannot be written into {path}; the file would not read as it should")


def _replace(path: Path, data: bytes) -> None:
    """Put new content in the place of a file, which may be read-only, keeping its mode."""
    import tempfile

    mode = path.stat().st_mode
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if os.name == "nt":
            path.chmod(0o600)
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise
    path.chmod(mode & 0o7777)


def _diff(path: str, before: str, after: str) -> str:
    import difflib

    lines = difflib.unified_diff(_lines(before), _lines(after), path, path)
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def _lines(text: str) -> list[str]:
    """Lines with their ends; a bare carriage return, which no diff tool takes for one, becomes a newline."""
    starts = Lines(text).starts
    pieces = [text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]
    return [f"{line[:-1]}\n" if line.endswith("\r") else line for line in pieces if line]
