"""Hides the secrets of a run in all that is written about it; finds them again, for a run that is started later.

Commands get the true values. What commands print, and the copied source code, are kept as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from gage.config.command_config import quoted, with_places
from gage.gagefile.model import Command, Operation
from gage.gagefile.secrets import assigned_secrets, is_secret, secrets_within
from gage.runs.summary import Scalar

_MASK = re.compile(r"<secret (\w+)>")
_LONG_ENOUGH = 8
"""A value of fewer characters may be part of any word; it is hidden only where it is one itself."""


class Masking:
    """The secrets of one run: values, each with the name of an environment variable that can give it again."""

    def __init__(self, names: Mapping[str, str] | None = None) -> None:
        self._names = dict(names or {})

    @property
    def names(self) -> list[str]:
        """The variables, each once."""
        return list(dict.fromkeys(self._names.values()))

    def hide(self, text: str) -> str:
        """The text with ``<secret NAME>`` in place of every secret."""
        return _hidden(text, self._names)

    def hide_command(self, command: Command) -> Command:
        """A command without secrets; in a line for the shell they may stand in quotes, or marked for it."""
        if not isinstance(command, str):
            return tuple(map(self.hide, command))
        if command.startswith("#!"):
            return self.hide(command)
        spelled = {spelling: name for value, name in self._names.items() for spelling in _spellings(value)}
        return _hidden(command, spelled)

    def hide_in(self, data: Any) -> Any:
        """Data of JSON with the secrets in its values hidden; a number that is one becomes text."""
        if isinstance(data, str):
            return self.hide(data)
        if isinstance(data, Mapping):
            return {key: self.hide_in(value) for key, value in data.items()}
        if isinstance(data, list | tuple):
            return type(data)(self.hide_in(item) for item in data)
        is_number = isinstance(data, int | float) and not isinstance(data, bool)
        return _mask(self._names[str(data)]) if is_number and str(data) in self._names else data

    def hide_all(self, text: str) -> str:
        """The text without these secrets, and without whatever else in it looks like one: for a diff of any files."""
        others = dict.fromkeys(secrets_within(text), "TOKEN")
        others.update((value, _variable(name)) for name, value in assigned_secrets(text))
        return Masking({**others, **self._names}).hide(text)


NO_SECRETS = Masking()


def find_secrets(operation: Operation, commands: Iterable[Command], values: Mapping[str, Scalar]) -> Masking:
    """What looks like a secret in the environment of an operation, its config and its commands."""
    names: dict[str, str] = {}
    for name, value in operation.env.items():
        if _holds_secret(name, value):
            names.setdefault(value, name)
    for key, scalar in values.items():
        if isinstance(scalar, str) and _holds_secret(key.rpartition(".")[2], scalar):
            names.setdefault(scalar, _variable(key))
    # What is known by name already is not found once more as a nameless part of it.
    rest = Masking(names).hide("\n".join(_texts([*commands, operation.data])))
    for number, token in enumerate(dict.fromkeys(secrets_within(rest)), start=1):
        names[token] = f"SECRET_{number}"
    return Masking(names)


def is_masked(value: Scalar) -> bool:
    """Whether a recorded value stands in for a secret."""
    return isinstance(value, str) and _MASK.search(value) is not None


def masked_names(data: Any) -> list[str]:
    """The variables that masks in recorded texts name, each once."""
    return list(dict.fromkeys(name for text in _texts(data) for name in _MASK.findall(text)))


def reveal(command: Command, secrets: Mapping[str, str]) -> Command:
    """A recorded command with the secrets of these names, quoted where a shell reads them."""
    if not secrets:
        return command
    return with_places(command, re.compile(rf"<secret (?P<name>{'|'.join(secrets)})>|(?P<escaped>(?!))"), secrets)


def reveal_text(text: str, secrets: Mapping[str, str]) -> str:
    """A recorded text with the secrets of these names."""
    return _MASK.sub(lambda found: secrets.get(found[1], found[0]), text)


def _mask(name: str) -> str:
    return f"<secret {name}>"


def _variable(key: str) -> str:
    """The variable that can give the secret of a config key."""
    return re.sub(r"\W", "_", key).upper()


def _holds_secret(name: str, value: str) -> bool:
    return is_secret(name, value) or any(True for _ in secrets_within(value))


def _spellings(value: str) -> Iterator[str]:
    """A value as it may stand in a command: alone, in quotes, or with what a shell would read marked."""
    yield value
    for quote in ("", "'", '"'):
        yield quoted(value, quote)


def _hidden(text: str, names: Mapping[str, str]) -> str:
    if not names:
        return text
    # Of secrets that hold one another the longest counts.
    pattern = "|".join(map(_place, sorted(names, key=len, reverse=True)))
    return re.sub(pattern, lambda found: _mask(names[found[0]]), text)


def _place(spelling: str) -> str:
    pattern = re.escape(spelling)
    return pattern if len(spelling) >= _LONG_ENOUGH else rf"(?<!\w){pattern}(?!\w)"


def _texts(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, Mapping):
        for value in data.values():
            yield from _texts(value)
    elif isinstance(data, list | tuple):
        for item in data:
            yield from _texts(item)
