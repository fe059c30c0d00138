"""A client that says exactly what it is told to, whatever LSP thinks of it, over pipes or a connection."""

from __future__ import annotations

import json
import queue
import subprocess
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from ls.editor import PATIENCE, SERVER

Message = dict[str, Any]


def frame(body: bytes) -> bytes:
    return b"Content-Length: %d\r\n\r\n%b" % (len(body), body)


def encoded(message: Message) -> bytes:
    return frame(json.dumps({"jsonrpc": "2.0", **message}).encode())


def next_message(stream: IO[bytes]) -> Message | None:
    """The next message on a stream, or None at its end."""
    length = 0
    while line := stream.readline():
        if line.lower().startswith(b"content-length:"):
            length = int(line.split(b":")[1])
        elif not line.strip():
            found = json.loads(stream.read(length))
            assert isinstance(found, dict)
            return found
    return None


class Wire:
    """A session with a server of its own. ``answers`` has a function for every request that the server may send."""

    def __init__(
        self,
        *arguments: str,
        cwd: Path | None = None,
        env: Mapping[str, str] | None = None,
        answers: Mapping[str, Callable[[Any], Any]] | None = None,
        command: Sequence[str | Path] = SERVER,
    ) -> None:
        self.process = subprocess.Popen(
            [*command, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=cwd,
            env=env,
        )
        assert self.process.stdin
        assert self.process.stdout
        self._to, self._from = self.process.stdin, self.process.stdout
        self.answers = dict(answers or {})
        self.received: list[Message] = []
        self.asked: list[Message] = []
        self._queue: queue.Queue[Message | None] = queue.Queue()
        self._last_id = 0
        self._said: list[bytes] = []
        threading.Thread(target=self._read, daemon=True).start()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def __enter__(self) -> Wire:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait(PATIENCE)
        self._listener.join(PATIENCE)
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            assert stream
            with suppress(BrokenPipeError):
                stream.close()

    def send(self, data: bytes) -> None:
        self._to.write(data)
        self._to.flush()

    def notify(self, method: str, params: Any = None) -> None:
        self.send(encoded({"method": method, "params": params}))

    def begin(self, method: str, params: Any = None) -> int:
        """Send a request and do not wait for its answer."""
        self._last_id += 1
        self.send(encoded({"id": self._last_id, "method": method, "params": params}))
        return self._last_id

    def ask(self, method: str, params: Any = None) -> Any:
        """The result of a request."""
        answer = self.answer(self.begin(method, params))
        assert "error" not in answer, answer
        return answer["result"]

    def refused(self, method: str, params: Any = None) -> str:
        """The words by which a request is refused."""
        return str(self.answer(self.begin(method, params))["error"]["message"])

    def answer(self, request: int | str | None) -> Message:
        """The answer to a request, which may have come already."""
        return self.until(lambda message: "method" not in message and message.get("id") == request)

    def until(self, wanted: Callable[[Message], bool]) -> Message:
        """The first message of all that is wanted; messages are kept, so that it may have come already."""
        for message in self.received:
            if wanted(message):
                return message
        while (message := self._queue.get(timeout=PATIENCE)) is not None:
            self.received.append(message)
            if wanted(message):
                return message
        raise AssertionError(f"the server ended; it said: {self.complaints()}")

    def take(self) -> Message:
        """Wait for the next message, and do not keep it."""
        message = self._queue.get(timeout=PATIENCE)
        assert message is not None, f"the server ended; it said: {self.complaints()}"
        return message

    @property
    def has_news(self) -> bool:
        """Whether a message is there to be taken."""
        return not self._queue.empty()

    def initialize(self, capabilities: Any = None, **params: Any) -> Any:
        """Begin the session; what the server can do."""
        start = {"processId": None, "rootUri": None, "capabilities": capabilities or {}, **params}
        able = self.ask("initialize", start)["capabilities"]
        self.notify("initialized", {})
        return able

    def open(self, uri: str, text: str, version: int = 1) -> None:
        item = {"uri": uri, "languageId": "", "version": version, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": item})

    def change(self, uri: str, version: int, *changes: Any) -> None:
        document = {"uri": uri, "version": version}
        self.notify("textDocument/didChange", {"textDocument": document, "contentChanges": list(changes)})

    def problems(self, uri: str, version: int = 1) -> list[Message]:
        """The diagnostics that were pushed for a version of a document."""

        def wanted(message: Message) -> bool:
            params = message.get("params")
            return (
                message.get("method") == "textDocument/publishDiagnostics"
                and (params["uri"], params.get("version")) == (uri, version)
            )  # fmt: skip

        return list(self.until(wanted)["params"]["diagnostics"])

    def exit_code(self) -> int:
        """Wait for the end of the server."""
        return self.process.wait(PATIENCE)

    def complaints(self) -> str:
        """What an ended server wrote to standard error."""
        self.process.wait(PATIENCE)
        self._listener.join(PATIENCE)
        return b"".join(self._said).decode()

    def hang_up(self) -> None:
        self._to.close()

    def _listen(self) -> None:
        """A server whose complaints nobody reads would have to stop when there are many."""
        assert self.process.stderr
        self._said.extend(self.process.stderr)

    def _read(self) -> None:
        while (message := next_message(self._from)) is not None:
            if "method" in message and "id" in message:
                self.asked.append(message)
                answer = self.answers.get(message["method"], lambda _params: None)
                self.send(encoded({"id": message["id"], "result": answer(message.get("params"))}))
            else:
                self._queue.put(message)
        self._queue.put(None)
