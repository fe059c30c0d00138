"""All that a panel of runs asks of the server: find, follow, compare, annotate, delete; and who tells it of changes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ls.editor import Editor
from pygls.exceptions import JsonRpcException

from gage.runs.record import Record
from gage.runs.store import RunStore

BEGUN = 1_700_000_000_000_000
CODE = "import sys; from pathlib import Path; from gage.runs.store import RunStore; from gage.runs.annotate import *; from gage.runs.trash import *; store, run = RunStore(Path(sys.argv[1])), sys.argv[2]; "  # fmt: skip


@pytest.fixture
def runs_dir(tmp_path: Path) -> Path:
    return tmp_path / "the rüns"


def make(runs_dir: Path, operation: str = "train", **members: Any) -> str:
    """A run that ended well; each is a minute younger than the one before it."""
    runs_dir.mkdir(exist_ok=True)
    store = RunStore(runs_dir)
    begun = BEGUN + 60_000_000 * len(store.runs())
    content = {
        "opref": f"2 demo {operation}",
        "started": str(begun),
        "stopped": str(begun + 1_000_000),
        "proc/exit": "0",
        **{name.replace("__", "/").replace("_json", ".json"): text for name, text in members.items()},
    }
    as_bytes = {
        name: (value if isinstance(value, str) else json.dumps(value)).encode() for name, value in content.items()
    }
    run_id = store.make_run(as_bytes)
    Record(runs_dir, run_id).seal()
    return run_id


async def ask(editor: Editor, runs_dir: Path, method: str, **params: Any) -> dict[str, Any]:
    return dict(await editor.ask(method, {"runsDir": str(runs_dir), **params}))


async def execute(editor: Editor, runs_dir: Path, command: str, **argument: Any) -> Any:
    return await editor.execute(command, {"runsDir": str(runs_dir), **argument})


async def listed(editor: Editor, runs_dir: Path, **params: Any) -> list[str]:
    return [run["id"] for run in (await ask(editor, runs_dir, "gage/runs", **params))["runs"]]


async def refusal(request: Any) -> JsonRpcException:
    with pytest.raises(JsonRpcException) as caught:
        await request
    return caught.value


async def test_runs_are_filtered_sorted_and_counted(editor: Editor, runs_dir: Path) -> None:
    losses = [0.5, 0.25, 0.75, 0.1]
    one, two, three, four = (
        make(runs_dir, "test" if loss == 0.1 else "train", summary_json={"metrics": {"loss": loss}}) for loss in losses
    )
    assert await listed(editor, runs_dir, sort="loss") == [four, two, one, three]
    page = await ask(editor, runs_dir, "gage/runs", where="op = train and loss < 0.7", sort="-loss", offset=1, limit=5)
    assert [run["id"] for run in page["runs"]] == [two]
    assert (page["total"], page["all"], page["skipped"]) == (2, 4, [])
    assert await listed(editor, runs_dir, where="") == [four, three, two, one]


@pytest.mark.parametrize(
    ("params", "message", "place"),
    [
        ({"where": "label = '😀é' and status = complet"}, "did you mean 'completed'?", ("where", 27, 34, "completed")),
        ({"where": "op ="}, "the expression ends here", ("where", 4, 4, None)),
        ({"where": "status < error"}, "has no order", ("where", 0, 14, None)),
        ({"sort": "loss desc"}, "expected a comma", ("sort", 5, 9, None)),
    ],
)
async def test_an_expression_that_cannot_be_read_is_refused_with_its_place(
    editor: Editor, runs_dir: Path, params: dict[str, str], message: str, place: tuple[Any, ...]
) -> None:
    refused = await refusal(ask(editor, runs_dir, "gage/runs", **params))
    assert message in refused.message
    data = refused.data if isinstance(refused.data, dict) else vars(refused.data)
    assert (data["param"], data["start"], data["end"], data["replacement"]) == place


async def test_damaged_runs_are_told_of(editor: Editor, runs_dir: Path) -> None:
    good, bad = make(runs_dir), make(runs_dir)
    (runs_dir / f"{bad}.meta.zip").write_bytes(b"broken")
    page = await ask(editor, runs_dir, "gage/runs")
    assert [run["id"] for run in page["runs"]] == [good]
    assert [skipped["name"] for skipped in page["skipped"]] == [f"{bad}.meta.zip"]


async def test_a_run_is_labelled_tagged_and_commented(editor: Editor, runs_dir: Path) -> None:
    run = make(runs_dir)
    assert await execute(editor, runs_dir, "gage.label", run=run, label="bést 😀") is None
    assert await execute(editor, runs_dir, "gage.tag", run=run, add=["a", "b"]) is None
    assert await execute(editor, runs_dir, "gage.tag", run=run, add=["c"], remove=["a"]) is None
    first, second = [
        (await execute(editor, runs_dir, "gage.comment", run=run, text=text))["comment"] for text in ("one", "two")
    ]
    await execute(editor, runs_dir, "gage.comment", run=run, comment=first, text="changed")
    await execute(editor, runs_dir, "gage.comment", run=run, comment=second, text=None)
    details = await ask(editor, runs_dir, "gage/run", id=run)
    assert (details["label"], details["tags"]) == ("bést 😀", ["b", "c"])
    assert [(comment["id"], comment["message"]) for comment in details["comments"]] == [(first, "changed")]
    await execute(editor, runs_dir, "gage.label", run=run, label=None)
    assert (await ask(editor, runs_dir, "gage/run", id=run))["label"] is None
    assert await listed(editor, runs_dir, where="tag = c") == [run]


async def test_runs_are_deleted_restored_and_purged(editor: Editor, runs_dir: Path) -> None:
    one, two, three = (make(runs_dir) for _ in range(3))
    assert await execute(editor, runs_dir, "gage.delete", runs=[one, two]) is None
    assert await listed(editor, runs_dir) == [three]
    assert await listed(editor, runs_dir, deleted=True) == [two, one]
    assert await execute(editor, runs_dir, "gage.restore", runs=[two]) is None
    assert await listed(editor, runs_dir) == [three, two]
    assert "is not deleted" in (await refusal(execute(editor, runs_dir, "gage.purge", runs=[one, two]))).message
    assert await execute(editor, runs_dir, "gage.purge", runs=[one]) is None
    assert await listed(editor, runs_dir, deleted=True) == []
    assert not list(runs_dir.glob(f"{one}*"))


async def test_runs_are_compared(editor: Editor, runs_dir: Path) -> None:
    one = make(runs_dir, config_json={"lr": 0.1, "same": 1}, summary_json={"metrics": {"loss": 1}})
    two = make(runs_dir, config_json={"lr": 0.2, "same": 1}, summary_json={"attributes": {"device": "cpu"}})
    compared = await ask(editor, runs_dir, "gage/compare", ids=[two, one])
    assert [run["id"] for run in compared.pop("runs")] == [two, one]
    assert compared == {
        "config": [
            {"name": "lr", "values": [0.2, 0.1], "differs": True},
            {"name": "same", "values": [1, 1], "differs": False},
        ],
        "metrics": [{"name": "loss", "values": [None, 1], "differs": True}],
        "attributes": [{"name": "device", "values": ["cpu", None], "differs": True}],
    }


async def test_output_is_read_in_parts(editor: Editor, runs_dir: Path) -> None:
    run = make(runs_dir, output__20_runtime="installing\n", output__40_run="one\ntwo\n")
    whole = await ask(editor, runs_dir, "gage/output", id=run)
    assert whole == {
        "entries": [
            {"phase": "stage-runtime", "stream": "stdout", "time": None, "text": "installing\n"},
            {"phase": "run", "stream": "stdout", "time": None, "text": "one\ntwo\n"},
        ],
        "offset": 0,
        "next": 19,
        "size": 19,
        "done": True,
    }
    part = await ask(editor, runs_dir, "gage/output", id=run, offset=11, limit=4)
    assert ([entry["text"] for entry in part["entries"]], part["next"], part["done"]) == (["one\n"], 15, False)
    tail = await ask(editor, runs_dir, "gage/output", id=run, offset=-4)
    assert ([entry["text"] for entry in tail["entries"]], tail["offset"], tail["done"]) == (["two\n"], 15, True)


async def test_series_are_read_in_parts(editor: Editor, runs_dir: Path) -> None:
    lines = [f'{{"name":"m{n % 2}","step":{n},"value":{n / 2},"time":1700000000000}}\n' for n in range(100)]
    text = "".join(lines)
    run = make(runs_dir, series_jsonl=text)
    whole = await ask(editor, runs_dir, "gage/series", id=run)
    assert (whole["next"], whole["size"], whole["done"]) == (len(text), len(text), True)
    assert whole["series"]["m1"]["steps"] == list(range(1, 100, 2))
    assert whole["series"]["m0"]["values"][:2] == [0.0, 1.0]
    assert whole["series"]["m0"]["times"][0] == "2023-11-14T22:13:20.000Z"
    steps, offset = [], 0
    while offset < len(text):
        part = await ask(editor, runs_dir, "gage/series", id=run, offset=offset, limit=1)
        steps += sorted(step for points in part["series"].values() for step in points["steps"])
        assert part["done"] is (part["next"] == len(text))
        assert part["next"] > offset
        offset = part["next"]
    assert steps == list(range(100))
    details = await ask(editor, runs_dir, "gage/run", id=run)
    assert [(each["name"], each["points"], each["max"]) for each in details["series"]] == [
        ("m0", 50, 49),
        ("m1", 50, 49.5),
    ]


async def test_series_are_followed_while_the_run_goes_on(editor: Editor, gagefile: Path, gate: Path) -> None:
    script = (
        "import pathlib, sys, time\nprint('loss: 0.5', flush=True)\n"
        "while pathlib.Path(sys.argv[1]).exists():\n    time.sleep(0.02)\nprint('loss: 0.25')\n"
    )
    (gagefile.parent / "op.py").write_text(script, encoding="utf-8")
    command = json.dumps([sys.executable, "op.py", str(gate)])
    gagefile.write_text(f"[train]\nexec = {command}\noutput-metrics = true\n", encoding="utf-8")
    where = {"uri": gagefile.as_uri()}
    run = (await editor.execute("gage.run", {**where, "operation": "train"}))["id"]
    values, offset, is_done = [], 0, False
    while not is_done:
        part = await editor.ask("gage/series", {**where, "id": run, "offset": offset})
        values += part["series"].get("loss", {"values": []})["values"]
        offset, is_done = part["next"], part["done"]
        if values == [0.5] and gate.exists():
            # Lists have the last value of a run that goes on, too.
            listed = await editor.ask("gage/runs", {**where, "where": "loss = 0.5 and status = running"})
            if listed["total"] == 1:
                gate.unlink()
    assert values == [0.5, 0.25]
    assert (await editor.ask("gage/run", {**where, "id": run}))["metrics"] == {"loss": 0.25}


@pytest.fixture
def uri(gagefile: Path, gate: Path) -> str:
    """A project whose operation prints a line, waits for the gate and prints another."""
    script = (
        "import pathlib, sys, time\nprint('before é', flush=True)\n"
        "while pathlib.Path(sys.argv[1]).exists():\n    time.sleep(0.02)\nprint('after')\n"
    )
    (gagefile.parent / "op.py").write_text(script, encoding="utf-8")
    gagefile.write_text(f"[wait]\nexec = {json.dumps([sys.executable, 'op.py', str(gate)])}\n", encoding="utf-8")
    return gagefile.as_uri()


async def test_the_output_of_a_run_is_followed_to_its_end_and_only_then_it_is_deleted(
    editor: Editor, uri: str, gate: Path
) -> None:
    run = (await editor.execute("gage.run", {"uri": uri, "operation": "wait"}))["id"]
    said, offset, is_done = "", 0, False
    while not is_done:
        part = await editor.ask("gage/output", {"uri": uri, "id": run, "offset": offset})
        said += "".join(entry["text"] for entry in part["entries"])
        assert all(entry["time"] for entry in part["entries"] if entry["text"].endswith("\n"))
        offset, is_done = part["next"], part["done"]
        if said == "before é\n" and gate.exists():
            refused = await refusal(editor.execute("gage.delete", {"uri": uri, "runs": [run]}))
            assert "is still running; stop it or wait for its end, then delete it" in refused.message
            gate.unlink()
    assert said == "before é\nafter\n"
    assert (await editor.ask("gage/run", {"uri": uri, "id": run}))["status"] == "completed"
    await editor.execute("gage.delete", {"uri": uri, "runs": [run]})
    assert (await editor.ask("gage/runs", {"uri": uri}))["all"] == 0


@pytest.mark.parametrize(
    "change",
    [
        "set_label(store, run, 'x')",
        "change_tags(store, run, ['x'])",
        "add_comment(store, run, 'x')",
        "delete_runs(store, [run])",
        "delete_runs(store, [run]); purge_runs(store, [run])",
        # Whoever knows no marker.
        "store.touch = None; (store.runs_dir / f'{run}.meta.zip').unlink()",
    ],
)
async def test_changes_by_other_programs_are_told(editor: Editor, runs_dir: Path, change: str) -> None:
    run = make(runs_dir)
    await listed(editor, runs_dir)
    editor.runs_changed.clear()
    subprocess.run([sys.executable, "-c", CODE + change, str(runs_dir), run], check=True)
    assert await editor.until(lambda: {"runsDir": str(runs_dir)} in editor.runs_changed)


async def test_the_end_of_a_process_that_is_killed_is_told(editor: Editor, runs_dir: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        members = {"opref": b"2 demo train", "proc/lock": str(process.pid).encode()}
        runs_dir.mkdir()
        RunStore(runs_dir).make_run(members)
        page = await ask(editor, runs_dir, "gage/runs")
        assert [run["status"] for run in page["runs"]] == ["running"]
        editor.runs_changed.clear()
        process.kill()
    assert await editor.until(lambda: {"runsDir": str(runs_dir)} in editor.runs_changed)
    page = await ask(editor, runs_dir, "gage/runs")
    assert [run["status"] for run in page["runs"]] == ["terminated"]


NO_RUN = "01890000-0000-7000-8000-000000000000"


@pytest.mark.parametrize(
    ("command", "argument"),
    [
        ("gage.label", {}), ("gage.label", {"run": NO_RUN}), ("gage.label", {"run": 1, "label": "x"}),
        ("gage.label", {"run": NO_RUN, "label": 1}), ("gage.label", {"run": NO_RUN, "label": "x"}),
        ("gage.label", {"run": "../x", "label": "x"}), ("gage.tag", {"run": NO_RUN, "add": "x"}),
        ("gage.tag", {"run": NO_RUN, "add": [1]}), ("gage.tag", {"run": NO_RUN, "add": ["x"]}),
        ("gage.comment", {"run": NO_RUN}), ("gage.comment", {"run": NO_RUN, "text": None}),
        ("gage.comment", {"run": NO_RUN, "text": "x", "comment": 1}), ("gage.delete", {}), ("gage.delete", {"runs": []}),
        ("gage.delete", {"runs": NO_RUN}), ("gage.delete", {"runs": [NO_RUN]}), ("gage.restore", {"runs": ["../x"]}),
        ("gage.purge", {"runs": [NO_RUN]}),
    ],
)  # fmt: skip
async def test_wrong_arguments_are_refused_in_words(
    editor: Editor, runs_dir: Path, command: str, argument: dict[str, Any]
) -> None:
    refused = await refusal(execute(editor, runs_dir, command, **argument))
    assert command in refused.message or "no run" in refused.message or "not a run id" in refused.message
    assert command in (await refusal(editor.execute(command))).message
    assert (
        command in (await refusal(editor.execute(command, {**argument, "runsDir": "relative", "run": NO_RUN}))).message
    )
    assert not runs_dir.exists()


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("gage/runs", {"where": 1}), ("gage/runs", {"sort": []}), ("gage/runs", {"deleted": 1}),
        ("gage/output", {}), ("gage/output", {"id": NO_RUN, "offset": "0"}), ("gage/output", {"id": NO_RUN, "limit": 0}),
        ("gage/output", {"id": NO_RUN}), ("gage/series", {"id": NO_RUN}), ("gage/series", {"id": NO_RUN, "offset": -1}),
        ("gage/series", {}), ("gage/output", {"id": "../x"}), ("gage/compare", {}),
        ("gage/compare", {"ids": []}), ("gage/compare", {"ids": [NO_RUN] * 101}), ("gage/compare", {"ids": [NO_RUN]}),
        ("gage/run", {"id": NO_RUN}),
    ],
)  # fmt: skip
async def test_wrong_params_are_refused_in_words(
    editor: Editor, runs_dir: Path, method: str, params: dict[str, Any]
) -> None:
    refused = await refusal(ask(editor, runs_dir, method, **params))
    assert method in refused.message or "no run" in refused.message or "not a run id" in refused.message


async def test_runs_of_a_project_that_moved_are_still_its_own(editor: Editor, tmp_path: Path) -> None:
    project_id = "24e17ef2-4e6b-49bd-af59-f7ba0ca79349"
    gagefile = tmp_path / "renamed" / "gage.toml"
    gagefile.parent.mkdir()
    gagefile.write_text(f'"$project-id" = "{project_id.upper()}"\n[train]\nexec = "true"\n')
    runs_dir = gagefile.parent / ".gage" / "runs"
    runs_dir.mkdir(parents=True)
    ours = make(runs_dir, **{"project-id": project_id})
    theirs = make(runs_dir, **{"project-id": project_id.replace("2", "3")})
    for run_id in (ours, theirs):
        (runs_dir / f"{run_id}.project").write_text(f"file:{tmp_path}/before")

    listed = await editor.ask("gage/runs", {"uri": gagefile.as_uri()})
    projects = {run["id"]: run["project"] for run in listed["runs"]}
    assert projects == {ours: str(gagefile.parent), theirs: str(tmp_path / "before")}
    details = await editor.ask("gage/run", {"uri": gagefile.as_uri(), "id": ours})
    assert (details["project"], details["project_id"]) == (str(gagefile.parent), project_id)
    compared = await editor.ask("gage/compare", {"uri": gagefile.as_uri(), "ids": [ours]})
    assert [run["project"] for run in compared["runs"]] == [str(gagefile.parent)]
    elsewhere = await ask(editor, runs_dir, "gage/run", id=ours)
    assert elsewhere["project"] == str(tmp_path / "before")

    editor.open(gagefile.as_uri(), gagefile.read_text())
    lenses = await editor.lenses(gagefile.as_uri())
    assert [lens.command.title for lens in lenses if lens.command and lens.command.title.startswith("✓")]
    (runs_dir / f"{ours}.meta.zip").unlink()
    RunStore(runs_dir).touch()
    lenses = await editor.lenses(gagefile.as_uri())
    assert not [lens.command.title for lens in lenses if lens.command and lens.command.title.startswith("✓")]
