"""Clients that ask for diagnostics: each problem comes once, unchanged ones come as such, the workspace comes whole."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from gage_command import gage
from ls.wire import Message, Wire

CAN = {"textDocument": {"diagnostic": {}}, "workspace": {"diagnostics": {"refreshSupport": True}}}
BROKEN = '[train]\nexce = "x"\n'
RIGHT = '[train]\nexec = "x"\n'


@pytest.fixture
def wire(tmp_path: Path) -> Iterator[Wire]:
    with Wire() as wire:
        wire.initialize(CAN, workspaceFolders=[{"uri": tmp_path.as_uri(), "name": "project"}])
        yield wire


def pull(wire: Wire, uri: str, had: str | None = None) -> Any:
    params = {"textDocument": {"uri": uri}, "identifier": "gage", "previousResultId": had}
    return wire.ask("textDocument/diagnostic", params)


def pull_workspace(wire: Wire, had: dict[str, str] | None = None, **params: Any) -> dict[str, Message]:
    previous = [{"uri": uri, "value": value} for uri, value in (had or {}).items()]
    items = wire.ask("workspace/diagnostic", {"previousResultIds": previous, **params})["items"]
    assert len({item["uri"] for item in items}) == len(items)
    return {item["uri"]: item for item in items}


def codes(report: Message) -> list[str]:
    assert report["kind"] == "full"
    return [item["code"] for item in report["items"]]


def write(path: Path, text: str) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path.as_uri()


def until_refreshed(wire: Wire, times: int) -> None:
    end = time.monotonic() + 10
    while len([message for message in wire.asked if message["method"] == "workspace/diagnostic/refresh"]) < times:
        assert time.monotonic() < end
        time.sleep(0.01)


def test_the_server_says_that_it_can_be_asked() -> None:
    with Wire() as wire:
        able = wire.initialize()
    assert able["diagnosticProvider"] == {
        "identifier": "gage",
        "interFileDependencies": False,
        "workspaceDiagnostics": True,
    }


def test_a_client_that_asks_is_told_all_that_the_terminal_says_and_nothing_is_pushed(
    wire: Wire, tmp_path: Path
) -> None:
    text = BROKEN + 'config = "train.py#lr"\n[b]\nexec = "y"\nsourcecode = ["*.txt"]\n'
    uri = write(tmp_path / "gage.toml", text)
    wire.open(uri, text)
    report = pull(wire, uri)  # the project is looked at first
    (checked,) = json.loads(gage(tmp_path, "check", "--format", "json").stdout)["files"]
    assert [(item["code"], item["message"]) for item in report["items"]] == [
        (problem["code"], problem["message"]) for problem in checked["problems"]
    ]
    assert "config-file-missing" in codes(report)
    assert not [message for message in wire.received if message.get("method") == "textDocument/publishDiagnostics"]


def test_a_client_that_does_not_ask_is_pushed_to_and_may_ask_all_the_same(tmp_path: Path) -> None:
    uri = write(tmp_path / "gage.toml", BROKEN)
    with Wire() as wire:
        wire.initialize()
        wire.open(uri, BROKEN)
        assert [item["code"] for item in wire.problems(uri)] == codes(pull(wire, uri)) == ["unknown-key"]


def test_what_did_not_change_is_said_to_be_unchanged(wire: Wire) -> None:
    uri = "file:///unchanged/gage.toml"
    wire.open(uri, BROKEN)
    first = pull(wire, uri)
    assert codes(first) == ["unknown-key"]
    assert pull(wire, uri, first["resultId"]) == {"kind": "unchanged", "resultId": first["resultId"]}
    wire.change(uri, 2, {"text": BROKEN + "# a comment\n"})
    assert pull(wire, uri, first["resultId"])["kind"] == "unchanged"
    wire.change(uri, 3, {"text": "\n" + BROKEN})
    moved = pull(wire, uri, first["resultId"])
    assert [item["range"]["start"]["line"] for item in moved["items"]] == [2]
    wire.change(uri, 4, {"text": RIGHT})
    assert codes(pull(wire, uri, moved["resultId"])) == []


def test_a_long_text_is_read_in_slices_though_nothing_is_told_of_it(wire: Wire) -> None:
    uri = "file:///long/gage.toml"
    wire.open(uri, BROKEN + "".join(f"[op{n}]\nexec = 'a'\n" for n in range(4_000)))
    assert codes(pull(wire, uri)) == ["unknown-key"]


def test_the_answer_is_about_the_newest_version(wire: Wire) -> None:
    uri = "file:///newest/gage.toml"
    wire.open(uri, "".join(f'[op{n}]\nexce = "a"\n' for n in range(1_000)))
    request = wire.begin("textDocument/diagnostic", {"textDocument": {"uri": uri}})
    wire.change(uri, 2, {"text": BROKEN})
    assert len(wire.answer(request)["result"]["items"]) == 1


def test_a_file_that_is_not_open_is_read_if_it_is_in_the_workspace(wire: Wire, tmp_path: Path) -> None:
    assert codes(pull(wire, write(tmp_path / "a" / "gage.toml", BROKEN))) == ["unknown-key"]
    assert codes(pull(wire, write(tmp_path / "other.toml", BROKEN))) == []
    assert codes(pull(wire, write(tmp_path.parent / f"{tmp_path.name}-outside" / "gage.toml", BROKEN))) == []
    for nothing in ("untitled:gage.toml", "no uri", "file://[bad", ""):
        assert codes(pull(wire, nothing)) == []


def test_the_workspace_is_told_whole_open_files_as_shown(wire: Wire, tmp_path: Path) -> None:
    shown, saved, right = tmp_path / "gage.toml", tmp_path / "sub" / "gage.yaml", tmp_path / "right" / "gage.json"
    write(shown, RIGHT)
    write(saved, "train:\n  exce: x\n")
    write(right, '{"train": {"exec": "x"}}')
    write(tmp_path / "node_modules" / "x" / "gage.toml", BROKEN)
    wire.open(shown.as_uri(), BROKEN, version=7)
    reports = pull_workspace(wire)
    assert {uri: codes(report) for uri, report in reports.items()} == {
        shown.as_uri(): ["unknown-key"],
        saved.as_uri(): ["unknown-key"],
        right.as_uri(): [],
    }
    assert [reports[path.as_uri()]["version"] for path in (shown, saved)] == [7, None]
    had = {uri: report["resultId"] for uri, report in reports.items()}
    assert {report["kind"] for report in pull_workspace(wire, had).values()} == {"unchanged"}

    write(right, '{"train": {"exce": "x"}}')
    right_then = {uri: report["kind"] for uri, report in pull_workspace(wire, had).items()}
    assert right_then == {shown.as_uri(): "unchanged", saved.as_uri(): "unchanged", right.as_uri(): "full"}
    saved.unlink()
    gone = pull_workspace(wire, had)[saved.as_uri()]
    assert codes(gone) == []


def test_a_uri_may_be_spelt_in_another_way(wire: Wire, tmp_path: Path) -> None:
    path = tmp_path / "a b" / "gage.toml"
    uri = write(path, BROKEN)
    other = uri.replace("gage.toml", "%67age.toml")
    report = pull_workspace(wire)[uri]
    assert pull_workspace(wire, {other: report["resultId"]})[uri]["kind"] == "unchanged"
    wire.open(other, RIGHT)
    assert {each: codes(report) for each, report in pull_workspace(wire).items()} == {other: []}


def test_partial_results_come_as_progress_and_the_answer_is_empty(wire: Wire, tmp_path: Path) -> None:
    for n in range(45):
        write(tmp_path / f"p{n}" / "gage.toml", BROKEN)
    assert pull_workspace(wire, partialResultToken="part") == {}
    parts = [message["params"] for message in wire.received if message.get("method") == "$/progress"]
    assert {part["token"] for part in parts} == {"part"}
    items = [item for part in parts for item in part["value"]["items"]]
    assert [len(part["value"]["items"]) for part in parts] == [20, 20, 5]
    assert [codes(item) for item in items] == [["unknown-key"]] * 45


def test_a_file_that_cannot_be_read_is_told_so(wire: Wire, tmp_path: Path) -> None:
    path = tmp_path / "gage.toml"
    path.write_bytes(b"[a]\nexec = '\xff'\n")
    (item,) = pull_workspace(wire)[path.as_uri()]["items"]
    assert (item["code"], "0xff" in item["message"]) == ("unreadable-file", True)


def test_without_folders_there_is_nothing_but_what_is_open() -> None:
    with Wire() as wire:
        wire.initialize(CAN)
        wire.open("untitled:gage.toml", BROKEN)
        assert {uri: codes(report) for uri, report in pull_workspace(wire).items()} == {
            "untitled:gage.toml": ["unknown-key"]
        }


def test_folders_come_and_go(wire: Wire, tmp_path: Path) -> None:
    other = tmp_path.parent / f"{tmp_path.name}-other"
    inside, outside = write(tmp_path / "gage.toml", BROKEN), write(other / "gage.toml", BROKEN)
    assert set(pull_workspace(wire)) == {inside}
    folders = [{"uri": directory.as_uri(), "name": "x"} for directory in (tmp_path, other)]
    added: Message = {"added": folders[1:], "removed": []}
    wire.notify("workspace/didChangeWorkspaceFolders", {"event": added})
    assert set(pull_workspace(wire)) == {inside, outside}
    wire.notify("workspace/didChangeWorkspaceFolders", {"event": {"added": [], "removed": folders}})
    assert pull_workspace(wire) == {}


@pytest.mark.parametrize("by", ["rootUri", "rootPath"])
def test_a_client_may_know_of_one_folder_only(by: str, tmp_path: Path) -> None:
    uri = write(tmp_path / "gage.toml", BROKEN)
    with Wire() as wire:
        wire.initialize(CAN, **{by: tmp_path.as_uri() if by == "rootUri" else str(tmp_path)})
        assert set(pull_workspace(wire)) == {uri}


def test_a_client_is_asked_to_ask_again_when_the_project_changed(wire: Wire, tmp_path: Path) -> None:
    text = RIGHT + 'config = "train.py"\n'
    shown, saved = write(tmp_path / "gage.toml", text), write(tmp_path / "sub" / "gage.toml", text)
    wire.open(shown, text)
    assert codes(pull(wire, shown)) == ["config-file-missing"]
    had = {saved: pull_workspace(wire)[saved]["resultId"]}
    for directory in (tmp_path, tmp_path / "sub"):
        write(directory / "train.py", "lr = 0.1\n")
    event = {"uri": (tmp_path / "train.py").as_uri(), "type": 1}
    wire.notify("workspace/didChangeWatchedFiles", {"changes": [event]})
    until_refreshed(wire, 1)
    assert codes(pull(wire, shown)) == []
    assert codes(pull_workspace(wire, had)[saved]) == []


def test_a_gagefile_of_the_same_size_and_time_as_before_is_read_again_when_the_client_says_so(
    wire: Wire, tmp_path: Path
) -> None:
    path = tmp_path / "gage.toml"
    uri = write(path, BROKEN)
    os.utime(path, ns=(1, 1))
    had = {uri: pull_workspace(wire)[uri]["resultId"]}
    path.write_text(RIGHT)
    os.utime(path, ns=(1, 1))
    wire.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": uri, "type": 2}]})
    assert codes(pull_workspace(wire, had)[uri]) == []
