"""A project directory whose operations the tests run, in this process or in one of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gage.engine.events import Event, Output, Warned
from gage.engine.run import RunRequest, RunResult, run_operation, stage_operation, start_run
from gage.gagefile.document import Document
from gage.gagefile.model import Gagefile
from gage.runs.run import Run
from gage.runs.store import RunStore

_ENGINE = """
import json, os, sys
from pathlib import Path
from gage.engine.run import RunRequest, run_operation
from gage.gagefile.document import Document
from gage.gagefile.model import Gagefile

operation = Gagefile(Document(sys.argv[1], "json")).operations["op"]
request = RunRequest(operation, "demo", Path(sys.argv[2]), Path(sys.argv[3]), {}, os.environ)
sys.exit(run_operation(request, lambda event: None).exit_code)
"""


@dataclass
class Project:
    """A project directory, and a runs directory beside it."""

    directory: Path
    runs_dir: Path
    events: list[Event] = field(default_factory=list)
    environ: dict[str, str] = field(default_factory=lambda: dict(os.environ))

    def write(self, **files: str) -> Project:
        for name, text in files.items():
            path = self.directory / name.replace("__", "/").replace("_", ".", 1)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return self

    def run(self, operation: dict[str, Any], name: str = "op", namespace: str = "demo", **flags: Any) -> RunResult:
        self.events = []
        return run_operation(self.request(operation, name, namespace, **flags), self.events.append)

    def request(self, operation: dict[str, Any], name: str = "op", namespace: str = "demo", **flags: Any) -> RunRequest:
        return RunRequest(
            _gagefile(operation, name).operations[name],
            namespace,
            self.directory,
            self.runs_dir,
            flags,
            self.environ,
        )

    def stage(self, operation: dict[str, Any], **flags: Any) -> RunResult:
        self.events = []
        return stage_operation(self.request(operation, **flags), self.events.append)

    def start(self) -> RunResult:
        """Start the newest run."""
        self.events = []
        return start_run(self.newest, self.environ, self.events.append)

    def python(self, program: str, **keys: Any) -> RunResult:
        return self.run({"exec": [sys.executable, "-c", program], **keys})

    @property
    def newest(self) -> Run:
        return RunStore(self.runs_dir).runs()[0]

    @property
    def output(self) -> bytes:
        return b"".join(event.data for event in self.events if isinstance(event, Output))

    @property
    def warnings(self) -> list[str]:
        return [event.message for event in self.events if isinstance(event, Warned)]

    def member(self, name: str) -> str:
        data = self.newest.record.read(name)
        assert data is not None, name
        return data.decode()

    def start_engine(self, operation: dict[str, Any], **options: Any) -> subprocess.Popen[bytes]:
        """The engine in a process of its own, for signals and kills."""
        text = json.dumps({"op": operation})
        command = [sys.executable, "-c", _ENGINE, text, str(self.directory), str(self.runs_dir)]
        return subprocess.Popen(command, **options)


def _gagefile(operation: dict[str, Any], name: str) -> Gagefile:
    return Gagefile(Document(json.dumps({name: operation}), "json"))
