"""How long gage-ls takes to answer about the way through a large gagefile, at first and after an edit; asserts nothing.

All times are those of the clock, as a person has them, with what it takes to send the answer.
"""

from __future__ import annotations

import argparse
import statistics
import time
from typing import Any, get_args

from gagefiles import gagefile
from pauses import Client

from gage.gagefile.document import Syntax

URI = "file:///nowhere/gage."
NESTED = {"textDocument": {"documentSymbol": {"hierarchicalDocumentSymbolSupport": True}}}
REST = 0.3
"""Seconds after an edit in which it is checked, so that only the question is measured."""


def main() -> None:
    """Print a table for each syntax."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--operations", type=int, default=5_000)
    parser.add_argument("--edits", type=int, default=10)
    arguments = parser.parse_args()
    for syntax in get_args(Syntax):
        print(f"\n{syntax}, {arguments.operations:,} operations{'first':>14}{'median':>10}{'longest':>10} ms")
        measure(syntax, arguments.operations, arguments.edits)


def measure(syntax: Syntax, operations: int, edits: int) -> None:
    """Open a file in a server, and ask each question before and after each edit."""
    text, client, document = gagefile(operations, syntax), Client(), {"textDocument": {"uri": URI + syntax}}
    client.wait("initialize", {"processId": None, "rootUri": None, "capabilities": NESTED})
    client.notify("initialized", {})
    item = {**document["textDocument"], "languageId": syntax, "version": 1, "text": text}
    client.notify("textDocument/didOpen", {"textDocument": item})
    while not client.told:
        time.sleep(REST)
    line, column = place(text)
    for version, (method, more) in enumerate(questions(line, column).items(), 1):
        params = {**document, **more}
        first = client.wait(f"textDocument/{method}", params)
        times = []
        for edit in range(edits):
            change(client, document["textDocument"]["uri"], version * 1_000 + edit, line)
            time.sleep(REST)
            times.append(client.wait(f"textDocument/{method}", params))
        shown = [1_000 * seconds for seconds in (first, statistics.median(times), max(times))]
        print(f"  {method:<24}{shown[0]:>14.1f}{shown[1]:>10.1f}{shown[2]:>10.1f}")
    client.close()


def place(text: str) -> tuple[int, int]:
    """The line and a column of an operation's name in the middle of a text."""
    lines = text.split("\n")
    line = next(number for number in range(len(lines) // 2, len(lines)) if "train-" in lines[number].split("=")[0])
    return line, lines[line].index("train-") + 1


def questions(line: int, column: int) -> dict[str, dict[str, Any]]:
    """Each method and its params but for the document."""
    at = {"line": line, "character": column}
    screen = {"start": {"line": line, "character": 0}, "end": {"line": line + 60, "character": 0}}
    return {
        "documentSymbol": {},
        "foldingRange": {},
        "semanticTokens/full": {},
        "semanticTokens/range": {"range": screen},
        "documentLink": {},
        "selectionRange": {"positions": [at]},
        "documentHighlight": {"position": at},
        "definition": {"position": at},
        "references": {"position": at, "context": {"includeDeclaration": True}},
        "rename": {"position": at, "newName": "another"},
    }


def change(client: Client, uri: str, version: int, line: int) -> None:
    """Type a space above the operation."""
    place = {"line": line - 1, "character": 0}
    changes = [{"range": {"start": place, "end": place}, "text": " "}]
    client.notify(
        "textDocument/didChange", {"textDocument": {"uri": uri, "version": version}, "contentChanges": changes}
    )


if __name__ == "__main__":
    main()
