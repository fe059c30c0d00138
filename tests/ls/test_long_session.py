"""A long session: random edits, questions and cancels, after which the server has the client's text and is no larger.

GAGE_SESSION_STEPS is how many steps are made.
"""

from __future__ import annotations

import os
import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest
from ls.questions import requests
from ls.wire import Wire

STEPS = int(os.environ.get("GAGE_SESSION_STEPS", "10000"))
LONGEST = 8_000
"""Characters of a text; a longer one is cut."""

MOST_OPEN = 30
"""Requests that are not answered yet: no editor has more."""

FRAGMENTS = [
    *"abcxyz  \n\n\"'[]{}=:,#.-0",
    "\r\n",
    "\r",
    "\t",
    "\u2028",
    "é",
    "漢",
    "😀",
    "exec",
    "exce = 'x'\n",
    "\n[train]\nexec = 'python train.py'\n",
    "\neval:\n  exec: python eval.py\n",
    '"test": {"exec": "x"},\n',
    "config = ['train.py#lr']\n",
    "description",
    "'''\n",
    "# gage: ignore[unknown-key]\n",
    "$runs-dir",
]
TEXTS = {
    "toml": "".join(f'[op{n}]\nexec = "python op.py"\nconfig = "train.py"\n\n' for n in range(40)),
    "yaml": "".join(f"op{n}:\n  exec: python op.py\n  config: train.py\n" for n in range(40)),
    "json": "{\n" + "".join(f'  "op{n}": {{"exec": "python op.py"}},\n' for n in range(40)) + "}\n",
}
CAN: Any = {"textDocument": {"diagnostic": {}, "rename": {"prepareSupport": True}}}


class Copy:
    """A text as the client has it."""

    def __init__(self, path: Path, text: str) -> None:
        self.path = path
        self.uri = path.as_uri()
        self.text = text
        self.version = 1

    def place(self, offset: int) -> dict[str, int]:
        lines = re.split(r"\r\n|\r|\n", self.text[:offset])
        return {"line": len(lines) - 1, "character": len(lines[-1].encode("utf-16-le")) // 2}

    def edit(self, chance: random.Random) -> dict[str, Any]:
        """Change something, most often little, and say so as LSP does."""
        if len(self.text) > LONGEST:
            start, end, new = LONGEST // 4, len(self.text), ""
        else:
            start = chance.randint(0, len(self.text))
            length = chance.choice([0, 0, 0, 1, 1, 2, 5, 40]) if chance.random() < 0.98 else 2_000
            end = min(start + length, len(self.text))
            new = "".join(chance.choices(FRAGMENTS, k=chance.choice([0, 1, 1, 1, 2, 3])))
        start, end = self._nameable(start), self._nameable(end)
        change = {"range": {"start": self.place(start), "end": self.place(end)}, "text": new}
        self.text = self.text[:start] + new + self.text[end:]
        return change

    def _nameable(self, offset: int) -> int:
        """Between a carriage return and its line feed there is no place in LSP."""
        return offset + 1 if self.text[offset - 1 : offset + 1] == "\r\n" else offset


class LongSession:
    """A client that does this and that."""

    def __init__(self, wire: Wire, project: Path, seed: int) -> None:
        self.wire = wire
        self.chance = random.Random(seed)
        self.able = wire.initialize(CAN, workspaceFolders=[{"uri": project.as_uri(), "name": "project"}])
        self.copies = [Copy(project / syntax / f"gage.{syntax}", text) for syntax, text in TEXTS.items()]
        self.open_requests: list[int] = []
        for copy in self.copies:
            copy.path.parent.mkdir()
            (copy.path.parent / "train.py").write_text("lr = 0.1\n")
            wire.open(copy.uri, copy.text)

    def step(self) -> None:
        copy = self.chance.choice(self.copies)
        doing = self.chance.choices(
            [self.edit, self.ask, self.cancel, self.replace, self.reopen, self.save, self.talk_nonsense],
            [60, 24, 12, 0.5, 1, 1.5, 1],
        )[0]
        doing(copy)
        while self.wire.has_news or len(self.open_requests) > MOST_OPEN:
            self.take()

    def edit(self, copy: Copy) -> None:
        copy.version += 1
        count = self.chance.choice([1, 1, 1, 1, 3])
        self.wire.change(copy.uri, copy.version, *[copy.edit(self.chance) for _ in range(count)])

    def replace(self, copy: Copy) -> None:
        copy.version += 1
        copy.text = self.chance.choice(list(TEXTS.values()))
        self.wire.change(copy.uri, copy.version, {"text": copy.text})

    def ask(self, copy: Copy) -> None:
        place = copy.place(copy._nameable(self.chance.randint(0, len(copy.text))))
        method, params = self.chance.choice(requests(self.able, copy.uri, place["line"], place["character"]))
        self.open_requests.append(self.wire.begin(method, params))

    def cancel(self, _copy: Copy) -> None:
        request = self.chance.choice([*self.open_requests[-5:], 4711])
        self.wire.notify("$/cancelRequest", {"id": request})

    def reopen(self, copy: Copy) -> None:
        self.wire.notify("textDocument/didClose", {"textDocument": {"uri": copy.uri}})
        self.wire.open(copy.uri, copy.text, copy.version)

    def save(self, copy: Copy) -> None:
        copy.path.write_bytes(copy.text.encode())
        self.wire.notify("textDocument/didSave", {"textDocument": {"uri": copy.uri}})

    def talk_nonsense(self, copy: Copy) -> None:
        method = self.chance.choice(
            ["textDocument/didChange", "textDocument/hover", "no/such", "textDocument/didClose"]
        )
        self.wire.notify(method, {"textDocument": self.chance.choice([None, 1, {"uri": f"{copy.uri}x"}])})
        self.wire.send(b"Content-Length: 7\r\n\r\nnothing")

    def take(self) -> None:
        message = self.wire.take()
        assert message.get("method") != "window/showMessage", message
        if "method" not in message and message["id"] is not None:
            self.open_requests.remove(message["id"])
            error = message.get("error", {})
            # Taken back, or refused in words; -32603 would be a mistake of the server.
            assert error.get("code") != -32603, message

    def size(self) -> int:
        """Bytes of the server in memory, when it has nothing left to do."""
        while self.open_requests:
            self.take()
        return int(psutil.Process(self.wire.process.pid).memory_info().rss)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1])
def test_after_a_long_session_the_server_is_in_step_and_no_larger_than_at_its_middle(
    tmp_path: Path, seed: int, record_property: Callable[[str, object], None]
) -> None:
    with Wire() as wire:
        session = LongSession(wire, tmp_path, seed)
        for _ in range(STEPS // 2):
            session.step()
        middle = session.size()
        for _ in range(STEPS // 2):
            session.step()
        end = session.size()
        record_property("megabytes", [middle / 1e6, end / 1e6])
        told = []
        for copy in session.copies:
            copy.path.write_bytes(copy.text.encode())
            # A run is refused while the file and the open document differ, before anything else is looked at.
            arguments = [{"uri": copy.uri, "operation": "no such operation"}]
            refusal = wire.refused("workspace/executeCommand", {"command": "gage.run", "arguments": arguments})
            assert "unsaved" not in refusal
            told.append(wire.ask("textDocument/diagnostic", {"textDocument": {"uri": copy.uri}}))
        wire.ask("shutdown")
        wire.notify("exit")
        assert wire.exit_code() == 0
        assert "Traceback" not in wire.complaints()
    assert told == [of_fresh_server(copy, tmp_path) for copy in session.copies]
    assert any(report["items"] for report in told)
    assert end <= middle * 1.1, f"{middle:,} bytes at the middle, {end:,} at the end"


def of_fresh_server(copy: Copy, project: Path) -> Any:
    """What a server says that saw nothing but the text as it is in the end."""
    with Wire() as wire:
        wire.initialize(CAN, workspaceFolders=[{"uri": project.as_uri(), "name": "project"}])
        wire.open(copy.uri, copy.text)
        return wire.ask("textDocument/diagnostic", {"textDocument": {"uri": copy.uri}})
