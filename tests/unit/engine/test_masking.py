"""Secrets of a run: commands get them, nothing that is written about the run has them."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from unit.engine.sample_project import Project

from gage.engine.events import PhaseStarted
from gage.engine.masking import Masking, is_masked, reveal
from gage.engine.prepare import RefusedError
from gage.engine.preview import preview
from gage.gagefile.secrets import assigned_secrets, is_secret, secrets_within

TOKEN = "ghp_" + "a1B2" * 9
KEY = "9f8e7d6c5b4a3f2e1d0c"


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("API_KEY", KEY, True),
        ("apiKey", KEY, True),
        ("DB_PASSWORD", "hunter2", True),
        ("ANYTHING", TOKEN, True),
        ("DB_PASSWORD", "${DB_PASSWORD}", False),
        ("API_KEY", "<your key>", False),
        ("eos_token", "<|endoftext|>", False),
        ("SORT_KEY", "epoch", False),
        ("EPOCHS", "100", False),
    ],
)
def test_names_and_shapes_make_a_secret(name: str, value: str, expected: bool) -> None:
    assert is_secret(name, value) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"curl -H 'Authorization: Bearer {TOKEN}'", [TOKEN]),
        ("git clone https://me:hunter2@example.org/x", ["hunter2"]),
        ("psql postgres://:p%40ss@db/x", ["p%40ss"]),
        ("https://me:${PASSWORD}@example.org https://example.org:8080/@x", []),
        ("-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----\nrest", [
            "-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----"
        ]),
        ("a task-of-many-words-and-then-some", []),
    ],
)  # fmt: skip
def test_tokens_and_passwords_are_found_within_texts(text: str, expected: list[str]) -> None:
    assert list(secrets_within(text)) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('+password = "hunter2"', [("password", "hunter2")]),
        ("+  'api_key': 'a1b2c3d4e5',", [("api_key", "a1b2c3d4e5")]),
        ("+DB_PASSWORD=hunter2", [("DB_PASSWORD", "hunter2")]),
        ("+export DB_PASSWORD=hunter2\r", [("DB_PASSWORD", "hunter2")]),
        ("+  db.password: hunter2", []),
        ("+  password: hunter2", [("password", "hunter2")]),
        ("+password = os.environ['DB_PASSWORD']", []),
        ("+password = getpass()", []),
        ("+def login(password=None, token=None):", []),
    ],
)
def test_literals_that_a_diff_sets_are_found(line: str, expected: list[tuple[str, str]]) -> None:
    assert list(assigned_secrets(f"+a = 1\n{line}\n+b = 2\n")) == expected


@pytest.mark.parametrize(
    ("command", "hidden"),
    [
        (f"train --key {KEY}", "train --key <secret KEY>"),
        (f'curl -H "Key: {KEY}"', 'curl -H "Key: <secret KEY>"'),
        (("train", KEY, f"--key={KEY}"), ("train", "<secret KEY>", "--key=<secret KEY>")),
        ("echo 'it'\"'\"'s me'", "echo <secret ODD>"),
        ('echo "it\'s me"', 'echo "<secret ODD>"'),
        ("echo 'a $b'", "echo <secret MONEY>"),
        ('echo "a \\$b c"', 'echo "<secret MONEY> c"'),
        ("#!python\nprint('a $b')", "#!python\nprint('<secret MONEY>')"),
        ("port 1234 and 12345", "port <secret PIN> and 12345"),
    ],
)
def test_a_command_is_hidden_and_revealed_in_whatever_quotes(command: Any, hidden: Any) -> None:
    secrets = {"KEY": KEY, "ODD": "it's me", "MONEY": "a $b", "PIN": "1234"}
    masking = Masking({value: name for name, value in secrets.items()})
    assert masking.hide_command(command) == hidden
    assert reveal(hidden, secrets) == command


def test_data_is_hidden_whatever_its_type() -> None:
    masking = Masking({"12345678": "PIN", KEY: "KEY"})
    data = {"env": {"PIN": 12345678, "n": 1, "on": True}, "list": [KEY, None, f"x={KEY}"]}
    assert masking.hide_in(data) == {
        "env": {"PIN": "<secret PIN>", "n": 1, "on": True},
        "list": ["<secret KEY>", None, "x=<secret KEY>"],
    }


SHOW = "import os, sys; print(os.environ['API_KEY'], sys.argv[1:])"
OPERATION: dict[str, Any] = {
    "exec": {"run": f'{sys.executable} show.py {{login.password}} {TOKEN}', "finalize": f"echo {TOKEN}"},
    "env": {"API_KEY": KEY, "URL": "postgres://me:p4ssw0rd@db/x", "EPOCHS": "3"},
    "config": [{"name": "login.password", "default": "it's m3"}, "show.py#sk"],
    "sourcecode": ["show.py"],
}  # fmt: skip
SECRETS = (KEY, TOKEN, "p4ssw0rd", "it's m3", "it'\"'\"'s m3")


def written(project: Project) -> dict[str, str]:
    """Every member of the newest run's record, but for what its commands printed."""
    record = project.newest.record
    names = [name for name in record.members() if not name.startswith("output/")]
    return {name: (record.read(name) or b"").decode() for name in names}


def hold_no_secret(project: Project) -> None:
    for name, text in written(project).items():
        for secret in SECRETS:
            assert secret not in text, name
            assert json.dumps(secret)[1:-1] not in text, name


def test_the_command_gets_secrets_and_the_record_does_not(project: Project) -> None:
    project.write(show_py=f"sk = 1\n{SHOW}\n")
    assert project.run(OPERATION).status == "completed"
    assert project.output.decode() == f"{KEY} [\"it's m3\", '{TOKEN}']\n{TOKEN}\n"
    hold_no_secret(project)
    assert json.loads(project.member("proc/env.json")) == {
        "API_KEY": "<secret API_KEY>", "EPOCHS": "3", "URL": "<secret URL>"
    }  # fmt: skip
    assert json.loads(project.member("config.json")) == {"login.password": "<secret LOGIN_PASSWORD>", "sk": 1}
    assert json.loads(project.member("proc/cmd.json")).endswith("show.py <secret LOGIN_PASSWORD> <secret SECRET_1>")
    assert "<secret SECRET_1>" in project.member("opdef.json")
    assert "Starting finalize (see output/50_finalize): echo <secret SECRET_1>" in project.member("log/runner")


def test_the_person_is_told_once_and_by_name(project: Project) -> None:
    project.write(show_py=f"sk = 1\n{SHOW}\n")
    project.run(OPERATION)
    told = (
        "API_KEY, URL, LOGIN_PASSWORD, SECRET_1 look like secrets; the command gets them, "
        "and the record of the run hides them"
    )
    assert project.warnings == [told]
    assert not any(
        secret in event.command for event in project.events if isinstance(event, PhaseStarted) for secret in SECRETS
    )
    shown = preview(project.request(OPERATION))
    assert shown["warnings"] == [told]
    assert not any(secret in json.dumps(shown) for secret in SECRETS)


def test_what_is_applied_to_files_is_true_and_the_account_of_it_hidden(project: Project) -> None:
    project.write(train_py="api_key = 'none'\nprint(api_key)\n")
    project.run({"exec": f"{sys.executable} train.py", "config": "train.py"}, api_key=KEY)
    assert project.output.decode() == f"{KEY}\n"
    assert "+api_key = '<secret API_KEY>'" in project.member("log/patched")
    hold_no_secret(project)


def test_a_staged_run_takes_secrets_from_where_it_is_started(project: Project) -> None:
    project.write(show_py=f"sk = 1\n{SHOW}\n")
    project.stage(OPERATION)
    hold_no_secret(project)
    with pytest.raises(
        RefusedError, match="set API_KEY, URL, LOGIN_PASSWORD, SECRET_1 in the environment and start it"
    ):
        project.start()
    project.environ |= {"API_KEY": KEY, "URL": "u", "LOGIN_PASSWORD": "it's m3"}
    with pytest.raises(RefusedError, match="set SECRET_1 in the environment and start it again"):
        project.start()
    assert project.newest.exit_code is None
    project.environ["SECRET_1"] = TOKEN
    assert project.start().status == "completed"
    assert project.output.decode() == f"{KEY} [\"it's m3\", '{TOKEN}']\n{TOKEN}\n"
    hold_no_secret(project)


def test_a_run_whose_engine_was_killed_is_recorded_without_secrets(
    project: Project, wait_for: Callable[[Callable[[], Any]], Any]
) -> None:
    operation = {"exec": f"echo $API_KEY {TOKEN}; sleep 600", "env": {"API_KEY": KEY}}
    engine = project.start_engine(operation)
    wait_for(lambda: [path for path in project.runs_dir.glob("*.meta/output/40_run") if path.stat().st_size])
    engine.kill()
    engine.wait()
    wait_for(lambda: list(project.runs_dir.glob("*.meta.zip")))
    hold_no_secret(project)


def test_without_secrets_nothing_is_told_or_changed(project: Project) -> None:
    project.run({"exec": "true", "env": {"A": "1"}})
    assert project.warnings == []
    assert "<secret" not in "".join(written(project).values())


def test_masks_are_known_as_such() -> None:
    assert is_masked("<secret API_KEY>")
    assert not is_masked("secret")
    assert not is_masked(None)


@pytest.mark.parametrize("piece", ["_eyJ", "eyJaaaaaaaa.", "-----BEGIN ", "://a:", "password='", "sk-", "A" * 70 + "_"])
def test_hostile_texts_are_searched_in_a_time_that_grows_with_their_length(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    assert Masking().hide_all(text)


def test_what_else_looks_like_a_secret_in_a_diff_is_hidden(tmp_path: Path) -> None:
    diff = f'+token = "{TOKEN}"\n-password = "hunter2"\n+x = "{KEY}"\n'
    masked = Masking({KEY: "API_KEY"}).hide_all(diff)
    assert masked == '+token = "<secret TOKEN>"\n-password = "<secret PASSWORD>"\n+x = "<secret API_KEY>"\n'
