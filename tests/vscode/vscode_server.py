"""Visual Studio Code itself, as a server for a browser, from npm; refuses to be reached from other machines."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

from node_packages import program

VERSION = "4.139.1"
"""Of code-server, whose package holds VS Code 1.139 as a server; its own wrapper is not used."""

EXTENSION = Path(__file__).parents[2] / "vscode-extension"
SETTINGS = {
    "files.autoSave": "off",
    "git.enabled": False,
    "chat.disableAIFeatures": True,
    "extensions.autoCheckUpdates": False,
    "extensions.autoUpdate": False,
    "remote.autoForwardPorts": False,
    "telemetry.telemetryLevel": "off",
    "workbench.secondarySideBar.defaultVisibility": "hidden",
    "workbench.startupEditor": "none",
    "window.menuBarVisibility": "hidden",
    "editor.minimap.enabled": False,
}
_START = 60
"""Seconds."""


@cache
def installed() -> Path:
    """The program `server-main.js`, installed once beside the virtual environment."""
    place = Path(sys.prefix) / "share" / f"gage-vscode-{VERSION}"
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        own = Path(tempfile.mkdtemp(dir=place.parent))  # another worker may be installing it too
        npm = program("npm")
        subprocess.run([npm, "pack", "--silent", f"code-server@{VERSION}"], cwd=own, check=True, capture_output=True)
        subprocess.run(["tar", "xzf", f"code-server-{VERSION}.tgz"], cwd=own, check=True)
        (own / f"code-server-{VERSION}.tgz").unlink()
        # Without install scripts: what is compiled comes prebuilt, but for spdlog, without which there are no log files.
        words = ["install", "--no-save", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        subprocess.run([npm, *words], cwd=own / "package/lib/vscode", check=True, capture_output=True)
        with suppress(OSError):
            own.rename(place)
        shutil.rmtree(own, ignore_errors=True)
    return place / "package/lib/vscode/out/server-main.js"


@cache
def package() -> Path:
    """The extension as it is published, built anew."""
    npm = program("npm")
    subprocess.run([npm, "ci", "--silent", "--no-audit", "--no-fund"], cwd=EXTENSION, check=True)
    subprocess.run([npm, "run", "--silent", "package"], cwd=EXTENSION, check=True, env=_environment(), capture_output=True)
    return EXTENSION / "dist" / "gage.vsix"


@contextmanager
def serving(directory: Path, vsix: Path, *options: str, **settings: object) -> Iterator[str]:
    """The address of a VS Code that has the extension installed; its state is kept below a directory."""
    for place in ("data/User", "data/Machine"):
        (directory / place).mkdir(parents=True, exist_ok=True)
        (directory / place / "settings.json").write_text(json.dumps({**SETTINGS, **settings}))
    (directory / "home").mkdir(exist_ok=True)
    names = {"user-data-dir": "data", "server-data-dir": "server", "extensions-dir": "extensions"}
    words = [program("node"), str(installed()), "--accept-server-license-terms", "--telemetry-level", "off"]
    words += [f"--{name}={directory / place}" for name, place in names.items()]
    environment = {**_environment(), "HOME": str(directory / "home"), "XDG_CACHE_HOME": str(directory / "home/.cache")}
    subprocess.run([*words, "--install-extension", str(vsix)], check=True, capture_output=True, env=environment)
    port = _free_port()
    words += ["--host", "127.0.0.1", "--port", str(port), "--without-connection-token", *options]
    with (directory / "vscode.log").open("wb") as log:
        server = subprocess.Popen(words, stdout=log, stderr=log, env=environment)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{address}/version", server, directory / "vscode.log")
        yield address
    finally:
        server.terminate()
        server.wait(10)


def _environment() -> dict[str, str]:
    """With the Python of the tests first on the path, as a person has who activated its environment."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    return {**os.environ, "PATH": path, "PYTHON": sys.executable}


def _wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + _START
    while time.monotonic() < deadline and server.poll() is None:
        with suppress(OSError), urllib.request.urlopen(address):
            return
        time.sleep(0.1)
    raise AssertionError(f"VS Code did not start: {log.read_text(errors='replace')[-2000:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
