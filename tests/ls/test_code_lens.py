from __future__ import annotations

import itertools
import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest
from ls.editor import Editor, at
from ls.test_runs import all_runs, ended, run
from lsprotocol import types as lsp
from pygls.uris import to_fs_path

FRESH = itertools.count()
REPORT = """\
import json
json.dump({"metrics": {"accuracy": 0.5, "loss": 0.123456}}, open("summary.json", "w"))
"""


@pytest.fixture
def uri(gagefile: Path) -> str:
    """A project with an operation that reports metrics, of which its list shows the second, and one that does not."""
    (gagefile.parent / "report.py").write_text(REPORT, encoding="utf-8")
    python = json.dumps(sys.executable)
    gagefile.write_text(
        f"""\
[train]
exec = [{python}, "report.py"]
listing.description = ["lr", "loss"]

[other]
exec = [{python}, "-c", "raise SystemExit(2)"]
""",
        encoding="utf-8",
    )
    return gagefile.as_uri()


def shown(lenses: list[lsp.CodeLens], line: int) -> list[str]:
    return [lens.command.title for lens in lenses if lens.command and lens.range.start.line == line]


def carried_out(lens: lsp.CodeLens) -> tuple[str, Any]:
    assert lens.command
    (argument,) = lens.command.arguments or [None]
    return lens.command.command, argument


async def test_every_operation_with_a_command_has_lenses_at_its_name(any_editor: Editor) -> None:
    uri = f"file:///lenses/{next(FRESH)}/gage.toml"
    any_editor.open(uri, "# 😀\n['😀-é']\nexec = 'a'\n[train]\nexec = 'b'\nexce = 1\n[notes]\n['a=b']\nexec = 'c'\n")
    lenses = await any_editor.lenses(uri)
    width = any_editor.units("'😀-é'")
    assert [lens.range for lens in lenses] == [at(1, 1, 1, 1 + width)] * 3 + [at(3, 1, 3, 6)] * 3
    assert shown(lenses, 1) == shown(lenses, 3) == ["Run", "Stage", "Preview"]
    operation = {"uri": uri, "operation": "😀-é"}
    assert [carried_out(lens) for lens in lenses[:3]] == [
        ("gage.run", operation),
        ("gage.stage", operation),
        ("gage.preview", {**operation, "show": True}),
    ]


@pytest.mark.parametrize(
    ("name", "text", "places"),
    [
        ("gage.yaml", "# 😀\n'😀': {exec: a}\ntrain:\n  exec: b\n  env:\nnotes: {}\n", [(1, 0, 4), (2, 0, 5)]),
        ("gage.json", "{\n  '😀': {exec: 'a'},\n  train: {\n    exec: 'b',\n    env:\n", [(1, 2, 6), (2, 2, 7)]),
        ("gage.toml", "['😀']\r\nexec = 'a'\r\n[train]\r\nexec = 'b'\r\nenv =\r\n", [(0, 1, 5), (2, 1, 6)]),
    ],
)
async def test_lenses_stand_in_each_syntax_and_in_half_typed_text(
    editor: Editor, name: str, text: str, places: list[tuple[int, int, int]]
) -> None:
    uri = f"file:///lenses/{next(FRESH)}/{name}"
    editor.open(uri, text)
    runs = [lens.range for lens in await editor.lenses(uri) if carried_out(lens)[0] == "gage.run"]
    assert runs == [at(line, start, line, end) for line, start, end in places]


async def test_the_last_run_is_told_with_its_main_metric(editor: Editor, uri: str, gagefile: Path) -> None:
    for operation in ("train", "other", "other"):
        await ended(editor, uri, (await run(editor, uri, operation))["id"])
    other, _, train = await all_runs(editor, uri)
    editor.open(uri, gagefile.read_text(encoding="utf-8"))
    lenses = await editor.lenses(uri)
    assert len(lenses) == 8
    assert re.fullmatch(r"✓ completed (now|.+ ago) · loss 0.1235", shown(lenses, 0)[-1])
    assert shown(lenses, 4)[-1].startswith("✗ error ")
    assert [carried_out(lenses[index]) for index in (3, 7)] == [
        ("gage.showOutput", {"run": one["id"], "uri": uri}) for one in (train, other)
    ]


async def test_what_can_be_done_with_the_last_run_is_offered_at_its_operation(
    editor: Editor, uri: str, gagefile: Path
) -> None:
    text = gagefile.read_text(encoding="utf-8")
    (gagefile.parent / "gate").touch()
    (gagefile.parent / "slow.py").write_text(
        f"lr = 0.1\nimport os, time\nwhile os.path.exists({str(gagefile.parent / 'gate')!r}):\n    time.sleep(0.02)\n"
    )
    text += f'[slow]\nexec = [{json.dumps(sys.executable)}, "slow.py"]\nconfig = "slow.py"\n'
    gagefile.write_text(text, encoding="utf-8")
    editor.open(uri, text)
    place = at(text.count("\n") - 1, 0)
    made = await run(editor, uri, "slow")
    name = made["name"].partition("-")[0]
    await editor.until(lambda: editor.lens_refreshes)
    titles = {
        "gage.rerun": f"Run slow again with the config of {name}",
        "gage.stop": f"Stop slow {name}",
        "gage.showOutput": f"Open the output of slow {name}",
    }
    while (await editor.ask("gage/run", {"id": made["id"], "uri": uri}))["status"] != "running":
        seen = len(editor.runs_changed)
        await editor.until(lambda seen=seen: len(editor.runs_changed) > seen)
    actions = {str(action.kind): action for action in await editor.actions(uri, place)}
    assert {kind: actions[kind].title for kind in titles} == titles
    for kind in titles:
        command = actions[kind].command
        assert command
        assert list(command.arguments or []) == [{"run": made["id"], "uri": uri}]
    *_, stop, running = shown(await editor.lenses(uri), 6)
    assert (stop, running.startswith("● running for ")) == ("Stop", True)
    (gagefile.parent / "gate").unlink()
    await ended(editor, uri, made["id"])
    assert "gage.stop" not in {action.kind for action in await editor.actions(uri, place)}


async def test_the_client_is_told_to_ask_again_when_runs_change(editor: Editor, uri: str, gagefile: Path) -> None:
    editor.open(uri, gagefile.read_text(encoding="utf-8"))
    await editor.lenses(uri)
    seen = len(editor.lens_refreshes)
    await run(editor, uri, "train")
    await editor.until(lambda: len(editor.lens_refreshes) > seen)


async def test_the_present_config_is_told_to_whoever_asks_for_flags(editor: Editor, uri: str, gagefile: Path) -> None:
    (gagefile.parent / "conf.py").write_text('lr = 0.1\nname = "a b"\n', encoding="utf-8")
    text = gagefile.read_text(encoding="utf-8")
    editor.open(
        uri,
        text
        + '[tune]\nexec = "x"\nconfig = ["conf.py", {name = "n", required = true}, {name = "m", default = 3, max = 9}]\n',
    )
    told = await editor.ask("gage/config", {"uri": uri, "operation": "tune"})
    assert told["config"] == {"lr": 0.1, "name": "a b", "n": None, "m": 3}
    found = [(flag["name"], flag["type"], flag["required"], flag["max"], flag["file"]) for flag in told["flags"]]
    assert found == [
        ("lr", "number", False, None, "conf.py"),
        ("name", "string", False, None, "conf.py"),
        ("n", "string", True, None, None),
        ("m", "integer", False, 9, None),
    ]
    editor.close(uri)
    assert await editor.ask("gage/config", {"uri": uri, "operation": "train"}) == {"config": {}, "flags": []}


async def test_a_staged_run_can_be_started(editor: Editor, uri: str, gagefile: Path) -> None:
    editor.open(uri, gagefile.read_text(encoding="utf-8"))
    made = dict(await editor.execute("gage.stage", {"uri": uri, "operation": "train"}))
    while (await editor.ask("gage/run", {"id": made["id"], "uri": uri}))["status"] != "staged":
        seen = len(editor.runs_changed)
        await editor.until(lambda seen=seen: len(editor.runs_changed) > seen)
    _, _, _, start, last, *_ = await editor.lenses(uri)
    assert shown([start, last], 0)[0] == "Start"
    assert shown([last], 0)[0].startswith("staged ")
    actions = {str(action.kind): action for action in await editor.actions(uri, at(0, 0), only=["gage"])}
    assert actions["gage.start"].title == f"Start the staged run {made['name'].partition('-')[0]}"
    assert actions.keys() & {"gage.stop", "gage.showOutput"} == set()
    await editor.execute(*carried_out(start))
    assert (await ended(editor, uri, made["id"]))["status"] == "completed"


async def test_a_preview_is_shown_where_a_lens_asks_for_it(editor: Editor, uri: str, gagefile: Path) -> None:
    editor.open(uri, gagefile.read_text(encoding="utf-8"))
    preview = (await editor.lenses(uri))[2]
    before = len(editor.shown_documents)
    await editor.execute(*carried_out(preview))
    assert len(editor.shown_documents) == before + 1
    path = Path(to_fs_path(editor.shown_documents[-1].uri) or "")
    assert path.suffix == ".md"
    told = path.read_text(encoding="utf-8")
    assert told.startswith("# Preview of train\n\nNothing was made.\n")
    assert f"    {sys.executable} report.py\n" in told
    assert "    report.py\n" in told
    assert await all_runs(editor, uri) == []
