"""Runs as an editor makes, repeats, follows and stops them, each with a real `gage run`."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from gage_command import environment, gage, gage_json
from ls.editor import SERVER, Editor
from ls.test_runs import answer, ended, refusal, run
from lsprotocol import types as lsp
from pygls.uris import to_fs_path

NO_RUN = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def uri(gagefile: Path, gate: Path) -> str:
    """A project with an operation that has config, and some that wait, fail, or say how far they are."""
    (gagefile.parent / "train.py").write_text("lr = 0.1\nname = 'a'\nprint('lr is', lr)\n")
    # A file with a library's name must not be imported in place of the library.
    (gagefile.parent / "json.py").write_text("raise SystemExit('the json.py of the project was imported')\n")
    (gagefile.parent / "wait.py").write_text(
        "import pathlib, sys, time\nprint('waiting', flush=True)\n"
        "while pathlib.Path(sys.argv[1]).exists():\n    time.sleep(0.02)\nprint('over')\n"
    )
    python = json.dumps(sys.executable)
    gagefile.write_text(
        f"""\
[train]
exec = [{python}, "train.py"]
config = "train.py"
sourcecode = "train.py"

[wait]
exec = [{python}, "wait.py", {json.dumps(str(gate))}]

[fail]
exec = "echo this went wrong; exit 3"

[unready]
exec.stage-runtime = "echo nothing to install from; exit 4"
exec.run = "true"

[steps]
exec = 'echo 1/4; sleep 0.2; echo 3/4; sleep 0.2; while [ -e "{gate}" ]; do sleep 0.05; done; echo 4/4'
progress = "fraction"

[fetch]
exec.stage-dependencies = "echo 1/2; sleep 0.2; echo 2/2"
exec.run = "true"
progress.stage-dependencies = "fraction"

[silent]
exec = "true"
""",
        encoding="utf-8",
    )
    return gagefile.as_uri()


async def staged(editor: Editor, uri: str, **more: Any) -> dict[str, Any]:
    """A run of `train` that is staged."""
    made = await editor.execute("gage.stage", {"uri": uri, "operation": "train", **more})
    await bar(editor, made["id"], "end", "gage.stage")
    return dict(await editor.ask("gage/run", {"id": made["id"], "uri": uri}))


async def bar(editor: Editor, run_id: str, kind: str, command: str = "gage.run") -> list[dict[str, Any]]:
    """The reports of a command's progress with a run once there is one of a kind."""
    reports = editor.progress_reports.setdefault(f"{command}/{run_id}", [])
    await editor.until(lambda: kind in {report["kind"] for report in reports})
    return reports


async def test_a_run_is_staged_and_then_started(editor: Editor, uri: str) -> None:
    found = await staged(editor, uri, flags={"lr": 0.5})
    assert (found["status"], found["config"], found["started"]) == ("staged", {"lr": 0.5, "name": "a"}, None)
    assert (await bar(editor, found["id"], "end", "gage.stage"))[-1]["message"] == "staged"
    assert not [message for message in editor.messages if found["name"] in message.message]
    started = await editor.execute("gage.start", {"run": found["id"], "uri": uri})
    assert started == {"id": found["id"], "name": found["name"]}
    assert (await ended(editor, uri, found["id"]))["status"] == "completed"
    again = editor.execute("gage.start", {"run": found["id"], "uri": uri})
    assert await refusal(again) == f'run {found["name"]} has the status "completed"; only a staged run can be started'


async def test_a_staged_run_starts_without_its_project(
    editor: Editor, uri: str, gagefile: Path, tmp_path: Path
) -> None:
    found = await staged(editor, uri)
    runs_dir = shutil.move(Path(found["run_dir"]).parent, tmp_path / "elsewhere")
    shutil.rmtree(gagefile.parent)
    place = {"runsDir": str(runs_dir)}
    await editor.execute("gage.start", {"run": found["id"], **place})
    await bar(editor, found["id"], "end", "gage.start")
    assert (await editor.ask("gage/run", {"id": found["id"], **place}))["status"] == "completed"


async def test_a_run_is_repeated_with_its_config(editor: Editor, uri: str) -> None:
    first = await run(editor, uri, "train", flags={"lr": 0.5, "name": "b c"})
    await ended(editor, uri, first["id"])
    second = await editor.execute("gage.rerun", {"run": first["id"], "uri": uri})
    assert (await ended(editor, uri, second["id"]))["config"] == {"lr": 0.5, "name": "b c"}
    third = await editor.execute("gage.rerun", {"run": first["id"], "uri": uri, "flags": {"lr": 2}})
    found = await ended(editor, uri, third["id"])
    assert (found["operation"], found["config"]) == ("train", {"lr": 2.0, "name": "b c"})
    assert len({first["id"], second["id"], third["id"]}) == 3


async def test_a_run_of_another_runs_directory_is_repeated_there(editor: Editor, uri: str, gagefile: Path) -> None:
    elsewhere = gagefile.parent.parent / "elsewhere"
    gage(gagefile.parent, "--runs", str(elsewhere), "run", "train", "lr=7", "-y")
    (before,) = (await editor.ask("gage/runs", {"runsDir": str(elsewhere)}))["runs"]
    made = await editor.execute("gage.rerun", {"run": before["id"], "runsDir": str(elsewhere)})
    await bar(editor, made["id"], "end", "gage.rerun")
    found = await editor.ask("gage/run", {"id": made["id"], "runsDir": str(elsewhere)})
    assert (found["status"], found["config"]["lr"]) == ("completed", 7.0)


async def test_a_run_whose_project_is_gone_is_not_repeated(
    editor: Editor, uri: str, gagefile: Path, tmp_path: Path
) -> None:
    made = await run(editor, uri, "train")
    await bar(editor, made["id"], "end")
    found = await ended(editor, uri, made["id"])
    runs_dir = shutil.move(Path(found["run_dir"]).parent, tmp_path / "elsewhere")
    request = editor.execute("gage.rerun", {"run": made["id"], "runsDir": str(runs_dir)})
    assert "which has no gagefile now; name a file of the project by its 'uri'" in await refusal(request)
    again = await editor.execute("gage.rerun", {"run": made["id"], "runsDir": str(runs_dir), "uri": uri})
    await bar(editor, again["id"], "end", "gage.rerun")
    page = await editor.ask("gage/runs", {"runsDir": str(runs_dir)})
    assert [run["status"] for run in page["runs"]] == ["completed", "completed"]


async def test_a_preview_says_what_the_terminal_says_and_makes_nothing(
    editor: Editor, uri: str, gagefile: Path
) -> None:
    found = await editor.execute("gage.preview", {"uri": uri, "operation": "train", "flags": {"lr": 0.5}})
    assert found["config"] == {"lr": 0.5, "name": "a"}
    assert found["commands"] == {"run": [sys.executable, "train.py"]}
    assert found["sourcecode"]["files"] == [{"path": "train.py", "size": 39, "pattern": "train.py"}]
    assert not (gagefile.parent / ".gage").exists()
    assert found == gage_json(gagefile.parent, "run", "train", "lr=0.5", "--preview", "--json")
    request = editor.execute("gage.preview", {"uri": uri, "operation": "train", "flags": {"lr": "fast"}})
    assert await refusal(request) == "lr=fast does not fit; 'lr' is a number in train.py, as in lr=0.1"


@pytest.mark.parametrize("command", ["gage.stage", "gage.preview"])
async def test_a_gagefile_with_unsaved_changes_is_neither_staged_nor_previewed(
    editor: Editor, uri: str, gagefile: Path, command: str
) -> None:
    editor.open(uri, gagefile.read_text(encoding="utf-8"))
    editor.change(uri, ((0, 0, 0, 0), "# changed\n"))
    request = editor.execute(command, {"uri": uri, "operation": "train"})
    assert await refusal(request) == "gage.toml has unsaved changes; save it, then run"
    editor.close(uri)


async def test_nor_is_a_run_repeated_by_it(editor: Editor, uri: str, gagefile: Path) -> None:
    made = await run(editor, uri, "train")
    await ended(editor, uri, made["id"])
    editor.open(uri, gagefile.read_text(encoding="utf-8"))
    editor.change(uri, ((0, 0, 0, 0), "# changed\n"))
    request = editor.execute("gage.rerun", {"run": made["id"], "uri": uri})
    assert await refusal(request) == "gage.toml has unsaved changes; save it, then run"
    editor.close(uri)


@pytest.mark.skipif(sys.platform == "win32", reason="there only who started a run can stop it")
async def test_a_run_that_someone_else_started_is_stopped(editor: Editor, uri: str, gagefile: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "gage", "run", "wait", "-y"],
        cwd=gagefile.parent,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment(gagefile.parent.parent),
    ) as terminal:
        assert terminal.stdout
        assert terminal.stdout.readline() == b"waiting\n"
        (found,) = (await editor.ask("gage/runs", {"uri": uri}))["runs"]
        assert await editor.execute("gage.stop", {"run": found["id"], "uri": uri}) is None
        terminal.communicate()
        assert terminal.returncode == 254
    assert (await ended(editor, uri, found["id"]))["status"] == "terminated"
    request = editor.execute("gage.stop", {"run": found["id"], "uri": uri})
    assert await refusal(request) == f"run {found['name']} is not running: it is terminated"


async def test_a_run_of_this_server_is_stopped_by_its_id_alone(editor: Editor, uri: str) -> None:
    made = await run(editor, uri, "wait")
    assert await editor.execute("gage.stop", {"run": made["id"]}) is None
    assert (await ended(editor, uri, made["id"]))["status"] == "terminated"


async def test_progress_is_shown_in_percent(editor: Editor, uri: str, gate: Path) -> None:
    made = await run(editor, uri, "steps")
    token = f"gage.run/{made['id']}"
    await editor.until(lambda: "3/4" in str(editor.progress_reports.get(token)))
    gate.unlink()
    reports = await bar(editor, made["id"], "end")
    assert reports[0]["percentage"] == 0
    shown = [(report["message"], report["percentage"]) for report in reports if report.get("percentage")]
    assert shown == [("1/4", 25), ("3/4", 75), ("4/4", 100)]


async def test_a_run_that_says_nothing_of_its_progress_has_no_percentage(editor: Editor, uri: str) -> None:
    made = await run(editor, uri, "silent")
    assert not [report for report in await bar(editor, made["id"], "end") if "percentage" in report]


async def test_progress_before_the_command_is_told_without_a_percentage(editor: Editor, uri: str) -> None:
    made = await run(editor, uri, "fetch")
    reports = await bar(editor, made["id"], "end")
    assert "2/2" in {report.get("message") for report in reports}
    assert not [report for report in reports if "percentage" in report]


def shown_file(editor: Editor, count: int = -1) -> Path:
    shown = editor.shown_documents[count]
    assert (shown.external, shown.take_focus) == (False, True)
    return Path(to_fs_path(shown.uri) or "")


async def test_the_output_of_a_run_that_is_over_is_shown(editor: Editor, uri: str) -> None:
    for operation, printed in (("fail", "this went wrong\n"), ("unready", "nothing to install from\n")):
        made = await run(editor, uri, operation)
        await ended(editor, uri, made["id"])
        await editor.execute("gage.showOutput", {"run": made["id"], "uri": uri})
        path = shown_file(editor)
        assert (path.name, path.read_text()) == (f"{made['name']}.log", printed)
        assert os.name == "nt" or path.parent.stat().st_mode & 0o077 == 0


async def test_the_output_of_a_run_under_way_is_the_file_it_writes(editor: Editor, uri: str, gate: Path) -> None:
    made = await run(editor, uri, "wait")
    await editor.until(lambda: "wait.py" in str(editor.progress_reports.get(f"gage.run/{made['id']}")))
    await editor.execute("gage.showOutput", {"run": made["id"], "uri": uri})
    path = shown_file(editor)
    assert path.name == "40_run"
    assert path.parent.parent.name == f"{made['id']}.meta"
    gate.unlink()
    await ended(editor, uri, made["id"])


async def test_a_run_that_fails_offers_its_output(editor: Editor, uri: str) -> None:
    editor.choice = "Show output"
    before = len(editor.shown_documents)
    made = await run(editor, uri, "fail")
    await editor.until(lambda: len(editor.shown_documents) > before)
    editor.choice = None
    assert shown_file(editor).read_text() == "this went wrong\n"
    (message,) = [message for message in editor.messages if made["name"] in message.message]
    assert message.message == f"fail {made['name']}: error (exit code 3)"


async def test_output_that_is_offered_and_cannot_be_shown_is_told(editor: Editor, uri: str) -> None:
    editor.choice, editor.shows_documents = "Show output", False
    await run(editor, uri, "fail")
    await editor.until(lambda: [message for message in editor.messages if "did not show" in message.message])
    editor.choice, editor.shows_documents = None, True


async def test_output_that_cannot_be_shown_is_refused_in_words(editor: Editor, uri: str) -> None:
    made = await run(editor, uri, "silent")
    await ended(editor, uri, made["id"])
    editor.shows_documents = False
    assert "the editor did not show" in await refusal(
        editor.execute("gage.showOutput", {"run": made["id"], "uri": uri})
    )
    editor.shows_documents = True
    found = await staged(editor, uri)
    request = editor.execute("gage.showOutput", {"run": found["id"], "uri": uri})
    assert await refusal(request) == f"run {found['name']} has no output yet"


async def test_an_editor_that_shows_no_documents_is_told_of_a_failure_all_the_same(uri: str) -> None:
    with subprocess.Popen(SERVER, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
        answer(server, "initialize", {"capabilities": {}, "processId": None, "rootUri": None})
        arguments = [{"uri": uri, "operation": "fail"}]
        made = answer(server, "workspace/executeCommand", {"command": "gage.run", "arguments": arguments})
        assert server.stdout
        while (message := receive(server)).get("method") != "window/showMessage":
            pass
        assert message["params"]["message"] == f"fail {made['name']}: error (exit code 3)"
        body = {"command": "gage.showOutput", "arguments": [{"run": made["id"], "uri": uri}]}
        send(server, {"id": 1, "method": "workspace/executeCommand", "params": body})
        while (message := receive(server)).get("id") != 1:
            pass
        assert "cannot be asked to show a file" in message["error"]["message"]
        server.kill()


def send(server: subprocess.Popen[bytes], message: dict[str, Any]) -> None:
    assert server.stdin
    body = json.dumps({"jsonrpc": "2.0", **message}).encode()
    server.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
    server.stdin.flush()


def receive(server: subprocess.Popen[bytes]) -> dict[str, Any]:
    assert server.stdout
    head = dict(line.strip().split(b": ") for line in iter(server.stdout.readline, b"\r\n"))
    return dict(json.loads(server.stdout.read(int(head[b"Content-Length"]))))


@pytest.mark.parametrize("command", ["gage.start", "gage.rerun", "gage.stop", "gage.showOutput"])
async def test_a_run_that_is_not_there_is_refused_in_words(editor: Editor, command: str, tmp_path: Path) -> None:
    place = {"runsDir": str(tmp_path)}
    assert NO_RUN in await refusal(editor.execute(command, {"run": NO_RUN, **place}))
    for arguments in (
        [],
        [1],
        [{}],
        [{"run": 1, **place}],
        [{"run": "../../etc", **place}],
        [{"run": NO_RUN}],
        [{"run": NO_RUN, "runsDir": "relative"}],
        [{"run": NO_RUN, "uri": 7}],
        [{"run": NO_RUN, "uri": "untitled:gage.toml"}],
        [{"run": NO_RUN, "flags": [], **place}],
        [{"run": NO_RUN, **place}, {}],
    ):
        assert command in await refusal(editor.execute(command, *arguments))


@pytest.mark.parametrize("command", ["gage.stage", "gage.preview"])
@pytest.mark.parametrize("arguments", [[], [{}], [{"uri": "file:///gage.toml", "operation": "a=b"}], [{}, {}]])
async def test_wrong_arguments_are_refused_in_words(editor: Editor, command: str, arguments: list[Any]) -> None:
    assert command in await refusal(editor.execute(command, *arguments))


async def test_a_run_is_given_a_label_tags_variables_and_a_time(editor: Editor, uri: str, gagefile: Path) -> None:
    gagefile.write_text(gagefile.read_text() + "[say]\nexec = 'echo $WORD; exec sleep 600'\ntags = 'own'\n")
    given = {"label": "--odd", "tags": ["-b", "a"], "env": {"WORD": "it's = odd"}, "timeout": 0.5}
    made = await run(editor, uri, "say", **given)
    found = await ended(editor, uri, made["id"])
    assert (found["label"], found["tags"], found["status"]) == ("--odd", ["-b", "a", "own"], "terminated")
    said = await editor.ask("gage/output", {"id": made["id"], "uri": uri})
    assert said["entries"][0]["text"] == "it's = odd\n"


async def test_a_run_that_is_not_needed_is_named_and_not_made(editor: Editor, uri: str, gagefile: Path) -> None:
    first = await run(editor, uri, "train", needed=True)
    await ended(editor, uri, first["id"])
    assert await run(editor, uri, "train", needed=True) == {**first, "skipped": True}
    assert await run(editor, uri, "train", needed="source") == {**first, "skipped": True}
    (gagefile.parent / "train.py").write_text("lr = 0.1\nname = 'a'\n")
    assert (await run(editor, uri, "train", needed="source"))["id"] != first["id"]
    assert (await run(editor, uri, "train", needed=False))["skipped"] is False


@pytest.mark.parametrize(
    ("option", "message"),
    [
        ({"label": 1}, "'label' must be a string"),
        ({"tags": "a"}, "'tags' must be an array"),
        ({"tags": ["two words"]}, "a tag is one word"),
        ({"env": []}, "'env': one object is expected"),
        ({"env": {"A": 1}}, "variable 'A' of 'env' must be a string"),
        ({"env": {"RUN_ID": "x"}}, "--env cannot set 'RUN_ID'"),
        ({"needed": "config"}, "'needed' must be true, false or"),
        ({"timeout": "soon"}, '"soon" is no length of time'),
        ({"timeout": True}, "'timeout' must be a string"),
    ],
)
async def test_options_of_other_shapes_are_refused(
    editor: Editor, uri: str, option: dict[str, Any], message: str
) -> None:
    assert message in await refusal(editor.execute("gage.run", {"uri": uri, "operation": "train", **option}))


async def test_what_cannot_be_started_is_refused_in_gages_words(editor: Editor, uri: str) -> None:
    made = await run(editor, uri, "train")
    await ended(editor, uri, made["id"])
    request = editor.execute("gage.rerun", {"run": made["id"], "uri": uri, "flags": {"nope": 1}})
    assert "there is no flag 'nope'" in await refusal(request)


async def test_cancelling_what_is_shown_stops_the_run(editor: Editor, uri: str) -> None:
    made = await run(editor, uri, "wait")
    token = f"gage.run/{made['id']}"
    await editor.until(lambda: editor.progress_reports.get(token))
    editor.window_work_done_progress_cancel(lsp.WorkDoneProgressCancelParams(token=token))
    reports = await bar(editor, made["id"], "end")
    assert reports[-1]["message"] == "terminated"
    assert (await ended(editor, uri, made["id"]))["exit_code"] == -2
