"""Files from S3 and over ssh, each through a real server on this machine; and what is said where the packages are not."""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import sys
import threading
from collections.abc import Iterator
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import asyncssh
import boto3
import pytest
from gage_command import gage, gage_json
from moto.server import ThreadedMotoServer

CONTENT = b"a,b\n1,2\n" * 100_000
DIGEST = hashlib.sha256(CONTENT).hexdigest()
PROGRAM = "import os; print([(name, os.path.getsize(name)) for name in sorted(os.listdir())])"


class Project:
    """A project with one operation, and the settings of this machine."""

    def __init__(self, directory: Path, **settings: str) -> None:
        self.directory = directory
        self.home = directory.parent
        self.settings = {"XDG_CACHE_HOME": str(self.home / "cache"), **settings}
        directory.mkdir()

    def run(self, depends: Any, *arguments: str) -> tuple[int, str, str]:
        """Exit code, output and messages of a run that needs something."""
        operation = {"exec": [sys.executable, "-c", PROGRAM], "sourcecode": False, "depends": depends}
        (self.directory / "gage.json").write_text(json.dumps({"go": operation}))
        done = gage(self.directory, "run", "go", "-y", *arguments, **self.settings)
        return done.returncode, done.stdout, done.stderr

    def refused(self, depends: Any) -> str:
        code, _, told = self.run(depends)
        assert code == 1
        assert not (self.directory / ".gage").exists()
        return told

    @property
    def kept(self) -> list[str]:
        return sorted(path.name for path in (self.home / "cache").rglob("*") if path.is_file())


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    """The address of an S3 that has one bucket."""
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    client = boto3.client("s3", "us-east-1", endpoint_url=address, aws_access_key_id="a", aws_secret_access_key="b")
    client.create_bucket(Bucket="sets")
    client.put_object(Bucket="sets", Key="2026/my data.csv", Body=CONTENT)
    client.put_object(Bucket="sets", Key="empty", Body=b"")
    yield address
    server.stop()


@pytest.fixture
def s3_project(tmp_path: Path, s3: str) -> Project:
    access = {"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b", "AWS_DEFAULT_REGION": "us-east-1"}
    return Project(tmp_path / "project", AWS_ENDPOINT_URL=s3, **access)


def test_a_file_of_s3_with_a_digest_is_fetched_once(s3_project: Project) -> None:
    depends = {"url": "s3://sets/2026/my data.csv", "sha256": DIGEST}
    for told in ("gage: fetching s3://sets/2026/my data.csv\n", ""):
        code, output, messages = s3_project.run(depends)
        assert (code, output) == (0, f"{[('my data.csv', len(CONTENT))]}\n")
        assert messages.startswith(f"{told}gage: run ")
    assert s3_project.kept == [DIGEST]
    run = gage_json(s3_project.directory, "show", "1", "--json")
    (dependency,) = run["dependencies"]
    assert dependency["files"] == [{"path": "my data.csv", "source": depends["url"], "sha256": DIGEST}]


def test_a_file_of_s3_without_a_digest_is_that_of_now(s3_project: Project) -> None:
    for _ in range(2):
        code, output, messages = s3_project.run("s3://sets/empty")
        assert (code, output) == (0, f"{[('empty', 0)]}\n")
        assert "fetching s3://sets/empty" in messages
    assert s3_project.kept == [hashlib.sha256(b"").hexdigest()]


@pytest.mark.parametrize(
    ("depends", "reason"),
    [
        ("s3://sets/none.csv", "there is no such file, or it may not be seen"),
        ("s3://none/d.csv", "there is no such file, or it may not be seen"),
        ("s3://sets", "the address names no file; write it as s3://PLACE/NAME"),
        ("s3://sets/2026/", "the address names no file"),
        ("s3://me:secret@sets/d.csv", "an address has no name and password"),
        ("s3://sets/x::file:///etc/hostname", "there is no such file"),
        ({"url": "s3://sets/empty", "sha256": DIGEST}, f"not the {DIGEST} that the gagefile asks for"),
    ],
)
def test_what_s3_does_not_give_stops_the_run(s3_project: Project, depends: Any, reason: str) -> None:
    told = s3_project.refused(depends)
    assert reason in told
    assert "secret" not in told
    assert s3_project.kept == []


def test_an_s3_that_is_not_there_is_told(tmp_path: Path) -> None:
    access = {"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b", "AWS_MAX_ATTEMPTS": "1"}
    project = Project(tmp_path / "project", AWS_ENDPOINT_URL="http://127.0.0.1:9", **access)
    assert "it cannot be fetched: Could not connect" in project.refused("s3://sets/d.csv")


def test_s3_without_credentials_says_so(tmp_path: Path, s3: str) -> None:
    project = Project(tmp_path / "project", AWS_ENDPOINT_URL=s3, AWS_EC2_METADATA_DISABLED="true")
    assert "it cannot be fetched: Unable to locate credentials" in project.refused("s3://sets/empty")


def test_a_preview_asks_no_server(tmp_path: Path) -> None:
    project = Project(tmp_path / "project", AWS_ENDPOINT_URL="http://127.0.0.1:9")
    code, output, _ = project.run("s3://sets/d.csv", "--preview")
    assert code == 0
    assert "s3://sets/d.csv" in output


@pytest.fixture
def ssh_project(tmp_path: Path) -> Iterator[Project]:
    """A project at home with a key that a server of files lets in, which is a known one."""
    shared, ssh = tmp_path / "shared", tmp_path / ".ssh"
    for directory in (shared, ssh):
        directory.mkdir()
    (shared / "d.csv").write_bytes(CONTENT)
    keys = {name: asyncssh.generate_private_key("ssh-ed25519") for name in ("server", "id_ed25519")}
    keys["id_ed25519"].write_private_key(ssh / "id_ed25519")
    keys["id_ed25519"].write_public_key(ssh / "authorized")
    loop = asyncio.new_event_loop()
    listening = loop.run_until_complete(
        asyncssh.listen(
            "127.0.0.1",
            0,
            server_host_keys=[keys["server"]],
            authorized_client_keys=str(ssh / "authorized"),
            sftp_factory=partial(asyncssh.SFTPServer, chroot=os.fsencode(shared)),
        )
    )
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    project = Project(tmp_path / "project", SSH_AUTH_SOCK="", PORT=str(listening.get_port()))
    known = keys["server"].export_public_key().decode()
    (ssh / "known_hosts").write_text(f"[127.0.0.1]:{project.settings['PORT']} {known}")
    yield project
    asyncio.run_coroutine_threadsafe(_close(listening), loop).result()
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


async def _close(listening: asyncssh.SSHAcceptor) -> None:
    listening.close()
    await listening.wait_closed()


def address(project: Project, path: str, user: str = "me@") -> str:
    return f"ssh://{user}127.0.0.1:{project.settings['PORT']}{path}"


def test_a_file_behind_ssh_is_fetched(ssh_project: Project) -> None:
    code, output, messages = ssh_project.run({"url": address(ssh_project, "/d.csv"), "sha256": DIGEST})
    assert (code, output) == (0, f"{[('d.csv', len(CONTENT))]}\n"), messages
    assert ssh_project.kept == [DIGEST]


def test_a_file_that_is_not_behind_ssh_is_told(ssh_project: Project) -> None:
    assert "there is no such file" in ssh_project.refused(address(ssh_project, "/none.csv"))


def test_a_machine_that_nobody_knows_is_not_asked(ssh_project: Project) -> None:
    (ssh_project.home / ".ssh" / "known_hosts").write_text("")
    assert "it cannot be fetched: Host key is not trusted" in ssh_project.refused(address(ssh_project, "/d.csv"))


def test_a_person_whom_nobody_knows_is_told(ssh_project: Project) -> None:
    (ssh_project.home / ".ssh" / "id_ed25519").unlink()
    assert "it cannot be fetched: Permission denied" in ssh_project.refused(address(ssh_project, "/d.csv"))


def test_a_password_does_not_stand_in_an_address(ssh_project: Project) -> None:
    told = ssh_project.refused(address(ssh_project, "/d.csv", "me:secret@"))
    assert "an address has no name and password" in told
    assert "secret" not in told


@pytest.mark.parametrize(("scheme", "package"), [("gs", "gcsfs"), ("az", "adlfs")])
def test_a_package_that_is_not_installed_is_named(tmp_path: Path, scheme: str, package: str) -> None:
    assert find_spec(package) is None, "the development dependencies leave it out for this test"
    told = Project(tmp_path / "project").refused(f"{scheme}://place/d.csv")
    assert f'{scheme}:// needs a package that is not installed; pip install "gage-ls[remote]" adds it' in told
