from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from ls.editor import SERVER, Editor, at
from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException

from gage import __version__


def talk(*messages: dict[str, Any], arguments: tuple[str, ...] = (), cwd: Path | None = None) -> tuple[list[Any], str]:
    """Send messages to a fresh server and hang up: what it sends back, and what it writes to standard error."""
    sent = b""
    for message in messages:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        sent += b"Content-Length: %d\r\n\r\n%b" % (len(body), body)
    done = subprocess.run([*SERVER, *arguments], input=sent, capture_output=True, cwd=cwd, check=False)
    answers, rest = [], done.stdout
    while rest:
        head, _, rest = rest.partition(b"\r\n\r\n")
        length = int(head.partition(b"Content-Length: ")[2].partition(b"\r\n")[0])
        answers.append(json.loads(rest[:length]))
        rest = rest[length:]
    return answers, done.stderr.decode()


INITIALIZE = {"id": 0, "method": "initialize", "params": {"capabilities": {}, "processId": None, "rootUri": None}}


def test_the_version_is_told() -> None:
    done = subprocess.run([*SERVER, "--version"], capture_output=True, text=True, check=True)
    assert done.stdout == f"gage-ls {__version__}\n"


@pytest.mark.parametrize("arguments", [(), ("--stdio",)])
def test_the_server_ends_when_the_client_hangs_up(arguments: tuple[str, ...]) -> None:
    (answer,), complaints = talk(INITIALIZE, arguments=arguments)
    assert answer["result"]["serverInfo"] == {"name": "gage-ls", "version": __version__}
    assert complaints == ""


def test_a_client_that_names_no_encoding_gets_utf_16_and_all_commands() -> None:
    (answer,), _ = talk(INITIALIZE)
    able = answer["result"]["capabilities"]
    assert able["positionEncoding"] == "utf-16"
    assert able["textDocumentSync"]["change"] == lsp.TextDocumentSyncKind.Incremental
    commands = ["gage.run", "gage.stage", "gage.preview", "gage.rerun", "gage.start", "gage.stop", "gage.showOutput"]
    of_runs = ["gage.label", "gage.tag", "gage.comment", "gage.delete", "gage.restore", "gage.purge"]
    assert able["executeCommandProvider"]["commands"] == [*commands, *of_runs]
    kinds = ["quickfix", "refactor.rewrite.gage", "refactor.add.gage", "source.fixAll.gage"]
    assert sorted(able["codeActionProvider"]["codeActionKinds"]) == sorted([*kinds, *commands, "gage.runWithFlags"])


def test_a_request_that_cannot_be_read_is_answered_and_the_server_goes_on() -> None:
    broken = {"id": 1, "method": "textDocument/codeLens", "params": {"textDocument": 7}}
    backwards = {
        "id": 2,
        "method": "textDocument/codeAction",
        "params": {
            "textDocument": {"uri": "file:///gage.toml"},
            "range": {"start": {"line": -1, "character": 0}, "end": {"line": 0, "character": 0}},
            "context": {"diagnostics": []},
        },
    }
    unknown = {"id": 3, "method": "gage/noSuch", "params": None}
    shutdown = {"id": 4, "method": "shutdown"}
    answers, _ = talk(INITIALIZE, broken, backwards, unknown, shutdown, {"method": "exit"})
    by_id = {answer["id"]: answer for answer in answers if "id" in answer}
    assert "textDocument/codeLens" in by_id[1]["error"]["message"]
    assert "textDocument/codeAction" in by_id[2]["error"]["message"]
    assert "gage/noSuch" in by_id[3]["error"]["message"]
    assert by_id[4]["result"] is None
    assert not [answer for answer in answers if answer.get("method") == "window/showMessage"]


def test_a_refusal_leaves_no_traceback_behind() -> None:
    command = {"id": 1, "method": "workspace/executeCommand", "params": {"command": "gage.run", "arguments": []}}
    answers, complaints = talk(INITIALIZE, command)
    assert answers[1]["error"]["code"] == -32602
    assert complaints == ""


def test_no_file_of_the_working_directory_is_executed(tmp_path: Path) -> None:
    for name in ("jschon", "yaml", "difflib", "logging", "argparse", "asyncio", "json"):
        (tmp_path / f"{name}.py").write_text(f"open({str(tmp_path / 'executed')!r}, 'w').close()\n")
    messages = [INITIALIZE]
    for name, text in (("gage.toml", "[a]\nexce = 1\n"), ("gage.yaml", "a:\n  exce: 1\n"), ("gage.json", "{'a': [}")):
        item = {"uri": (tmp_path / name).as_uri(), "languageId": "", "version": 1, "text": text}
        messages.append({"method": "textDocument/didOpen", "params": {"textDocument": item}})
    answers, _ = talk(*messages, cwd=tmp_path)
    published = [answer["params"] for answer in answers if answer.get("params", {}).get("diagnostics")]
    assert len({params["uri"] for params in published}) == 3  # some twice, when more is known of the project
    assert not (tmp_path / "executed").exists()


async def test_requests_about_documents_that_are_not_open_find_nothing(editor: Editor) -> None:
    for uri in ("file:///never/opened/gage.toml", "untitled:Untitled-1", "no uri at all", "file://[bad/gage.toml", ""):
        assert await editor.actions(uri, at(0, 0)) == []
        assert await editor.lenses(uri) == []
        editor.change(uri, ((0, 0, 0, 1), "x"), "y")
        editor.close(uri)
    assert editor.error is None


async def test_an_unknown_command_is_refused(editor: Editor) -> None:
    with pytest.raises(JsonRpcException, match=r"gage\.nope"):
        await editor.execute("gage.nope")
