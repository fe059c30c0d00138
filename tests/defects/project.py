"""A project in which the tests of this folder call the real command."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gage_command import environment, gage, gage_json

PYTHON = json.dumps(sys.executable)


@dataclass(frozen=True)
class Project:
    """A directory with a gagefile and what its operations need."""

    directory: Path

    def write(self, files: dict[str, str]) -> Project:
        """Write files by their paths."""
        for name, text in files.items():
            path = self.directory / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return self

    def gage(self, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
        """Call the command; whatever happens, no traceback."""
        return gage(self.directory, *arguments, **settings)

    def run(self, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
        """Run an operation that is to complete."""
        done = self.gage("run", "-y", *arguments, **settings)
        assert done.returncode == 0, done.stderr
        return done

    def runs(self, *arguments: str) -> list[dict[str, Any]]:
        """The runs that are listed, as JSON has them."""
        return list(gage_json(self.directory, "list", "--json", *arguments))

    def newest(self) -> dict[str, Any]:
        """The newest run, with its details."""
        return dict(gage_json(self.directory, "show", "--json"))

    def file_of_newest(self, name: str) -> str:
        """What the newest run has in a file."""
        return (Path(self.newest()["run_dir"]) / name).read_text(encoding="utf-8")

    @property
    def runs_dir(self) -> Path:
        """Where the runs are kept."""
        return self.directory / ".gage" / "runs"

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Start the command and go on."""
        command = [sys.executable, "-m", "gage", *arguments]
        pipe = subprocess.PIPE
        return subprocess.Popen(
            command, cwd=self.directory, env=environment(self.directory.parent), stdout=pipe, stderr=pipe, text=True
        )
