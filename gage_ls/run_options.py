"""What an editor may give a run beside flags, as options of `gage run`; refuses other shapes in words."""

from __future__ import annotations

from collections.abc import Iterator

from pygls.exceptions import JsonRpcInvalidParams

from gage_ls.shapes import Fields, object_in, text_in, texts_in


def run_options(command: str, fields: Fields) -> tuple[str, ...]:
    """The options that ``label``, ``tags``, ``env``, ``needed`` and ``timeout`` stand for."""
    return tuple(_options(command, fields))


def _options(command: str, fields: Fields) -> Iterator[str]:
    # One word each, so that no value is taken for an option.
    if isinstance(label := fields.get("label"), str) and "\0" not in label:
        yield f"--label={label}"
    elif label is not None:
        raise JsonRpcInvalidParams(f"{command}: 'label' must be a string")
    yield from (f"--tag={tag}" for tag in texts_in(command, fields, "tags"))
    yield from _variables(command, fields.get("env"))
    yield from _needed(command, fields.get("needed"))
    if fields.get("timeout") is not None:
        yield f"--timeout={_time(command, fields)}"


def _variables(command: str, env: object) -> Iterator[str]:
    for name, value in ({} if env is None else object_in(f"{command}: 'env'", env)).items():
        if not isinstance(value, str) or "\0" in name + value:
            raise JsonRpcInvalidParams(f"{command}: variable '{name}' of 'env' must be a string")
        yield f"--env={name}={value}"


def _needed(command: str, needed: object) -> Iterator[str]:
    if needed == "source":
        yield "--needed=source"
    elif isinstance(needed, bool):
        yield from ("--needed",) * needed
    elif needed is not None:
        raise JsonRpcInvalidParams(f"{command}: 'needed' must be true, false or \"source\"")


def _time(command: str, fields: Fields) -> str:
    time = fields["timeout"]
    if isinstance(time, int | float) and not isinstance(time, bool):
        return str(time)
    return text_in(command, fields, "timeout")
