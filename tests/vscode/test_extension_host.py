"""The extension as it is installed, driven by tests inside VS Code's own extension host."""

from __future__ import annotations

import json
import shutil
import sys
import time
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from vscode import vscode_server

HOST_TESTS = vscode_server.EXTENSION / "tests" / "host"
LIMIT = 240
"""Seconds."""


@pytest.mark.slow
@pytest.mark.parametrize("python", ["of the tests", "of the system, with nothing installed"])
def test_in_the_extension_host(python: str, tmp_path: Path, project: Path, vsix: Path, browser: Browser) -> None:
    interpreter = sys.executable if python == "of the tests" else _bare_python(tmp_path)
    tests = shutil.copytree(HOST_TESTS, tmp_path / "host")
    settings = {"gage.interpreter": interpreter}
    with vscode_server.serving(
        tmp_path / "vscode", vsix, "--disable-workspace-trust", "--enable-smoke-test-driver", **settings
    ) as address:
        printed = _run(browser, address, project, tests)
    assert "exit 0" in printed, "\n".join(printed)


def _bare_python(directory: Path) -> str:
    """A virtual environment without any package."""
    import venv

    venv.create(directory / "bare", with_pip=False, symlinks=True)
    return str(directory / "bare" / "bin" / "python")


def _run(browser: Browser, address: str, project: Path, tests: Path) -> list[str]:
    """What the tests print."""
    printed: list[str] = []
    remote = f"vscode-remote://{address.removeprefix('http://')}"
    payload = [
        ["extensionDevelopmentPath", f"{remote}{tests}"],
        ["extensionTestsPath", f"{remote}{tests}/suite"],
        ["skipWelcome", "true"],
    ]
    page = browser.new_page()
    page.expose_function("codeAutomationLog", lambda _kind, words: printed.append(" ".join(map(str, words))))
    page.expose_function("codeAutomationExit", lambda code: printed.append(f"exit {code}"))
    page.goto(f"{address}/?folder={project}&payload={json.dumps(payload)}")
    end = time.monotonic() + LIMIT
    while time.monotonic() < end and not any(line.startswith("exit ") for line in printed):
        page.wait_for_timeout(200)
    page.close()
    return printed
