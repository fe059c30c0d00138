"""How long gage-ls leaves an editor waiting while it checks a file in which every operation is wrong; asserts nothing.

An edit and a question about its place are sent together, again and again, to a real server. All times are those of the
clock, as a person has them.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from gagefiles import wrong_gagefile


class Client:
    """One editor: keeps when each answer and the diagnostics of each version came."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "gage_ls"]
        self._server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.answered: dict[int, float] = {}
        self.told: list[tuple[float, int, int]] = []
        self._last_id = 0
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def notify(self, method: str, params: Any) -> None:
        """Send a notification."""
        self._send({"jsonrpc": "2.0", "method": method, "params": params})

    def wait(self, method: str, params: Any) -> float:
        """Send a request; seconds until its answer."""
        self._last_id += 1
        begun = time.perf_counter()
        self._send({"jsonrpc": "2.0", "id": self._last_id, "method": method, "params": params})
        while self._last_id not in self.answered:
            time.sleep(0.0005)
        return self.answered[self._last_id] - begun

    def close(self) -> None:
        """End the server."""
        self.wait("shutdown", None)
        self.notify("exit", None)
        self._server.wait()

    def _send(self, message: Any) -> None:
        assert self._server.stdin
        body = json.dumps(message).encode()
        self._server.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self._server.stdin.flush()

    def _read(self) -> None:
        assert self._server.stdout
        length = 0
        while line := self._server.stdout.readline():
            if line.startswith(b"Content-Length:"):
                length = int(line.split(b":")[1])
            elif not line.strip():
                content = self._server.stdout.read(length)
                self._note(content, time.perf_counter())

    def _note(self, content: bytes, now: float) -> None:
        # Thousands of diagnostics are counted as text: to read them would keep this client from its next message.
        if b'"textDocument/publishDiagnostics"' in content:
            version = re.search(rb'"version": (\d+)', content)
            self.told.append((now, int(version[1]) if version else 0, content.count(b'"source": "gage"')))
        elif "method" not in (message := json.loads(content)):
            self.answered[message["id"]] = now


def main() -> None:
    """Print a row for each syntax."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--operations", type=int, default=5_000)
    parser.add_argument("--edits", type=int, default=100)
    options = parser.parse_args()
    print(f"\n{options.operations:,} wrong operations: ms until            longest wait in ms for an answer (median)")
    print("syntax       opened   first told   all told       while checking      when all is known")
    for syntax in ("toml", "yaml", "json"):
        with tempfile.TemporaryDirectory() as directory:
            uri = (Path(directory) / f"gage.{syntax}").as_uri()
            print(row(uri, syntax, options.operations, options.edits), flush=True)


def row(uri: str, syntax: str, operations: int, edits: int) -> str:
    """Open, edit while the check goes on, wait for its end, edit again."""
    client = Client()
    client.wait("initialize", {"processId": None, "rootUri": None, "capabilities": {}})
    client.notify("initialized", {})
    text = wrong_gagefile(operations, syntax)
    begun = time.perf_counter()
    opened = {"uri": uri, "languageId": syntax, "version": 1, "text": text}
    client.notify("textDocument/didOpen", {"textDocument": opened})
    ready = client.wait("textDocument/codeAction", question(uri, 0, 0))
    during = edit_and_ask(client, uri, text, edits, 2)
    while client.told[-1][1] != edits + 1 or client.told[-1][2] < min(operations, 5_000):
        time.sleep(0.01)
    first, everything = client.told[0][0] - begun, client.told[-1][0] - begun
    after = edit_and_ask(client, uri, text, edits, edits + 2)
    client.close()
    times = f"{ready * 1000:>8.0f}{first * 1000:>12.0f}{everything * 1000:>12.0f}"
    return f"{syntax:<10}{times}{waited(during):>21}{waited(after):>24}"


def waited(seconds: list[float]) -> str:
    """The longest of sorted times, and their median."""
    return f"{seconds[-1] * 1000:.0f} ({seconds[len(seconds) // 2] * 1000:.0f})"


def question(uri: str, line: int, column: int) -> dict[str, Any]:
    """What can be done at a place."""
    place = {"line": line, "character": column}
    return {"textDocument": {"uri": uri}, "range": {"start": place, "end": place}, "context": {"diagnostics": []}}


def edit_and_ask(client: Client, uri: str, text: str, edits: int, version: int) -> list[float]:
    """Type at places all over the file; how long each answer about the place took, the longest last."""
    texts = text.split("\n")
    lines = [number for number, line in enumerate(texts) if "description" in line]
    waits = []
    for edit in range(edits):
        line = lines[(edit * 37) % len(lines)]
        column = texts[line].index("with")
        place = {"line": line, "character": column}
        here = {"start": place, "end": place}
        document = {"uri": uri, "version": version + edit}
        client.notify(
            "textDocument/didChange",
            {"textDocument": document, "contentChanges": [{"range": here, "text": "x"}]},
        )
        waits.append(client.wait("textDocument/codeAction", question(uri, line, column)))
        time.sleep(0.05)
    return sorted(waits)


if __name__ == "__main__":
    main()
