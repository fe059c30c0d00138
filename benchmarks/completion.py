"""How long gage-ls takes to answer a completion after each letter, in a project with runs; asserts nothing.

A key is typed on a new line below commands all over the file, then an operation where runs are selected.
All times are those of the clock, from the request to its answer, the edit before it included.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path
from typing import Any

from gagefiles import gagefile
from pauses import Client

from gage.gagefile.document import Syntax
from gage.runs.store import RunStore

_SETTLED = 50
_PAUSE = 0.05
"""Seconds between two letters; quick typists take twice as long."""

_SELECT = {
    "toml": "[[more.depends]]\nrun-select = ",
    "yaml": "more:\n  depends:\n  - run-select: ",
    "json": '  "more": { "depends": [{ "run-select": ',
}
_ITEM = {"snippetSupport": True, "insertReplaceSupport": True, "documentationFormat": ["markdown"]}
_CAPABILITIES = {"textDocument": {"completion": {"completionItem": _ITEM}}}


def main() -> None:
    """Print the median, the 95th percentile and the longest, in milliseconds."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--operations", type=int, nargs="*", default=[10, 500, 5000])
    options.add_argument("--runs", type=int, default=200)
    options.add_argument("--rounds", type=int, default=60)
    chosen = options.parse_args()
    print(f"{'':24}{'p50':>8}{'p95':>8}{'max':>8}  ms")
    for syntax in ("toml", "yaml", "json"):
        for count in chosen.operations:
            with tempfile.TemporaryDirectory() as directory:
                _fill(Path(directory), count, chosen.runs)
                _measure(Path(directory), gagefile(count, syntax), syntax, count, chosen.rounds)


class _Typist:
    """Types into a document, and asks after each letter."""

    def __init__(self, path: Path, syntax: Syntax, text: str) -> None:
        self.client = Client()
        self.uri = {"uri": path.as_uri()}
        self.version = 1
        self.client.wait("initialize", {"processId": None, "rootUri": None, "capabilities": _CAPABILITIES})
        self.client.notify("initialized", {})
        opened = {**self.uri, "languageId": syntax, "version": 1, "text": text}
        self.client.notify("textDocument/didOpen", {"textDocument": opened})

    def settle(self) -> None:
        """Wait until the first check of the file is done."""
        settled = 0
        while settled < _SETTLED:
            settled = settled + 1 if self.ask(0, 0) < 0.005 else 0
            time.sleep(0.01)

    def ask(self, line: int, column: int) -> float:
        """Seconds until a completion is answered."""
        position = {"line": line, "character": column}
        return self.client.wait("textDocument/completion", {"textDocument": self.uri, "position": position})

    def edit(self, start: tuple[int, int], end: tuple[int, int], text: str) -> None:
        """Replace a range."""
        self.version += 1
        places = [{"line": line, "character": column} for line, column in (start, end)]
        change = {"range": {"start": places[0], "end": places[1]}, "text": text}
        document = {**self.uri, "version": self.version}
        self.client.notify("textDocument/didChange", {"textDocument": document, "contentChanges": [change]})

    def type(self, line: int, column: int, text: str) -> list[float]:
        """Type letter by letter at the end of a line, ask after each, and take it all back."""
        times = []
        for index, letter in enumerate(text):
            begun = time.perf_counter()
            self.edit((line, column + index), (line, column + index), letter)
            self.ask(line, column + index + 1)
            times.append(time.perf_counter() - begun)
            time.sleep(_PAUSE)
        self.edit((line, column), (line, column + len(text)), "")
        return times


def _measure(directory: Path, text: str, syntax: Syntax, count: int, rounds: int) -> None:
    path = directory / f"gage.{syntax}"
    path.write_text(text)
    typist = _Typist(path, syntax, text)
    typist.settle()
    lines = text.split("\n")
    commands = [number for number, line in enumerate(lines) if "exec" in line and not set(line) & set("[{")]
    times = []
    for number in commands[:: max(1, len(commands) // rounds)][:rounds]:
        indent = lines[number][: len(lines[number]) - len(lines[number].lstrip())]
        typist.edit((number, len(lines[number])), (number, len(lines[number])), f"\n{indent}")
        times += typist.type(number + 1, len(indent), '"sum' if syntax == "json" else "sum")
        typist.edit((number, len(lines[number])), (number + 1, len(indent)), "")
    _print(f"{syntax} {count} key", times)
    last = len(lines) - (3 if syntax == "json" else 1)
    before = _SELECT[syntax].split("\n")
    typist.edit((last, 0), (last, 0), _SELECT[syntax])
    times = [each for _ in range(10) for each in typist.type(last + len(before) - 1, len(before[-1]), '"op = tr')]
    _print(f"{syntax} {count} run-select", times)
    typist.client.close()


def _print(what: str, seconds: list[float]) -> None:
    times = sorted(second * 1000 for second in seconds)
    shown = [times[len(times) // 2], times[int(len(times) * 0.95)], times[-1]]
    print(f"{what:24}" + "".join(f"{value:8.2f}" for value in shown))


def _fill(directory: Path, operations: int, runs: int) -> None:
    """The files that the gagefile names, so that nothing is wrong in it, and runs with metrics."""
    for script in ("train", "evaluate", "prepare", "export", "compare", "sweep"):
        (directory / f"{script}.py").write_text("lr = 0.1\nepochs = 10\n" * 20)
    (directory / "configs").mkdir()
    (directory / "configs" / "small.yaml").touch()
    (directory / "data").mkdir()
    for number in range(0, operations, 5):
        (directory / "data" / f"{number}.csv").touch()
    store = RunStore(directory / ".gage" / "runs")
    for number in range(runs):
        summary: Any = b'{"metrics": {"loss": %d, "accuracy": 0.5}}' % number
        opref = f"2 {directory.name} train-mnist-0".encode()
        store.make_run({"opref": opref, "summary.json": summary, "initialized": b"1"})


if __name__ == "__main__":
    main()
