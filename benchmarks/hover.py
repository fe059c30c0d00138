"""How long gage-ls takes to answer a hover and the hints of a screen, with files and runs around; asserts nothing.

Operations, config and patterns are hovered all over the file, before and right after an edit.
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

_SCREEN = 50
_SETTLED = 50


def main() -> None:
    """Print the median, the 95th percentile and the longest, in milliseconds."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--operations", type=int, nargs="*", default=[10, 500, 5000])
    options.add_argument("--runs", type=int, default=200)
    options.add_argument("--rounds", type=int, default=200)
    chosen = options.parse_args()
    print(f"{'':24}{'p50':>8}{'p95':>8}{'max':>8}  ms")
    for syntax in ("toml", "yaml", "json"):
        for count in chosen.operations:
            with tempfile.TemporaryDirectory() as directory:
                _measure(Path(directory), gagefile(count, syntax), syntax, count, chosen.runs, chosen.rounds)


def _measure(directory: Path, text: str, syntax: Syntax, count: int, runs: int, rounds: int) -> None:
    _fill(directory, runs)
    path = directory / f"gage.{syntax}"
    path.write_text(text)
    client = Client()
    uri = {"uri": path.as_uri()}
    client.wait("initialize", {"processId": None, "rootUri": None, "capabilities": {}})
    client.notify("initialized", {})
    client.notify("textDocument/didOpen", {"textDocument": {**uri, "languageId": syntax, "version": 1, "text": text}})
    lines = text.splitlines()
    places = _places(lines, rounds)
    settled = 0
    while settled < _SETTLED:  # the first check of the file takes a while
        quick = client.wait("textDocument/hover", {"textDocument": uri, "position": places[0]}) < 0.005
        settled = settled + 1 if quick else 0
        time.sleep(0.01)
    name = f"{syntax} {count}"
    _print(f"{name} hover", [client.wait("textDocument/hover", {"textDocument": uri, "position": p}) for p in places])
    edited = []
    for version, place in enumerate(places, 2):
        there = {"start": {"line": place["line"], "character": 0}, "end": {"line": place["line"], "character": 0}}
        change = {"textDocument": {**uri, "version": version}, "contentChanges": [{"range": there, "text": ""}]}
        client.notify("textDocument/didChange", change)
        edited.append(client.wait("textDocument/hover", {"textDocument": uri, "position": place}))
    _print(f"{name} after an edit", edited)
    screens = [
        {"start": {"line": place["line"], "character": 0}, "end": {"line": place["line"] + _SCREEN, "character": 0}}
        for place in places[::4]
    ]
    _print(f"{name} hints", [client.wait("textDocument/inlayHint", {"textDocument": uri, "range": s}) for s in screens])
    client.close()


def _fill(directory: Path, runs: int) -> None:
    """Files that the gagefile names, and runs of its first operation."""
    for script in ("train", "evaluate", "prepare", "export", "compare", "sweep"):
        (directory / f"{script}.py").write_text("".join(f"value_{number} = {number}\n" for number in range(100)))
    for folder in ("configs", "data"):
        (directory / folder).mkdir()
        for number in range(0, 1000, 5):
            (directory / folder / f"{number}.{'yaml' if folder == 'configs' else 'csv'}").write_text("")
    store = RunStore(directory / ".gage" / "runs")
    store.runs_dir.mkdir(parents=True)
    for _ in range(runs):
        opref = f"1 {directory.name} train-mnist-0".encode()
        store.make_run({"opref": opref, "initialized": b"1", "summary.json": b'{"metrics": {"loss": 0.5}}'})


def _places(lines: list[str], count: int) -> list[dict[str, Any]]:
    """Places of values and keys all over the file."""
    told = [(number, line) for number, line in enumerate(lines) if any(char.isalpha() for char in line)]
    step = max(len(told) // count, 1)
    return [
        {
            "line": number,
            "character": next(index for index, char in enumerate(line) if char.isalpha()) + (number % 2) * 14,
        }
        for number, line in told[::step]
    ][:count]


def _print(name: str, seconds: list[float]) -> None:
    taken = sorted(second * 1000 for second in seconds)
    middle, late = taken[len(taken) // 2], taken[int(len(taken) * 0.95)]
    print(f"{name:24}{middle:8.1f}{late:8.1f}{taken[-1]:8.1f}")


if __name__ == "__main__":
    main()
