"""Pictures of what real commands print on a real terminal, in the colours of a palette; the clock alone is stopped."""

from __future__ import annotations

import json
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Any

import pyte
from cli.palettes import Palette
from cli.terminal import Terminal

from gage.runs.record import Record
from gage.runs.store import RunStore

COMMANDS = (("list",), ("show", "2"), ("check", "gage.toml"))
_COLUMNS, _ROWS = 96, 62
_WIDTH, _HEIGHT, _MARGIN = 8.4, 18, 12
"""Of a character and of the margin, in pixels."""

_FONTS = "DejaVu Sans Mono, Menlo, Consolas, monospace"
_BLANK = "\N{NO-BREAK SPACE}"
"""Of plain ones several are shown as one."""

_NOW = 1_767_225_600
"""Seconds since the epoch: the beginning of 2026."""

_AT_THAT_TIME = f"""
import datetime, sys, time

class Stopped(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp({_NOW}, tz)

datetime.datetime = Stopped
time.time = lambda: {_NOW}.0
sys.argv[0] = "gage"

from gage.__main__ import main

main()
"""

_GAGEFILE = """\
[train]
description = "Fit the classifier"
exec = "python train.py"
config = "train.py"
progress = "tqmd"

[evaluate]
exce = "python evaluate.py"
depends = "data"
"""


@contextmanager
def project() -> Iterator[Path]:
    """A project with a run of each status and a gagefile with mistakes."""
    with tempfile.TemporaryDirectory(prefix="s") as directory:
        path = Path(directory, "digits")
        path.mkdir()
        (path / "gage.toml").write_text(_GAGEFILE)
        (path / "train.py").write_text("lr = 0.1\n")
        for index, (members, config, metrics, label) in enumerate(_RUNS):
            _make_run(path, index, members, config, metrics, label)
        yield path


_LIVES = {"proc/lock": str(os.getpid()).encode()}
_RUNS: tuple[tuple[dict[str, bytes], dict[str, Any], dict[str, Any], str], ...] = (
    ({"proc/exit": b"1"}, {"lr": 1.0}, {}, ""),
    ({"proc/exit": b"-15"}, {"lr": 0.3}, {"loss": 0.61}, ""),
    ({"proc/exit": b"0"}, {"lr": 0.1}, {"loss": 0.25, "accuracy": 0.91}, "baseline"),
    ({"proc/exit": b"0"}, {"lr": 0.05}, {"loss": 0.19, "accuracy": 0.94}, "best [so far]"),
    ({**_LIVES}, {"lr": 0.01}, {"loss": 0.42}, ""),
)


_IDS = (
    "019b7600-52aa-7c1e-8f04-3b1d6a90c2f7",
    "019b7637-41c3-7d52-9b6e-e02f8c51a7d4",
    "019b766e-30dc-7e83-a1f7-94c6b7035e1b",
    "019b76a5-1ff5-7fa4-b258-27e90d4f68c5",
    "019b76dc-0f0e-70d5-8c39-da5817b2f496",
)


def _make_run(
    project_dir: Path,
    index: int,
    members: dict[str, bytes],
    config: dict[str, Any],
    metrics: dict[str, Any],
    label: str,
) -> None:
    """A run that began some hours ago."""
    begun = (_NOW - 3600 * (len(_RUNS) - index)) * 1_000_000
    times = {"initialized": begun, "started": begun + 1_000_000}
    if "proc/exit" in members:
        times["stopped"] = begun + 93_500_000
    store, run_id = RunStore(project_dir / ".gage/runs"), _IDS[index]
    record = {
        **members,
        **{name: str(time).encode() for name, time in times.items()},
        "id": run_id.encode(),
        "opref": b"2 digits train",
        "config.json": json.dumps(config).encode(),
        "summary.json": json.dumps({"metrics": metrics, "run": {"label": label or None}}).encode(),
        "output/20_run": b"epoch 1\nepoch 2\n",
    }
    Record(store.runs_dir, run_id).make(record)


def screen(background: str) -> pyte.Screen:
    """What a terminal shows after the commands that says COLORFGBG, or nothing, of its background."""
    shown = pyte.Screen(_COLUMNS, _ROWS)
    stream = pyte.ByteStream(shown)
    with project() as directory:
        for arguments in COMMANDS:
            settings = {
                "NO_COLOR": "",
                "COLUMNS": "",
                "COLORTERM": "",
                "GAGE_PAGER": "cat",
                "COLORFGBG": background,
            }
            words = [sys.executable, "-c", _AT_THAT_TIME, *arguments]
            terminal = Terminal(directory, words, _COLUMNS, _ROWS, **settings)
            terminal.finish()
            stream.feed(f"$ gage {' '.join(arguments)}\r\n".encode())
            stream.feed(_at_home(terminal.shown, directory))
        stream.feed(b"$ ")
    return shown


def _at_home(printed: bytes, directory: Path) -> bytes:
    """What was printed of a directory as of one in the home of somebody; what stands behind it stays in its column."""
    real, home = str(directory.resolve()).encode(), b"/home/ada/digits"
    gap = b" " * (len(real) - len(home))
    return re.sub(re.escape(real) + rb"(\S*)(?= )", lambda path: home + path[1] + gap, printed).replace(real, home)


def picture(shown: pyte.Screen, palette: Palette) -> str:
    """A screen as an SVG image."""
    rows = [_row(shown, row, palette) for row in range(_ROWS)]
    while not rows[-1]:
        rows.pop()
    width, height = _COLUMNS * _WIDTH + 2 * _MARGIN, len(rows) * _HEIGHT + 2 * _MARGIN
    lines = [f'<text y="{_MARGIN + 13 + row * _HEIGHT}">{spans}</text>' for row, spans in enumerate(rows) if spans]
    size = f'viewBox="0 0 {width:.0f} {height}" width="{width:.0f}"'
    begin = f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="{_FONTS}" font-size="14">'
    behind = f'<rect width="100%" height="100%" rx="6" fill="#{palette.background}"/>'
    return "\n".join([begin, behind, *lines, "</svg>\n"])


def _row(shown: pyte.Screen, row: int, palette: Palette) -> str:
    """Words and blanks of the same look, each at its column and of its width: fonts differ."""
    cells = [(column, shown.buffer[row][column]) for column in range(_COLUMNS)]
    while cells and cells[-1][1].data == " ":
        cells.pop()
    looks = groupby(cells, key=lambda cell: (cell[1].fg, cell[1].bold, cell[1].italics))
    return "".join(_span(list(stretch), palette) for _, stretch in looks)


def _span(cells: list[tuple[int, Any]], palette: Palette) -> str:
    while cells and cells[0][1].data == " ":
        cells = cells[1:]
    text = "".join(cell.data for _, cell in cells).rstrip()
    if not text:
        return ""
    column, look = cells[0]
    fill = "#{:02x}{:02x}{:02x}".format(*palette.rgb(look.fg))
    weight = ' font-weight="bold"' if look.bold else ""
    slant = ' font-style="italic"' if look.italics else ""
    place = f'x="{_MARGIN + column * _WIDTH:.1f}" textLength="{len(text) * _WIDTH:.1f}"'
    return f'<tspan {place} fill="{fill}"{weight}{slant}>{escape(text).replace(" ", _BLANK)}</tspan>'
