from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ls.editor import SERVER, Editor
from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException

SCRIPT = """\
import pathlib, sys, time
print("lr is", sys.argv[1])
while pathlib.Path(sys.argv[2]).exists():
    time.sleep(0.02)
for n in range(10):
    print(n, flush=True)
    time.sleep(0.02)
"""


@pytest.fixture
def uri(gagefile: Path, gate: Path) -> str:
    """A project with operations that end well, end badly, and wait for the gate."""
    (gagefile.parent / "op.py").write_text(SCRIPT, encoding="utf-8")
    # A file with a library's name must not be imported in place of the library.
    (gagefile.parent / "json.py").write_text("raise SystemExit('the json.py of the project was imported')\n")
    python = json.dumps(sys.executable)
    gagefile.write_text(
        f"""\
[train]
exec = [{python}, "op.py", "0.1", "no-gate"]

[wait]
exec = [{python}, "op.py", "0.1", {json.dumps(str(gate))}]

[fail]
exec = [{python}, "-c", "raise SystemExit(3)"]

[wrong]
exec = 7
""",
        encoding="utf-8",
    )
    return gagefile.as_uri()


async def run(editor: Editor, uri: str, operation: str, **more: Any) -> dict[str, Any]:
    return dict(await editor.execute("gage.run", {"uri": uri, "operation": operation, **more}))


async def all_runs(editor: Editor, uri: str) -> list[dict[str, Any]]:
    return list((await editor.ask("gage/runs", {"uri": uri}))["runs"])


async def ended(editor: Editor, uri: str, run_id: str) -> dict[str, Any]:
    """The run object of a run once it has ended; asks again whenever the server says that runs changed."""

    while True:
        seen = len(editor.runs_changed)
        found = await editor.ask("gage/run", {"id": run_id, "uri": uri})
        if found["status"] not in ("pending", "staged", "running"):
            return dict(found)
        await editor.until(lambda seen=seen: len(editor.runs_changed) > seen)


async def refusal(request: Any) -> str:
    with pytest.raises(JsonRpcException) as caught:
        await request
    return str(caught.value.message)


async def test_a_run_is_made_and_found(editor: Editor, uri: str) -> None:
    assert await all_runs(editor, uri) == []
    made = await run(editor, uri, "train")
    found = await ended(editor, uri, made["id"])
    assert (found["name"], found["operation"], found["status"]) == (made["name"], "train", "completed")
    assert [run["id"] for run in await all_runs(editor, uri)] == [made["id"]]


async def test_the_client_is_told_when_runs_change_and_where(editor: Editor, uri: str) -> None:
    runs_dir = (await editor.ask("gage/runs", {"uri": uri}))["runsDir"]
    made = await run(editor, uri, "train")
    assert await editor.until(lambda: {"runsDir": runs_dir} in editor.runs_changed)
    await ended(editor, uri, made["id"])


async def test_a_page_of_the_runs_is_the_latest_first(editor: Editor, uri: str) -> None:
    ids = []
    for _ in range(3):
        ids.append((await run(editor, uri, "train"))["id"])
        await ended(editor, uri, ids[-1])
    page = await editor.ask("gage/runs", {"uri": uri, "offset": 1, "limit": 1})
    assert [run["id"] for run in page["runs"]] == [ids[1]]
    assert page["total"] == 3
    by_directory = await editor.ask("gage/runs", {"runsDir": page["runsDir"]})
    assert [run["id"] for run in by_directory["runs"]] == ids[::-1]


async def test_a_run_is_stopped_and_recorded_as_terminated(editor: Editor, uri: str) -> None:
    made = await run(editor, uri, "wait")
    assert await editor.execute("gage.stop", {"run": made["id"]}) is None
    assert (await ended(editor, uri, made["id"]))["status"] == "terminated"


async def test_progress_begins_and_ends_and_a_failure_is_said(editor: Editor, uri: str) -> None:
    made = await run(editor, uri, "fail")
    reports = await editor.until(
        lambda: [reports for reports in editor.progress_reports.values() if made["name"] in str(reports)]
    )
    await editor.until(lambda: str(reports[0][-1]).count("end"))
    assert reports[0][0]["title"] == f"fail {made['name']}"
    assert reports[0][-1]["kind"] == "end"
    (message,) = await editor.until(lambda: [m for m in editor.messages if made["name"] in m.message])
    assert "exit code 3" in message.message


async def test_a_run_goes_on_when_the_server_is_killed(uri: str, gate: Path, editor: Editor) -> None:
    server = subprocess.Popen(SERVER, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    start = {"capabilities": {}, "processId": None, "rootUri": None}
    answer(server, "initialize", start)
    made = answer(
        server, "workspace/executeCommand", {"command": "gage.run", "arguments": [{"uri": uri, "operation": "wait"}]}
    )
    server.kill()
    server.communicate()
    gate.unlink()
    assert (await ended(editor, uri, made["id"]))["status"] == "completed"


def answer(server: subprocess.Popen[bytes], method: str, params: Any) -> Any:
    """Send a request to a server without a client library and read up to its answer."""
    assert server.stdin
    assert server.stdout
    body = json.dumps({"jsonrpc": "2.0", "id": method, "method": method, "params": params}).encode()
    server.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
    server.stdin.flush()
    while True:
        head = dict(line.strip().split(b": ") for line in iter(server.stdout.readline, b"\r\n"))
        message = json.loads(server.stdout.read(int(head[b"Content-Length"])))
        if message.get("id") == method:
            return message["result"]


async def test_a_gagefile_with_unsaved_changes_is_not_run(editor: Editor, uri: str, gagefile: Path) -> None:
    text = gagefile.read_text(encoding="utf-8")
    editor.open(uri, text.replace("\n", "\r\n"))
    editor.change(uri, ((0, 0, 0, 0), "# changed\n"))
    assert await refusal(run(editor, uri, "train")) == "gage.toml has unsaved changes; save it, then run"
    editor.change(uri, ((0, 0, 1, 0), ""))
    made = await run(editor, uri, "train")
    assert (await ended(editor, uri, made["id"]))["status"] == "completed"


async def test_what_cannot_be_run_is_refused_in_gages_words(editor: Editor, uri: str) -> None:
    assert "wrong" in await refusal(run(editor, uri, "wrong"))
    assert "no-such" in await refusal(run(editor, uri, "no-such"))
    assert "--help" in await refusal(run(editor, uri, "--help"))
    assert "save" in await refusal(run(editor, "untitled:gage.toml", "train"))
    assert "not saved yet" in await refusal(run(editor, "file:///no/such/gage.toml", "train"))
    assert "too long" in await refusal(run(editor, f"file:///{'a' * 5000}/gage.toml", "train"))


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        [1],
        [{}],
        [{"uri": "file:///gage.toml"}],
        [{"uri": 1, "operation": "a"}],
        [{"uri": "file:///gage.toml", "operation": ""}],
        [{"uri": "file:///gage.toml", "operation": "a", "flags": []}],
        [{"uri": "file:///gage.toml", "operation": "a", "flags": {"x": [1]}}],
        [{"uri": "file:///gage.toml", "operation": "a", "flags": {'"': 1}}],
        [{"uri": "file:///gage.toml", "operation": "a=b"}],
        [{"uri": "file://[/gage.toml", "operation": "a"}],
        [{"uri": "file:///a%00b/gage.toml", "operation": "a"}],
        [{}, {}],
    ],
)
async def test_wrong_arguments_are_refused_in_words(editor: Editor, arguments: list[Any]) -> None:
    assert "gage.run" in await refusal(editor.execute("gage.run", *arguments))


@pytest.mark.parametrize(
    "params",
    [
        None,
        [],
        {},
        {"uri": 7},
        {"uri": "untitled:gage.toml"},
        {"runsDir": "relative"},
        {"runsDir": "/a", "limit": -1},
        {"runsDir": "/a", "offset": "1"},
        {"runsDir": "/a", "limit": True},
    ],
)
async def test_wrong_params_of_runs_are_refused_in_words(editor: Editor, params: Any) -> None:
    assert "gage/runs" in await refusal(editor.ask("gage/runs", params))


async def test_an_unknown_run_is_refused_in_words(editor: Editor, tmp_path: Path) -> None:
    assert "nope" in await refusal(editor.ask("gage/run", {"id": "nope", "runsDir": str(tmp_path)}))


async def test_a_runs_directory_that_does_not_exist_has_no_runs(editor: Editor, tmp_path: Path) -> None:
    page = await editor.ask("gage/runs", {"runsDir": str(tmp_path / "none")})
    assert (page["runs"], page["total"]) == ([], 0)


async def test_cancelling_the_progress_stops_the_run(editor: Editor, uri: str) -> None:
    made = await run(editor, uri, "wait")
    token = f"gage.run/{made['id']}"
    await editor.until(lambda: editor.progress_reports.get(token))
    editor.window_work_done_progress_cancel(lsp.WorkDoneProgressCancelParams(token=token))
    assert (await ended(editor, uri, made["id"]))["status"] == "terminated"


async def test_flags_reach_the_run(editor: Editor, uri: str, gagefile: Path) -> None:
    (gagefile.parent / "conf.py").write_text('lr = 0.1\nname = "a"\nfast = False\n', encoding="utf-8")
    text = f'[tune]\nexec = [{json.dumps(sys.executable)}, "conf.py"]\nconfig = ["conf.py"]\n'
    gagefile.write_text(text, encoding="utf-8")
    made = await run(editor, uri, "tune", flags={"lr": 1e-3, "name": "x = é", "fast": True})
    assert (await ended(editor, uri, made["id"]))["config"] == {"lr": 0.001, "name": "x = é", "fast": True}


async def test_a_gagefile_in_the_gage_directory_belongs_to_the_directory_above(
    editor: Editor, uri: str, gagefile: Path
) -> None:
    inner = gagefile.parent / ".gage" / "gage.toml"
    inner.parent.mkdir(exist_ok=True)
    gagefile.rename(inner)
    made = await run(editor, inner.as_uri(), "train")
    assert (await ended(editor, inner.as_uri(), made["id"]))["project"] == str(gagefile.parent)
    assert await all_runs(editor, uri) == await all_runs(editor, gagefile.parent.as_uri())


@pytest.mark.usefixtures("uri")
async def test_a_gagefile_the_project_does_not_use_is_not_run(editor: Editor, gagefile: Path) -> None:
    other = gagefile.with_name("gage.yaml")
    other.write_text("train:\n  exec: echo\n", encoding="utf-8")
    assert str(gagefile) in await refusal(run(editor, other.as_uri(), "train"))
    other.unlink()
    gagefile.rename(gagefile.with_name("gage.yml"))
    (gagefile.parent / ".git").mkdir()
    assert "gage.yaml" in await refusal(run(editor, gagefile.with_name("gage.yml").as_uri(), "train"))
