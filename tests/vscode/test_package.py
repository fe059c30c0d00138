"""The package of the extension: small, for all systems, and built without a complaint."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from gage_command import gage, gage_json
from vscode import vscode_server

MOST = 1_500_000
"""Bytes."""


@pytest.mark.slow
def test_the_package_is_small_and_has_nothing_compiled(vsix: Path) -> None:
    assert vsix.stat().st_size <= MOST
    names = zipfile.ZipFile(vsix).namelist()
    assert "extension/bundled/libs/gage/schemas/gagefile.schema.json" in names
    assert not [name for name in names if name.endswith((".so", ".pyd", ".pyc", ".map", ".ts"))]


@pytest.mark.slow
@pytest.mark.parametrize(
    "words", [["gage-ls", "--version"], ["gage", "--version"], ["gage", "check", "--explain", "unknown-key"]]
)
def test_what_is_bundled_works_in_a_python_that_has_nothing(words: list[str], vsix: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(vsix).extractall(tmp_path)
    start = tmp_path / "extension/bundled/start.py"
    # Isolated from the packages of this Python; what lies in the working directory is imported by nobody.
    (tmp_path / "json.py").write_text("raise SystemExit('imported from the working directory')")
    command = [sys.executable, "-S", "-E", str(start), "useBundled", *words]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


def test_the_protocol_of_the_extension_is_that_of_the_server(project: Path) -> None:
    """The fields of a run and of its details, in TypeScript as in what `gage show --json` prints."""
    gage(project, "run", "-y", "train")
    shown: dict[str, Any] = gage_json(project, "show", "--json")
    listed: list[dict[str, Any]] = gage_json(project, "list", "--json")
    assert set(listed[0]) == _fields("Run")
    assert _fields("RunDetails") <= set(shown) - _fields("Run")
    assert set(shown["files"][0]) == _fields("RunFile")


def _fields(interface: str) -> set[str]:
    source = (vscode_server.EXTENSION / "src/protocol.ts").read_text(encoding="utf-8")
    match = re.search(rf"interface {interface}\b[^{{]*{{(.*?)\n}}", source, re.DOTALL)
    assert match, interface
    return set(re.findall(r"^  (\w+)\??:", match[1], re.MULTILINE))
