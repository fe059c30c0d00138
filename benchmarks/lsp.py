"""gage-ls beside other language servers on the same gagefiles, in one run: prints tables; measures, asserts nothing.

Every server gets the same edits in its own syntax: a letter into the key `exec` of an operation, and out again. A time
ends when the diagnostics say so. With `--peers DIRECTORY` the servers that `make benchmark-peers` installs take part.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gagefiles import gagefile
from lsp_client import Client, Message, TooLateError

from gage.gagefile.document import Syntax

HERE = Path(__file__).resolve().parent
SCHEMA = HERE.parent / "schemas" / "gagefile.schema.json"
COLUMNS = ("start", "first", "key", "p95", "cpu", "completion", "p95", "hover", "p95", "symbols", "p95", "MB")
"""Medians, and beside them what 95 of 100 stay below. ``start`` and ``first`` are from the start of the process.
``cpu`` is what a keystroke takes of a processor, whatever else runs and however long a server waits."""


@dataclass(frozen=True)
class Server:
    """How a server is started and told of our schema. ``waits_for`` is a request of its own that has to come first."""

    name: str
    syntaxes: tuple[Syntax, ...]
    command: list[str]
    settings: Any = None
    options: Any = None
    files: tuple[tuple[str, str], ...] = ()
    language: str = ""
    waits_for: str = ""


def ours() -> list[Server]:
    """gage-ls, and the floor below it."""
    every: tuple[Syntax, ...] = ("toml", "yaml", "json")
    return [
        Server("bare pygls", ("toml",), [sys.executable, str(HERE / "bare_pygls.py")]),
        Server("gage-ls", every, [sys.executable, "-m", "gage_ls"]),
    ]


def peers(directory: Path) -> list[Server]:
    """Those that are installed in a directory, each told of our schema in its own way.

    taplo is not among them: its packages on PyPI and npm are built without its server.
    """
    programs, node = directory / "venv" / "bin", directory / "npm" / "node_modules" / ".bin"
    uri, schema = SCHEMA.as_uri(), json.loads(SCHEMA.read_text(encoding="utf-8"))
    tombi = f'[schema.catalog]\npaths = []\n[[schemas]]\npath = "{SCHEMA}"\ninclude = ["gage.toml"]\n'
    yaml = {"yaml": {"schemaStore": {"enable": False}, "schemas": {uri: ["gage.yaml"]}, "completion": True}}
    of_json = {"fileMatch": ["gage.json"], "url": "https://gage.example/schema", "schema": schema}
    found = [
        Server("tombi", ("toml",), [str(programs / "tombi"), "lsp", "--offline"], files=(("tombi.toml", tombi),)),
        Server(
            "vscode-json",
            ("json",),
            [str(node / "vscode-json-language-server"), "--stdio"],
            {"json": {"validate": {"enable": True}, "schemas": [of_json]}, "http": {}},
            {"handledSchemaProtocols": ["file"]},
            language="jsonc",
        ),
        Server(
            "yaml-ls",
            ("yaml",),
            [str(node / "yaml-language-server"), "--stdio"],
            yaml,
            waits_for="workspace/configuration",
        ),
    ]
    return [server for server in found if Path(server.command[0]).exists()]


def main() -> None:
    """Measure every server at every size; servers of one size follow each other, so that they meet the same load."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peers", type=Path, metavar="DIRECTORY", help="where other servers are installed")
    parser.add_argument("--sizes", default="10,100,1000,5000", help="numbers of operations")
    parser.add_argument("--rounds", type=int, default=40, help="edits and questions of each kind")
    parser.add_argument("--starts", type=int, default=7, help="starts of each server")
    parser.add_argument("--patience", type=float, default=60, help="seconds before a server is given up")
    options = parser.parse_args()
    servers = ours() + (peers(options.peers.resolve()) if options.peers else [])
    print(f"{'milliseconds':<22}" + "".join(f"{column:>11}" for column in COLUMNS))
    for size in map(int, options.sizes.split(",")):
        for server in servers:
            for syntax in server.syntaxes:
                cells = measure(server, syntax, size, options)
                name = f"{server.name} {syntax} {size:,}"
                print(f"{name:<22}" + "".join(f"{cell:>11}" for cell in cells), flush=True)


def measure(server: Server, syntax: Syntax, size: int, options: argparse.Namespace) -> list[str]:
    """A row of the table; a dash for what did not come in time, nothing for what the server cannot do."""
    row = [""] * len(COLUMNS)
    starts, firsts = [], []
    try:
        for _ in range(options.starts):
            session = Session(server, syntax, size, options.patience)
            starts.append(session.initialized)
            firsts.append(session.first_diagnostics())
            session.close()
        row[0], row[1] = _ms(statistics.median(starts)), _ms(statistics.median(firsts))
        session = Session(server, syntax, size, options.patience)
        session.first_diagnostics()
        for column, seconds in session.times(options.rounds):
            index = COLUMNS.index(column)
            row[index] = _ms(statistics.median(seconds))
            if COLUMNS[index + 1] == "p95":
                row[index + 1] = _ms(sorted(seconds)[int(len(seconds) * 0.95)])
        row[-1] = f"{session.client.megabytes():.0f}"
        session.close()
    except TooLateError:
        row[next(index for index, cell in enumerate(row) if not cell)] = "-"
    return row


class Session:
    """A server that was started and given a gagefile with one mistake."""

    def __init__(self, server: Server, syntax: Syntax, size: int, patience: float) -> None:
        self.root = Path(tempfile.mkdtemp(prefix="gage-benchmark-"))
        for name, content in server.files:
            (self.root / name).write_text(content, encoding="utf-8")
        self.lines = gagefile(size, syntax).split("\n")
        make_project(self.root, size)
        path = self.root / f"gage.{syntax}"
        path.write_text("\n".join(self.lines), encoding="utf-8")
        self.uri, self.version = path.as_uri(), 1
        self.keys = [number for number, line in enumerate(self.lines) if "exec" in line.split("python")[0]]
        self.client = Client(server.command, self.root, server.settings, patience)
        self.able = self.client.initialize(self.root, server.options)
        sync = self.able.get("textDocumentSync", 1)
        self._wants_all = (sync.get("change", 1) if isinstance(sync, dict) else sync) == 1
        self.initialized = time.perf_counter() - self.client.begun
        if server.waits_for:
            self.client.wait(lambda: server.waits_for in self.client.asked)
            time.sleep(0.2)
        self._open(server.language or syntax)

    def first_diagnostics(self) -> float:
        """Seconds from the start until the mistake is told; it is mended then."""
        at = self._until(0, is_wrong=True)
        self.version += 1
        before = len(self.client.told)
        line = self.keys[0]
        self._replace(line, self.lines[line].index("exxec") + 2, 1, "")
        self._until(before, is_wrong=False)
        return at - self.client.begun

    def times(self, rounds: int) -> Iterator[tuple[str, list[float]]]:
        """The seconds of each column that has a median."""
        self._until_idle()
        before = self.client.processor_seconds()
        keys = [seconds for number in range(rounds) for seconds in self._toggle(number)]
        yield "key", keys
        yield "cpu", [(self.client.processor_seconds() - before) / len(keys)]
        document = {"textDocument": {"uri": self.uri}}
        if self.able.get("completionProvider") is not None:
            yield "completion", [self._complete(number) for number in range(rounds)]
        if self.able.get("hoverProvider"):
            places = (self._place(number) for number in range(rounds))
            yield "hover", [self._ask("textDocument/hover", {**document, "position": place}) for place in places]
        if self.able.get("documentSymbolProvider"):
            yield "symbols", [self._ask("textDocument/documentSymbol", document) for _ in range(min(rounds, 10))]

    def close(self) -> None:
        """End the server."""
        self.client.close()

    def _until_idle(self) -> None:
        """What is done after a file was opened is not what a keystroke costs."""
        used = -1.0
        while used != self.client.processor_seconds():
            used = self.client.processor_seconds()
            time.sleep(0.5)

    def _open(self, language: str) -> None:
        first, column = self.keys[0], self._column(self.keys[0])
        self.lines[first] = self.lines[first][:column] + "x" + self.lines[first][column:]
        item = {"uri": self.uri, "languageId": language, "version": 1, "text": "\n".join(self.lines)}
        self.client.notify("textDocument/didOpen", {"textDocument": item})

    def _toggle(self, number: int) -> Iterator[float]:
        line = self._line(number)
        column = self._column(line)
        for length, text, is_wrong in ((0, "x", True), (1, "", False)):
            before = len(self.client.told)
            sent = self._replace(line, column, length, text)
            yield self._until(before, is_wrong) - sent

    def _complete(self, number: int) -> float:
        """Ask for what can be typed behind the first letters of a key, right after they were typed."""
        line = self._line(number)
        indent = self.lines[line][: len(self.lines[line]) - len(self.lines[line].lstrip())]
        typed = indent + ('"de' if self.uri.endswith("json") else "de")
        self._change(line, 0, line, 0, f"{typed}\n")
        position = {"line": line, "character": len(typed)}
        seconds = self._ask("textDocument/completion", {"textDocument": {"uri": self.uri}, "position": position})
        self._change(line, 0, line + 1, 0, "")
        return seconds

    def _ask(self, method: str, params: Any) -> float:
        return self.client.ask(method, params)[0]

    def _place(self, number: int) -> Message:
        line = self._line(number)
        return {"line": line, "character": self._column(line)}

    def _line(self, number: int) -> int:
        return self.keys[(number * 37) % len(self.keys)]

    def _column(self, line: int) -> int:
        return self.lines[line].index("exec") + 2

    def _replace(self, line: int, column: int, length: int, text: str) -> float:
        return self._change(line, column, line, column + length, text)

    def _change(self, line: int, column: int, end_line: int, end_column: int, text: str) -> float:
        """Edit, in the way in which the server wants to hear of it."""
        self.version += 1
        document = {"uri": self.uri, "version": self.version}
        start, end = {"line": line, "character": column}, {"line": end_line, "character": end_column}
        change: Message = {"range": {"start": start, "end": end}, "text": text}
        first, last = self.lines[line], self.lines[end_line]
        self.lines[line : end_line + 1] = (first[:column] + text + last[end_column:]).split("\n")
        if self._wants_all:
            change = {"text": "\n".join(self.lines)}
        params = {"textDocument": document, "contentChanges": [change]}
        return self.client.notify("textDocument/didChange", params)

    def _until(self, seen: int, is_wrong: bool) -> float:
        """When diagnostics came that say whether there is a mistake."""
        told = self.client.told

        def wanted(found: list[Message]) -> bool:
            return _has_errors(found) == is_wrong

        self.client.wait(lambda: any(wanted(found) for _, found in told[seen:]))
        return next(at for at, found in told[seen:] if wanted(found))


def make_project(root: Path, size: int) -> None:
    """The files that the gagefiles name, so that there is nothing to say of files."""
    (root / "data").mkdir()
    (root / "configs").mkdir()
    (root / "configs" / "a.yaml").touch()
    for name in ("train", "evaluate", "prepare", "export", "compare", "sweep"):
        (root / f"{name}.py").write_text("lr = 0.1\n", encoding="utf-8")
    for number in range(0, size, 5):
        (root / "data" / f"{number}.csv").touch()


def _has_errors(found: list[Message]) -> bool:
    return any(item.get("severity", 1) <= 2 for item in found)


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f}" if seconds < 1 else f"{seconds * 1000:,.0f}"


if __name__ == "__main__":
    main()
