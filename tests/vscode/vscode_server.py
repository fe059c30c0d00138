"""Visual Studio Code itself, as a server for a browser, from npm; refuses to be reached from other machines."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import shutil
import signal
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

import psutil
from node_packages import program

VERSION = "4.139.1"
"""Of code-server, whose package holds VS Code 1.139 as a server; its own wrapper is not used."""

ROOT = Path(__file__).parents[2]
EXTENSION = ROOT / "vscode-extension"
SOURCES = ("gage", "gage_ls", "schemas", "docs/rules", "pyproject.toml", "README.md", "LICENSE", EXTENSION.name)
"""All that the package is made of."""

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
        words = [
            "install",
            "--no-save",
            "--omit=dev",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            "--loglevel=error",
        ]
        subprocess.run([npm, *words], cwd=own / "package/lib/vscode", check=True, capture_output=True)
        with suppress(OSError):
            own.rename(place)
        shutil.rmtree(own, ignore_errors=True)
    return place / "package/lib/vscode/out/server-main.js"


@cache
def package() -> Path:
    """The extension as it is published, built once for the sources as they are."""
    sources = sorted(path for name in SOURCES for path in _files(ROOT / name))
    digest = hashlib.sha256()
    for source in sources:
        digest.update(f"{source.relative_to(ROOT)}\0".encode() + source.read_bytes())
    place = Path(sys.prefix) / "share" / "gage-vsix" / f"{digest.hexdigest()[:16]}.vsix"
    place.parent.mkdir(parents=True, exist_ok=True)
    with (place.parent / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # another worker may be building it too
        if not place.exists():
            with tempfile.TemporaryDirectory(dir=place.parent) as own:
                _build(sources, Path(own)).rename(place)
    return place


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    made = {"node_modules", "dist", "libs", "__pycache__"}
    found: list[Path] = []
    for directory, names, files in os.walk(path):
        names[:] = [name for name in names if name not in made]
        found += [Path(directory, name) for name in files]
    return found


def _build(sources: list[Path], directory: Path) -> Path:
    """Package a copy, so that nothing is written to the checkout."""
    for source in sources:
        copy = directory / source.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, copy)
    extension = directory / EXTENSION.name
    for words in (["ci", "--no-audit", "--no-fund"], ["run", "check"], ["test"], ["run", "package"]):
        done = subprocess.run(
            [program("npm"), *words], cwd=extension, capture_output=True, text=True, env=_environment()
        )
        assert done.returncode == 0, f"npm {' '.join(words)}: {done.stdout}\n{done.stderr}"
    complaints = [line for line in done.stderr.splitlines() if re.match(r"\s*WARNING\s{2}", line)]  # of vsce
    assert not complaints, complaints
    return extension / "dist" / "gage.vsix"


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
        # In a group of its own: what is called node here may be a program that starts it.
        server = subprocess.Popen(words, stdout=log, stderr=log, env=environment, start_new_session=True)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{address}/version", server, directory / "vscode.log")
        yield address
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(_START)
        _see_it_end(directory)


def _see_it_end(directory: Path) -> None:
    """Wait for all processes of a VS Code whose state is kept there, the language server among them; none may stay."""
    left = [process for process in psutil.process_iter(["cmdline"]) if _is_of(process, directory)]
    _, alive = psutil.wait_procs(left, _START)
    told = [process.info["cmdline"] for process in alive]
    for process in alive:
        process.kill()
    assert not told, told


def _is_of(process: psutil.Process, directory: Path) -> bool:
    return any(word.startswith(str(directory)) or f"={directory}" in word for word in process.info["cmdline"] or ())


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
