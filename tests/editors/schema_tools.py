"""The tools that read our schema elsewhere: Node with its packages, and a client of a language server."""

from __future__ import annotations

import itertools
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

from node_packages import installed, program

HERE = Path(__file__).parent / "node_scripts"
SCHEMA = Path(__file__).parents[2] / "schemas" / "gagefile.schema.json"


def node() -> str:
    """Node, once the packages of the tools are there."""
    installed(HERE / "package.json")
    return program("node")


def package(path: str) -> str:
    """A file of an installed package."""
    return str(installed(HERE / "package.json") / "node_modules" / path)


def run_script(name: str, *arguments: Path) -> Any:
    """What one of our scripts for Node prints, as data. It stands beside the packages, where Node looks for them."""
    script = installed(HERE / "package.json") / name
    shutil.copy(HERE / name, script)
    done = subprocess.run([node(), script, *arguments], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


class SchemaServer:
    """A language server that is told which schema gagefiles have, over its standard streams."""

    def __init__(self, command: list[str], settings: dict[str, Any]) -> None:
        self.settings = settings
        self.ids = itertools.count(1)
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        capabilities = {
            "workspace": {"configuration": True},
            "textDocument": {"hover": {"contentFormat": ["markdown"]}},
        }
        self.request("initialize", {"processId": None, "rootUri": None, "capabilities": capabilities})
        self.notify("initialized", {})
        self.notify("workspace/didChangeConfiguration", {"settings": settings})

    def __enter__(self) -> SchemaServer:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.communicate()

    def problems(self, path: Path, language: str, text: str) -> list[dict[str, Any]]:
        """What it finds in a text, once it has looked."""
        item = {"uri": path.as_uri(), "languageId": language, "version": 1, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": item})
        while True:
            message = self._receive()
            if message.get("method") == "textDocument/publishDiagnostics":
                return list(message["params"]["diagnostics"])

    def hover(self, path: Path, line: int, character: int) -> str:
        """What it says of a place, as Markdown."""
        place = {"textDocument": {"uri": path.as_uri()}, "position": {"line": line, "character": character}}
        return json.dumps(self.request("textDocument/hover", place))

    def keys(self, path: Path, line: int, character: int) -> set[str]:
        """The keys it offers at a place."""
        place = {"textDocument": {"uri": path.as_uri()}, "position": {"line": line, "character": character}}
        found = self.request("textDocument/completion", place)
        items = found["items"] if isinstance(found, dict) else found
        return {item["label"].strip('"') for item in items}

    def request(self, method: str, params: Any) -> Any:
        identifier = next(self.ids)
        self._send({"id": identifier, "method": method, "params": params})
        while True:
            message = self._receive()
            if message.get("id") == identifier and "method" not in message:
                return message.get("result")

    def notify(self, method: str, params: Any) -> None:
        self._send({"method": method, "params": params})

    def _send(self, message: dict[str, Any]) -> None:
        assert self.process.stdin
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def _receive(self) -> dict[str, Any]:
        """The next message; a question of the server is answered first."""
        assert self.process.stdout
        length = 0
        while header := self.process.stdout.readline().strip():
            if header.lower().startswith(b"content-length:"):
                length = int(header.split(b":")[1])
        assert length, "the server ended"
        message: dict[str, Any] = json.loads(self.process.stdout.read(length))
        if "method" in message and "id" in message:
            asked = message["params"].get("items", []) if message["method"] == "workspace/configuration" else None
            result = None if asked is None else [self.settings.get(item.get("section", "")) for item in asked]
            self._send({"id": message["id"], "result": result})
        return message
