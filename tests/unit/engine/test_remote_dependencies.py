"""Files from an address, through a server on this machine, and files that DVC keeps."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from unit.engine.sample_project import Project

from gage.engine.dependencies.found import UnmetError
from gage.engine.preview import preview
from gage.runs.run_object import run_details

PYTHON = sys.executable
CONTENT = b"a,b\n1,2\n"
DIGEST = hashlib.sha256(CONTENT).hexdigest()


class Server(ThreadingHTTPServer):
    """Serves one file at any path, and counts how often it is asked."""

    content = CONTENT
    asked = 0

    def address(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_port}{path}"


class Answers(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self.server.asked += 1
        if self.path.startswith("/none"):
            self.send_error(404)
            return
        if self.path.startswith("/to/"):
            self.send_response(302)
            self.send_header("Location", self.path.removeprefix("/to/"))
            self.end_headers()
            return
        self.send_response(200)
        self.send_header("Content-Length", str(len(self.server.content) + 5 * self.path.startswith("/short")))
        self.end_headers()
        self.wfile.write(self.server.content)

    def log_message(self, *_: Any) -> None:
        """Say nothing on stderr."""


@pytest.fixture
def server() -> Iterator[Server]:
    with Server(("127.0.0.1", 0), Answers) as running:
        thread = threading.Thread(target=running.serve_forever, args=(0.01,))
        thread.start()
        yield running
        running.shutdown()
        thread.join()


@pytest.fixture
def project(project: Project, tmp_path: Path) -> Project:
    project.environ["XDG_CACHE_HOME"] = str(tmp_path / "cache")
    return project


def operation(depends: Any) -> dict[str, Any]:
    program = "import os; print([(name, os.path.islink(name), open(name).read()) for name in sorted(os.listdir())])"
    return {"exec": [PYTHON, "-c", program], "sourcecode": False, "depends": depends}


def kept(tmp_path: Path) -> list[str]:
    """The files in the cache."""
    return sorted(path.name for path in (tmp_path / "cache").rglob("*") if path.is_file())


def refused(project: Project, depends: Any) -> str:
    with pytest.raises(UnmetError) as caught:
        project.run(operation(depends))
    assert not project.runs_dir.exists()
    return str(caught.value)


def test_a_file_with_a_digest_is_fetched_once(project: Project, server: Server, tmp_path: Path) -> None:
    depends = {"url": server.address("/sets/my%20data.csv?v=1"), "sha256": DIGEST.upper()}
    for told in ([f"fetching {depends['url']}"], []):
        assert project.run(operation(depends)).exit_code == 0
        assert project.warnings == told
        assert project.output.decode().strip() == str([("my data.csv", True, CONTENT.decode())])
    assert (server.asked, kept(tmp_path)) == (1, [DIGEST])
    assert json.loads((project.newest.run_dir / "my data.csv.ref").read_text())["source"] == depends["url"]
    (dependency,) = run_details(project.newest)["dependencies"]
    assert dependency["files"] == [{"path": "my data.csv", "source": depends["url"], "sha256": DIGEST}]


def test_a_damaged_copy_is_fetched_again(project: Project, server: Server, tmp_path: Path) -> None:
    depends = {"url": server.address("/d.csv"), "sha256": DIGEST}
    project.run(operation(depends))
    (copy,) = (tmp_path / "cache").rglob(DIGEST)
    copy.chmod(0o644)
    copy.write_bytes(b"damaged")
    assert project.run(operation(depends)).exit_code == 0
    assert (server.asked, copy.read_bytes()) == (2, CONTENT)


def test_without_a_digest_the_file_of_now_is_taken_and_earlier_ones_stay(
    project: Project, server: Server, tmp_path: Path
) -> None:
    project.run(operation(server.address("/d.csv")))
    server.content = b"new"
    project.run(operation(server.address("/d.csv")))
    assert "new" in project.output.decode()
    assert kept(tmp_path) == sorted([DIGEST, hashlib.sha256(b"new").hexdigest()])


def test_what_a_killed_process_left_goes_and_what_another_fetches_stays(
    project: Project, server: Server, tmp_path: Path
) -> None:
    """Both hang in the middle of a file, of which nothing was heard for an hour; one is then ended."""
    fetch = "import sys; from gage.engine.dependencies.content_store import ContentStore; from pathlib import Path\n"
    fetch += "ContentStore(Path(sys.argv[1])).add(sys.stdin.buffer, 1 << 20, lambda *_: None)"
    files = tmp_path / "cache" / "gage" / "files"
    with contextlib.ExitStack() as processes:
        drafts = []
        for _ in range(2):
            command = [PYTHON, "-c", fetch, str(files)]
            process = processes.enter_context(subprocess.Popen(command, stdin=subprocess.PIPE))
            processes.callback(process.kill)
            drafts.append((process, _new_draft(files, [draft for _, draft in drafts])))
        drafts[0][0].terminate()
        drafts[0][0].wait()
        assert all(draft.exists() for _, draft in drafts)
        project.run(operation(server.address("/d.csv")))
        assert all(draft.exists() for _, draft in drafts), "what is that new may not be locked yet"
        for _, draft in drafts:
            os.utime(draft, (time.time() - 3600, time.time() - 3600))
        project.run(operation(server.address("/d.csv")))
        assert [draft.exists() for _, draft in drafts] == [False, True]


def _new_draft(files: Path, known: list[Path]) -> Path:
    """The draft of a process that was just started, once it holds the lock."""
    while True:
        for draft in set(files.glob("fetching-*")) - set(known):
            with draft.open("rb") as file:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    return draft
        time.sleep(0.01)


def test_a_redirection_is_followed(project: Project, server: Server) -> None:
    assert project.run(operation(server.address("/to//d.csv"))).exit_code == 0
    assert "d.csv" in project.output.decode()


def test_what_may_be_written_to_is_not_the_copy_that_is_kept(project: Project, server: Server, tmp_path: Path) -> None:
    program = "open('d.csv', 'w').write('mine')"
    depends = {"url": server.address("/d.csv"), "sha256": DIGEST, "writeable": True}
    result = project.run({"exec": [PYTHON, "-c", program], "sourcecode": False, "depends": depends})
    assert (result.exit_code, (project.newest.run_dir / "d.csv").read_text()) == (0, "mine")
    (copy,) = (tmp_path / "cache").rglob(DIGEST)
    assert copy.read_bytes() == CONTENT


def test_a_preview_fetches_nothing(project: Project, server: Server, tmp_path: Path) -> None:
    found = preview(project.request(operation(server.address("/d.csv"))))
    assert [file["path"] for file in found["dependencies"][0]["files"]] == ["d.csv"]
    assert (server.asked, kept(tmp_path)) == (0, [])


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/none.csv", "the server answers 404 Not Found"),
        ("/short.csv", "it cannot be fetched: "),
        ("/", "the address names no file"),
        ("/d.csv/", "the address names no file"),
        ("/..%2F..", "the address names no file"),
        ("/to/http://example.org/d.csv", "may be altered on its way"),
        ("/to/file:///etc/passwd", "is not allowed"),
        ("/to/ftp://127.0.0.1/d.csv", "nothing can be fetched from ftp"),
        ("/a b", "cannot be read"),
    ],
)
def test_what_a_server_does_not_give_stops_the_run(
    project: Project, server: Server, tmp_path: Path, path: str, reason: str
) -> None:
    assert reason in refused(project, server.address(path))
    assert kept(tmp_path) == []


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://example.org/d.csv", "use https, or give the 'sha256'"),
        ("file:///etc/passwd", "nothing can be fetched from file; write https, s3, gs, az, ssh"),
        ("https://[/d.csv", "the address cannot be read"),
        ("https:///d.csv", "the address cannot be read"),
        ("https://me:secret@example.org/d.csv", "does not log in"),
        ("https://example.org:port/d.csv", "cannot be fetched"),
    ],
)
def test_what_is_not_to_be_trusted_is_not_asked_for(project: Project, url: str, reason: str) -> None:
    message = refused(project, url)
    assert reason in message
    assert "secret" not in message


def test_another_content_than_the_one_asked_for_is_refused(project: Project, server: Server, tmp_path: Path) -> None:
    message = refused(project, {"url": server.address("/d.csv"), "sha256": "0" * 64})
    assert f"has the SHA-256 {DIGEST}, not the {'0' * 64}" in message
    assert kept(tmp_path) == []


def test_a_server_that_is_not_there_is_told(project: Project, server: Server) -> None:
    address = server.address("/d.csv")
    server.shutdown()
    server.server_close()
    assert "it cannot be fetched: Connection refused" in refused(project, address)


def test_a_file_of_dvc_that_is_there_needs_no_dvc(project: Project) -> None:
    project.write(d_csv="D").environ["PATH"] = ""
    assert project.run(operation("dvcfile:d.csv")).exit_code == 0
    assert "('d.csv', True, 'D')" in project.output.decode()


def test_a_file_of_dvc_that_is_not_there_is_pulled(project: Project, tmp_path: Path) -> None:
    """The program here knows one command of dvc: it fails as dvc does, or fetches from a directory."""
    (project.directory / "d.csv.dvc").write_text("outs: [{path: d.csv}]")
    programs = tmp_path / "programs"
    programs.mkdir()
    project.environ["PATH"] = str(programs)
    assert "neither is the program dvc" in refused(project, "dvcfile:d.csv")
    assert 'neither "e.csv" nor "e.csv.dvc" exists' in refused(project, "dvcfile:e.csv")
    dvc = programs / "dvc"
    dvc.write_text(
        f"#!{PYTHON}\nimport shutil, sys\nassert sys.argv[1:] == ['pull', 'd.csv.dvc'], sys.argv\n"
        f"try: shutil.copy({str(tmp_path / 'remote.csv')!r}, 'd.csv')\n"
        "except OSError: sys.exit('ERROR: failed to pull data from the cloud')\n"
    )
    dvc.chmod(0o755)
    message = refused(project, "dvcfile:d.csv")
    assert "'dvc pull d.csv.dvc' ended with exit code 1: ERROR: failed to pull data from the cloud" in message
    (tmp_path / "remote.csv").write_text("pulled")
    preview(project.request(operation("dvcfile:d.csv")))
    assert not (project.directory / "d.csv").exists()
    assert project.run(operation("dvcfile:d.csv")).exit_code == 0
    assert os.path.exists(project.directory / "d.csv")
    assert "('d.csv', True, 'pulled')" in project.output.decode()
