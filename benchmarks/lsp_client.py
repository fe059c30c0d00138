"""A client of any language server over pipes that keeps when everything came; for measurements."""

from __future__ import annotations

import json
import os
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

Message = dict[str, Any]

CAPABILITIES: Message = {
    "textDocument": {
        "publishDiagnostics": {"versionSupport": True, "relatedInformation": True},
        "completion": {"completionItem": {"snippetSupport": True}, "contextSupport": True},
        "hover": {"contentFormat": ["markdown", "plaintext"]},
        "documentSymbol": {"hierarchicalDocumentSymbolSupport": True},
        "synchronization": {"didSave": True},
    },
    "workspace": {"configuration": True, "workspaceFolders": True, "didChangeConfiguration": {}},
}


class TooLateError(Exception):
    """The server did not answer in time, or is gone."""


class Client:
    """One session, begun when it is made. ``settings`` are given to a server that asks for some."""

    def __init__(self, command: list[str], root: Path, settings: Any = None, patience: float = 60) -> None:
        self.settings = settings or {}
        self.patience = patience
        self.begun = time.perf_counter()
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=root
        )
        self._news = threading.Condition()
        self._answers: dict[int, tuple[float, Any]] = {}
        self.told: list[tuple[float, list[Message]]] = []
        self.asked: list[str] = []
        self._is_over = False
        self._last_id = 0
        threading.Thread(target=self._read, daemon=True).start()

    def initialize(self, root: Path, options: Any) -> Message:
        """Begin; what the server can do."""
        params = {
            "processId": os.getpid(),
            "rootUri": root.as_uri(),
            "workspaceFolders": [{"uri": root.as_uri(), "name": root.name}],
            "capabilities": CAPABILITIES,
            "initializationOptions": options or {},
        }
        able = self.ask("initialize", params)[1]["capabilities"]
        self.notify("initialized", {})
        self.notify("workspace/didChangeConfiguration", {"settings": self.settings})
        return dict(able)

    def notify(self, method: str, params: Any) -> float:
        """Send a notification; when it was sent."""
        return self._send({"jsonrpc": "2.0", "method": method, "params": params})

    def ask(self, method: str, params: Any) -> tuple[float, Any]:
        """Seconds until the answer to a request, and the answer. Raises TooLateError."""
        self._last_id += 1
        request = self._last_id
        sent = self._send({"jsonrpc": "2.0", "id": request, "method": method, "params": params})
        self.wait(lambda: request in self._answers)
        at, answer = self._answers.pop(request)
        return at - sent, answer

    def wait(self, condition: Callable[[], bool]) -> None:
        """Wait for what the next message may bring. Raises TooLateError."""
        with self._news:
            if not self._news.wait_for(lambda: condition() or self._is_over, self.patience) or not condition():
                raise TooLateError

    def megabytes(self) -> float:
        """Resident memory of the server and the processes it started, where /proc tells."""
        return sum(map(_kilobytes, _tree(self._process.pid))) / 1024

    def processor_seconds(self) -> float:
        """What the server and its processes have used of a processor so far, where /proc tells."""
        return sum(map(_ticks, _tree(self._process.pid))) / os.sysconf("SC_CLK_TCK")

    def close(self) -> None:
        """End the server, politely if it is quick."""
        self.patience = 5
        try:
            self.ask("shutdown", None)
            self.notify("exit", None)
            self._process.wait(5)
        except (TooLateError, OSError, subprocess.TimeoutExpired):
            self._process.kill()
            self._process.wait()

    def _send(self, message: Message) -> float:
        assert self._process.stdin
        body = json.dumps(message).encode()
        sent = time.perf_counter()
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        self._process.stdin.flush()
        return sent

    def _read(self) -> None:
        assert self._process.stdout
        length = 0
        while line := self._process.stdout.readline():
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
            elif not line.strip():
                body = self._process.stdout.read(length)
                self._take(time.perf_counter(), json.loads(body))
        with self._news:
            self._is_over = True
            self._news.notify_all()

    def _take(self, at: float, message: Message) -> None:
        if "method" in message and "id" in message:
            self._send({"jsonrpc": "2.0", "id": message["id"], "result": self._answer(message)})
        with self._news:
            if "method" not in message:
                self._answers[message["id"]] = at, message.get("result")
            elif message["method"] == "textDocument/publishDiagnostics":
                self.told.append((at, message["params"]["diagnostics"]))
            self.asked.append(message.get("method", ""))
            self._news.notify_all()

    def _answer(self, message: Message) -> Any:
        if message["method"] != "workspace/configuration":
            return None
        return [self._section(item.get("section") or "") for item in message["params"]["items"]]

    def _section(self, name: str) -> Any:
        found = self.settings
        for word in filter(None, name.split(".")):
            found = found.get(word) if isinstance(found, dict) else None
        return found


def _tree(process: int) -> list[int]:
    try:
        children = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()
    except OSError:
        children = []
    return [process, *(each for child in children for each in _tree(int(child)))]


def _kilobytes(process: int) -> int:
    try:
        lines = Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmRSS:")), 0)


def _ticks(process: int) -> int:
    try:
        fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return 0
    return int(fields[11]) + int(fields[12])
