"""Which kind of file a name stands for: a gagefile, a board, a summary or a user config; opens none of them."""

from __future__ import annotations

from typing import NamedTuple


class FileKind(NamedTuple):
    """A kind of file that can be checked: what it is called, and the schema that says what it may hold."""

    called: str
    schema: str


GAGEFILE = FileKind("gagefile", "gagefile.schema.json")
BOARD = FileKind("board", "board.schema.json")
SUMMARY = FileKind("summary", "summary.schema.json")
USER_CONFIG = FileKind("user config", "user-config.schema.json")

_BY_STEM = {"board": BOARD, "summary": SUMMARY}

USER_CONFIG_NAMES = tuple(
    f"{stem}.{suffix}" for stem in (".gage/config", "gageconfig") for suffix in ("toml", "yaml", "json")
)
"""Where a directory keeps the config of its user; the first that exists is the one."""


def kind_of(path: str) -> FileKind:
    """The kind of a file by its path; one whose name says nothing is a gagefile."""
    *directories, name = path.replace("\\", "/").split("/")
    if (f".gage/{name}" if directories[-1:] == [".gage"] else name) in USER_CONFIG_NAMES:
        return USER_CONFIG
    # board.yaml, and train.board.yaml where there are several
    return _BY_STEM.get(".".join(name.split(".")[-2:-1]), GAGEFILE)
