"""A browser, the packaged extension and a project for the tests in VS Code."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from vscode import vscode_server

TRAIN = '''\
"""Trains."""

import time

lr = 0.1
epochs = 5

for epoch in range(epochs):
    print(f"step: {epoch}", flush=True)
    print(f"loss: {1 / (1 + lr * epoch)}", flush=True)
    time.sleep(0.05)
'''
GAGEFILE = '[train]\nexec = "python train.py"\nconfig = "train.py"\noutput-metrics = true\n\n'


@pytest.fixture(scope="session")
def vsix() -> Path:
    """The extension as it is published."""
    return vscode_server.package()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium of the system."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    assert chromium, "the tests in VS Code need chromium; tests/editors/install.sh installs it"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with an operation, and a runs directory of its own."""
    monkeypatch.setenv("GAGE_RUNS", str(tmp_path / "runs"))
    workspace = tmp_path / "workspace"
    workspace.mkdir()
    (workspace / "train.py").write_text(TRAIN)
    (workspace / "gage.toml").write_text(GAGEFILE)
    return workspace
