"""Holds `docs/interfaces.md` to what commands and server really say: the fields of its tables and their types."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import pytest
from gage_command import environment, gage, gage_json

DOCUMENT = (Path(__file__).parent.parent / "docs" / "interfaces.md").read_text(encoding="utf-8")
TYPES: dict[str, type | tuple[type, ...]] = {
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "array": list,
    "object": dict,
    "null": type(None),
}


def table(heading: str, number: int = 0) -> list[list[str]]:
    """The rows below the head of a table under a heading, the first table there or a later one."""
    section = re.split(rf"^#+ {heading}$", DOCUMENT, maxsplit=1, flags=re.MULTILINE)[1]
    section = re.split(r"^#", section, maxsplit=1, flags=re.MULTILINE)[0]
    rows = re.findall(r"(?:^\|.*\n)+", section, re.MULTILINE)[number].splitlines()[2:]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]


def names(text: str) -> list[str]:
    """What stands in backquotes."""
    return re.findall(r"`([^`]+)`", text)


def hold(value: dict[str, Any], *headings: str) -> None:
    """Whether an object has exactly the fields of the tables, each of a type they allow."""
    fields = {names(row[0])[0]: row[1] for heading in headings for row in table(heading)}
    assert list(value) == list(fields)
    for name, allowed in fields.items():
        types = [TYPES[word] for word in re.split(r", | or ", allowed)]
        fits = [isinstance(value[name], kind) for kind in types]
        assert any(fits), f"{name} is {value[name]!r}, not {allowed}"
        assert not isinstance(value[name], bool) or "boolean" in allowed


def hold_some(value: dict[str, Any], heading: str) -> None:
    """Whether the fields of an object are among those of a table, and of the types it has."""
    types = {names(row[0])[0]: TYPES[row[1]] for row in table(heading)}
    assert all(isinstance(each, types[name]) for name, each in value.items())


def hold_run(run: dict[str, Any], *more: str) -> None:
    hold(run, "Run object", *more)
    assert f"`{run['status']}`" in DOCUMENT
    for time in (run["started"], run["stopped"]):
        assert time is None or re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", time)


def hold_details(run: dict[str, Any]) -> None:
    hold_run(run, "Details")
    for name in ("git", "machine", "python"):
        if run[name] is not None:
            hold(run[name], name.capitalize())
    for figures in run["phases"].values():
        hold_some(figures, "Phase")
    for dependency in run["dependencies"]:
        hold(dependency, "Dependency")
        for file in dependency["files"]:
            hold(file, "File of a dependency")
        for run_of in dependency["runs"]:
            assert list(run_of) == names(table("Dependency")[2][2])
    for series in run["series"]:
        hold(series, "Series")
    for file in run["files"]:
        hold(file, "File")
        assert f"`{file['type']}`" in DOCUMENT


@pytest.fixture
def project(tmp_path: Path) -> Path:
    directory = tmp_path / "project"
    directory.mkdir()
    subprocess.run(["git", "init", "--quiet", directory], check=True)
    (directory / "train.py").write_text(
        "import json\nlr = 0.1\nname = 'a'\nlimit = None\nprint('training')\n"
        "json.dump({'metrics': {'loss': 0.5, 'odd': None}, 'attributes': {'device': 'cpu'}}, open('summary.json', 'w'))\n"
    )
    python = json.dumps(sys.executable)
    (directory / "gage.toml").write_text(
        f'[train]\ndescription = "Train"\nversion = 2\nexec = [{python}, "train.py"]\nconfig = "train.py"\n'
        f'[fail]\nexec = {{ run = [{python}, "-c", "raise SystemExit(3)"], finalize = [{python}, "-c", "print(1)"] }}\n'
        f'progress = "tqdm"\n[stuck]\nexec = {{ stage-runtime = [{python}, "-c", "raise SystemExit(4)"], run = "true" }}\n'
        f'[evaluate]\nexec = "true"\ndepends = [{{ operation = "train", files = "summary.json" }}, "runs-summary:train"]\n'
        f'[steps]\nexec = [{python}, "-c", "print(\\"1/2\\"); print(\\"2/2\\")"]\nprogress = "fraction"\n'
        f'[metrics]\nexec = [{python}, "-c", "print(\\"step: 3\\"); print(\\"loss: 0.5\\"); print(\\"odd: nan\\")"]\noutput-metrics = true\n'
    )
    return directory


def test_runs_are_listed_and_shown_as_described(project: Path) -> None:
    for operation in ("train", "fail", "stuck"):
        gage(project, "run", operation, "-y", "--label", "x")
    runs = gage_json(project, "list", "--json")
    assert [(run["operation"], run["status"], run["exit_code"]) for run in runs] == [
        ("stuck", "error", 4),
        ("fail", "error", 3),
        ("train", "completed", 0),
    ]
    for position, run in enumerate(runs, start=1):
        hold_run(run)
        details = gage_json(project, "show", str(position), "--json")
        hold_details(details)
        assert None not in (details["git"], details["machine"], details["python"])
        assert {name: details[name] for name in run} == run
    trained = runs[-1]
    assert trained["config"] == {"lr": 0.1, "name": "a", "limit": None}
    assert trained["metrics"] == {"loss": 0.5, "odd": None}
    assert trained["attributes"] == {"device": "cpu"}
    assert (trained["version"], trained["label"], trained["project"]) == ("2", "x", str(project.resolve()))


def test_series_are_as_described(server: Server, project: Path) -> None:
    gage(project, "run", "metrics", "-y")
    details = gage_json(project, "show", "--json")
    hold_details(details)
    assert details["metrics"] == {"loss": 0.5, "odd": None}
    assert [(each["name"], each["value"], each["step"], each["points"]) for each in details["series"]] == [
        ("loss", 0.5, 3, 1),
        ("odd", None, 3, 1),
    ]
    found = server.ask("gage/series", {"uri": project.as_uri(), "id": details["id"]})
    assert list(found) == names(server_rows()["gage/series"][3])
    for points in found["series"].values():
        hold(points, "Points")
    record = Path(details["run_dir"] + ".meta.zip")
    with zipfile.ZipFile(record) as archive:
        lines = [json.loads(line) for line in archive.read("series.jsonl").splitlines()]
        recorded = json.loads(archive.read("metrics.json"))
    assert [f"`{name}`" in DOCUMENT for name in lines[0]] == [True] * 4
    assert [{"name": name, **series} for name, series in recorded.items()] == details["series"]


def test_differences_are_as_described(project: Path) -> None:
    for flag in ("lr=0.1", "lr=0.2"):
        gage(project, "run", "train", "-y", flag)
    found = gage_json(project, "diff", "--config", "--summary", "--output", "--source", "--json")
    for each in found:
        hold(each, "Difference")
    aspects = names(table("Difference")[0][2])
    assert {each["aspect"] for each in found} <= set(aspects)
    assert [each["lines"] for each in found if each["aspect"] == "config"]
    assert all(f"--{aspect}" in gage(project, "diff", "--help").stdout for aspect in aspects)


def test_what_a_run_was_given_is_as_described(project: Path) -> None:
    gage(project, "run", "train", "-y")
    preview = gage_json(project, "run", "evaluate", "--preview", "--json")
    gage(project, "run", "evaluate", "-y")
    details = gage_json(project, "show", "--json")
    hold_details(details)
    given, summary = details["dependencies"]
    assert [(file["path"], Path(file["source"]).name) for file in given["files"]] == [("summary.json", "summary.json")]
    assert [(file["path"], file["source"]) for file in summary["files"]] == [("runs.json", None)]
    assert all(file["sha256"] for file in given["files"] + summary["files"])
    for dependency in details["dependencies"]:
        for file in dependency["files"]:
            file["sha256"] = None
    assert preview["dependencies"] == details["dependencies"]
    reference = json.loads(Path(details["run_dir"], "summary.json.ref").read_text())
    assert [f"`{name}`" in DOCUMENT for name in reference] == [True, True, True]


def test_operations_are_as_described(project: Path) -> None:
    operations = gage_json(project, "operations", "--json")
    assert [operation["operation"] for operation in operations] == [
        "evaluate",
        "fail",
        "metrics",
        "steps",
        "stuck",
        "train",
    ]
    for operation in operations:
        hold(operation, "Operations")


def test_a_check_is_as_described(project: Path) -> None:
    (project / "broken.toml").write_text(
        '# 😀\n[train]\nexce = "😀"\ndefault = true\n[test]\nexec = 1\ndefault = true\n'
    )
    checked = gage_json(project, "check", "--format", "json", "gage.toml", "broken.toml", "missing.toml")
    assert list(checked) == ["files"]
    assert [(file["path"], file["valid"]) for file in checked["files"]] == [
        ("gage.toml", True),
        ("broken.toml", False),
        ("missing.toml", False),
    ]
    for file in checked["files"]:
        hold(file, "Check")
        for problem in file["problems"]:
            hold_problem(problem)
    problems = checked["files"][1]["problems"]
    assert any(problem["related"] for problem in problems)
    assert any(problem["fix"] for problem in problems)
    assert problems[0]["start"] == {"line": 3, "column": 1, "offset": 12}
    assert checked["files"][2]["problems"][0]["code"] == "unreadable-file"


def hold_problem(problem: dict[str, Any]) -> None:
    hold(problem, "Problem")
    assert f"`{problem['severity']}`" in DOCUMENT
    places = [problem, *problem["related"], *(problem["fix"] or {"edits": []})["edits"]]
    for place in places:
        hold(place["start"], "Place")
        hold(place["end"], "Place")
    assert all(set(related) == {"message", "start", "end"} for related in problem["related"])
    if problem["fix"]:
        assert list(problem["fix"]) == ["title", "edits"]
        assert all(set(edit) == {"start", "end", "text"} for edit in problem["fix"]["edits"])


def test_flags_are_as_described(project: Path) -> None:
    told = gage_json(project, "operations", "-v", "--json")
    flags = [flag for operation in told for flag in operation["flags"]]
    assert {flag["name"]: flag["default"] for flag in flags} == {"lr": 0.1, "name": "a", "limit": None}
    for flag in flags:
        hold(flag, "Flag")
        assert f"`{flag['type']}`" in table("Flag")[1][2]


def test_an_installation_is_as_described(project: Path) -> None:
    gage(project, "run", "train", "-y")
    report = gage_json(project, "check", "--json")
    hold(report, "Installation")
    assert report["files"] == gage_json(project, "check", "--format", "json")["files"]
    (project / ".gage" / "runs" / "00000000-0000-4000-8000-000000000000.meta.zip").touch()
    [skipped] = gage_json(project, "check", "--json")["unreadable_runs"]
    assert list(skipped) == ["name", "reason"]


def test_a_check_of_a_run_is_as_described(project: Path) -> None:
    gage(project, "run", "train", "-y")
    run_dir = Path(gage_json(project, "show", "--json")["run_dir"])
    (run_dir / "train.py").chmod(0o644)
    [run] = gage_json(project, "check", "--run", "1", "--json")["runs"]
    hold(run, "Checks of runs")
    [change] = run["changes"]
    assert list(change) == names({row[0]: row[2] for row in table("Checks of runs")}["`changes`"])


def test_the_codes_of_changes_are_those_described() -> None:
    sources = (Path(__file__).parent.parent / "gage" / "runs" / "verify").glob("*.py")
    written = {code for path in sources for code in re.findall(r"[cC]hange\(\s*\"([a-z-]+)\"", path.read_text())}
    assert written == {code for row in table("Codes of changes") for code in names(row[0])}


def test_config_is_as_described(project: Path) -> None:
    config = gage_json(project, "config", "--json")
    assert list(config) == ["settings", "files"]
    for setting in config["settings"]:
        hold(setting, "Setting")
    for file in config["files"]:
        assert list(file) == ["kind", "path", "exists"]
        assert f"`{file['kind']}`" in DOCUMENT


def test_exported_runs_are_as_described(project: Path) -> None:
    gage(project, "run", "train", "-y", "-l", "x")
    run = gage_json(project, "show", "--json")["id"]
    gage(project, "export", "1", "-o", "runs.zip")
    section = DOCUMENT.split("\n## Exported runs\n")[1].split("\n## ")[0]
    with zipfile.ZipFile(project / "runs.zip") as archive:
        tops = {name.partition("/")[0] + "/" * ("/" in name) for name in archive.namelist()}
    assert {f"`{name.replace(run, 'ID')}`" for name in tops} == {"`ID/`", "`ID.meta.zip`", "`ID.user/`"}
    assert all(f"`{name.replace(run, 'ID')}`" in section for name in tops)
    listed = gage(project, "list", "--csv").stdout
    assert gage(project, "export", "1", "-o", "-", "--format", "csv").stdout == listed


@pytest.mark.parametrize(("operation", "code"), [("train", 0), ("fail", 3), ("stuck", 4), ("steps", 0)])
def test_the_events_of_a_run_are_as_described(project: Path, operation: str, code: int) -> None:
    done = gage(project, "run", operation, "--yes", "--json")
    assert done.returncode == code
    events = [json.loads(line) for line in done.stdout.splitlines()]
    described = {
        names(row[0])[0]: names(re.sub(r"\(.*?\)", "", row[1]).partition(":")[0]) for row in table("Events of a run")
    }
    phases = {"stage-sourcecode", "stage-runtime", "stage-dependencies", "run", "finalize"}
    for event in events:
        assert list(event) == ["event", *described[event["event"]]]
        assert event.get("phase", "run") in phases
    kinds = [event["event"] for event in events if event["event"] != "warning"]
    assert kinds[0] == "run"
    assert kinds[-1] == events[-1]["event"] == "end"
    assert kinds.count("run") == kinds.count("end") == 1
    assert events[-1]["exit_code"] == code
    assert {event["id"] for event in events if "id" in event} == {gage_json(project, "show", "--json")["id"]}
    assert events[kinds.index("run")]["progress"] is (operation in ("fail", "steps"))
    told = [(event["completed"], event["total"]) for event in events if event["event"] == "progress"]
    assert told[-1:] == ([(2, 2)] if operation == "steps" else [])


def test_the_event_of_a_run_that_is_not_needed_is_as_described(project: Path) -> None:
    gage(project, "run", "train", "-y")
    done = gage(project, "run", "train", "--needed", "--json")
    assert f"| `gage run` | {done.returncode} | with `--needed`" in DOCUMENT
    (row,) = (row for row in table("Events of a run") if names(row[0]) == ["skipped"])
    event = json.loads(done.stdout)
    assert list(event) == ["event", *names(row[1])[:2]]
    assert event["id"] == gage_json(project, "show", "--json")["id"]


def test_the_origin_of_a_run_is_as_described(project: Path) -> None:
    (row,) = (row for row in table("Details") if names(row[0]) == ["from"])
    gage(project, "run", "train", "-y")
    first = gage_json(project, "show", "--json")["id"]
    for how in ("proto", "restart"):
        gage(project, "run", f"--{how}", first, "-y")
        run = gage_json(project, "show", "--json")
        hold_details(run)
        assert (run["from"]["how"], run["from"]["id"]) == (how, first)
        assert set(run["from"]) | {how} <= set(names(row[2]))


def test_a_preview_is_as_described(project: Path) -> None:
    (project / "model.bin").write_bytes(b"\0")
    preview = gage_json(project, "run", "train", "lr=0.5", "--preview", "--json")
    hold(preview, "Preview")
    sourcecode = preview["sourcecode"]
    hold(sourcecode, "Source code of a preview")
    described = {names(row[0])[0]: names(row[2]) for row in table("Source code of a preview")}
    for field in ("rules", "files", "left_out"):
        assert sourcecode[field], field
        for each in sourcecode[field]:
            assert list(each) == [name for name in described[field] if name in each], field
    assert [file["path"] for file in sourcecode["files"]] == sourcecode["paths"]
    assert f"`{preview['platform']}`" in DOCUMENT
    assert preview["commands"] == {"run": [sys.executable, "train.py"]}


def test_a_run_in_two_steps_is_as_described(project: Path) -> None:
    staged = gage(project, "run", "train", "--stage", "--yes", "--json")
    run = gage_json(project, "show", "--json")
    hold_details(run)
    assert run["status"] == "staged"
    assert json.loads(staged.stdout.splitlines()[-1]) == {
        "event": "end",
        "id": run["id"],
        "status": "staged",
        "exit_code": 0,
    }
    started = gage(project, "run", "--start", run["id"], "--yes", "--json")
    assert json.loads(started.stdout.splitlines()[0])["id"] == run["id"]


def test_what_refuses_a_run_is_no_event(project: Path) -> None:
    done = gage(project, "run", "train", "--yes", "--json", "no-such=1")
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith("gage: ")


def test_the_variables_of_a_command_are_as_described(project: Path) -> None:
    script = "import json, os; print(json.dumps(dict(os.environ)))"
    (project / "gage.json").write_text(json.dumps({"a": {"exec": [sys.executable, "-c", script]}}))
    (project / "gage.toml").unlink()
    variables = json.loads(gage(project, "run", "-y").stdout)
    run = gage_json(project, "show", "--json")
    values = {"id": run["id"], "dir": run["run_dir"], "project": run["project"]}
    described = [name for row in table("Environment", 1) for name in names(row[0])]
    assert [variables[name] for name in described] == [
        *[values["id"]] * 2,
        *[values["dir"]] * 2,
        *[values["project"]] * 2,
        str(project.resolve()),
        "1",
    ]


@pytest.mark.parametrize("name", ["GAGE_RUNS", "RUNS_DIR"])
def test_a_variable_says_where_runs_are_kept(project: Path, tmp_path: Path, name: str) -> None:
    elsewhere = tmp_path / "elsewhere"
    assert gage(project, "run", "train", "-y", **{name: str(elsewhere)}).returncode == 0
    assert list(elsewhere.glob("*.meta.zip"))
    assert not (project / ".gage").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
def test_the_exit_code_after_a_signal_is_as_described(project: Path) -> None:
    (project / "gage.json").write_text(json.dumps({"a": {"exec": ["sh", "-c", "kill -INT $$"]}}))
    (project / "gage.toml").unlink()
    assert gage(project, "run", "-y").returncode == 254
    run = gage_json(project, "show", "--json")
    assert (run["status"], run["exit_code"]) == ("terminated", -2)


class Server:
    """The language server with one client; messages it sends unasked are kept in ``notified``."""

    def __init__(self, process: subprocess.Popen[bytes], sent: IO[bytes], received: IO[bytes]) -> None:
        self.process = process
        self.sent = sent
        self.received = received
        self.notified: list[dict[str, Any]] = []
        self.last = 0

    def send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.sent.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        self.sent.flush()

    def receive(self) -> dict[str, Any]:
        length = 0
        while line := self.received.readline().strip():
            name, _, value = line.partition(b": ")
            length = int(value) if name == b"Content-Length" else length
        return dict(json.loads(self.received.read(length)))

    def ask(self, method: str, params: Any) -> Any:
        """The result of a request."""
        message = self._answer(method, params)
        assert "error" not in message, message
        return message["result"]

    def refusal(self, method: str, params: Any) -> dict[str, Any]:
        """The error that a request ends with."""
        return dict(self._answer(method, params)["error"])

    def _answer(self, method: str, params: Any) -> dict[str, Any]:
        self.last += 1
        self.send({"id": self.last, "method": method, "params": params})
        while (message := self.receive()).get("id") != self.last or "method" in message:
            self.notified.append(message)
        return message

    def command(self, name: str, argument: dict[str, Any]) -> Any:
        return self.ask("workspace/executeCommand", {"command": name, "arguments": [argument]})

    def until_notified(self, method: str) -> Any:
        """The params of the next notification of a kind."""
        while not any(message.get("method") == method for message in self.notified):
            self.notified.append(self.receive())
        return next(message["params"] for message in self.notified if message.get("method") == method)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    command = [sys.executable, "-m", "gage_ls"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=tmp_path, env=environment(tmp_path)
    ) as process:
        assert process.stdin
        assert process.stdout
        # A server that never answers must fail the test, not hang it.
        guard = threading.Timer(60, process.kill)
        guard.start()
        server = Server(process, process.stdin, process.stdout)
        server.ask("initialize", {"capabilities": {}, "processId": None, "rootUri": None})
        server.send({"method": "initialized", "params": {}})
        yield server
        server.ask("shutdown", None)
        server.send({"method": "exit"})
        process.wait()
        guard.cancel()


def ended(server: Server, params: dict[str, str]) -> dict[str, Any]:
    """A run when it has ended; asks again whenever the server says something."""
    while True:
        heard = len(server.notified)
        run = server.ask("gage/run", params)
        if run["status"] not in ("pending", "staged", "running"):
            return dict(run)
        if len(server.notified) == heard:
            server.notified.append(server.receive())


def server_rows() -> dict[str, list[str]]:
    """What the server has beside LSP, by name."""
    tables = (table("Language server"), table("Requests about runs"))
    return {names(row[1])[0]: row for rows in tables for row in rows}


def test_the_server_answers_as_described(server: Server, project: Path) -> None:
    rows = server_rows()
    uri = (project / "gage.toml").as_uri()
    empty = server.ask("gage/runs", {"uri": uri})
    made = server.command("gage.run", {"uri": uri, "operation": "train", "flags": {"lr": 0.5, "name": "b c"}})
    assert list(made) == names(rows["gage.run"][3])
    run = ended(server, {"id": made["id"], "uri": uri})
    hold_details(run)
    assert run["config"] == {"lr": 0.5, "name": "b c", "limit": None}
    preview = server.command("gage.preview", {"uri": uri, "operation": "train"})
    hold(preview, "Preview")
    place = {"uri": uri}
    staged = server.command("gage.stage", {"uri": uri, "operation": "train"})
    assert list(staged) == names(rows["gage.stage"][3])
    while server.ask("gage/run", {"id": staged["id"], "uri": uri})["status"] != "staged":
        server.notified.append(server.receive())
    started = server.command("gage.start", {"run": staged["id"], **place})
    assert started == {"id": staged["id"], "name": staged["name"]}
    ended(server, {"id": staged["id"], "uri": uri})
    again = server.command("gage.rerun", {"run": made["id"], **place})
    assert list(again) == names(rows["gage.rerun"][3])
    assert ended(server, {"id": again["id"], "uri": uri})["config"] == run["config"]
    config = server.ask("gage/config", {"uri": uri, "operation": "train"})
    assert list(config) == names(rows["gage/config"][3])
    assert config["config"].keys() == run["config"].keys()
    page = server.ask("gage/runs", {"runsDir": empty["runsDir"], "limit": 1, "offset": 0})
    assert list(page) == list(empty) == names(rows["gage/runs"][3])
    (listed,) = page["runs"]
    hold_run(listed)
    assert server.until_notified("gage/runsChanged") == {"runsDir": empty["runsDir"]}


def test_a_run_of_the_server_takes_the_options_described(server: Server, project: Path) -> None:
    options: dict[str, Any] = {"label": "x", "tags": ["a"], "env": {"A": "1"}, "needed": True, "timeout": "1h"}
    hold(options, "Options of a run")
    hold({**options, "needed": "source", "timeout": 3600}, "Options of a run")
    asked = {"uri": (project / "gage.toml").as_uri(), "operation": "train", **options}
    made = server.command("gage.run", asked)
    run = ended(server, {"id": made["id"], "uri": asked["uri"]})
    assert (made["skipped"], run["label"], run["tags"]) == (False, "x", ["a"])
    assert server.command("gage.run", asked) == {**made, "skipped": True}


def test_the_server_answers_about_runs_as_described(server: Server, project: Path) -> None:
    rows = server_rows()
    for operation in ("train", "fail"):
        gage(project, "run", operation, "-y")
    where = {"uri": project.as_uri()}
    listed = server.ask("gage/runs", {**where, "where": "op in [train, fail]", "sort": "-op"})
    assert (listed["total"], listed["all"], listed["skipped"]) == (2, 2, [])
    trained, failed = (run["id"] for run in listed["runs"])

    output = server.ask("gage/output", {**where, "id": trained})
    assert list(output) == names(rows["gage/output"][3])
    for entry in output["entries"]:
        hold(entry, "Output")
    assert [entry["text"] for entry in output["entries"]] == ["training\n"]

    compared = server.ask("gage/compare", {**where, "ids": [trained, failed]})
    assert list(compared) == names(rows["gage/compare"][3])
    assert gage_json(project, "compare", trained, failed, "--json").keys() == compared.keys()
    for row in (row for group in ("config", "metrics", "attributes") for row in compared[group]):
        hold(row, "Row")

    assert server.command("gage.label", {**where, "run": trained, "label": "x"}) is None
    assert server.command("gage.tag", {**where, "run": trained, "add": ["b", "a"]}) is None
    comment = server.command("gage.comment", {**where, "run": trained, "text": "Good."})
    assert list(comment) == names(rows["gage.comment"][3])
    run = server.ask("gage/run", {**where, "id": trained})
    hold_details(run)
    assert (run["label"], run["tags"]) == ("x", ["a", "b"])
    assert [list(said) for said in run["comments"]] == [["id", "message", "author", "time"]]

    assert server.command("gage.delete", {**where, "runs": [trained, failed]}) is None
    assert server.command("gage.restore", {**where, "runs": [trained]}) is None
    assert server.command("gage.purge", {**where, "runs": [failed]}) is None
    assert server.ask("gage/runs", {**where, "deleted": True})["all"] == 0
    assert [run["id"] for run in server.ask("gage/runs", where)["runs"]] == [trained]


def test_the_types_and_modifiers_of_semantic_tokens_are_those_of_the_legend() -> None:
    from gage_ls.token_legend import LEGEND

    rows = table("Semantic tokens")
    assert {names(row[1])[0] for row in rows} == set(LEGEND.token_types)
    assert {name for row in rows for name in names(row[2])} == set(LEGEND.token_modifiers)


def test_an_expression_that_cannot_be_read_is_refused_as_described(server: Server, project: Path) -> None:
    for param, text in (("where", "loss <"), ("sort", "loss,")):
        error = server.refusal("gage/runs", {"uri": project.as_uri(), param: text})
        assert error["data"] == {"param": param, "start": len(text), "end": len(text), "replacement": None}
        described = DOCUMENT.partition("`data` of the error has ")[2]
        assert [name for name in names(described) if name not in ("where", "sort")][:4] == list(error["data"])


def test_all_the_server_has_is_described() -> None:
    from gage_ls import protocol, run_handlers
    from gage_ls.server import COMMANDS

    requests = {method for method, *_ in run_handlers.FEATURES}
    own = {protocol.RUNS_CHANGED, protocol.CONFIG, *requests, *(name for name, _ in COMMANDS)}
    assert set(server_rows()) == own
    assert [names(row[0]) for row in table("Clients")] == [[protocol.RUN_WITH_FLAGS]]


def test_all_options_and_settings_of_the_server_are_described() -> None:
    from dataclasses import asdict

    from gage_ls.command_line import LEVELS
    from gage_ls.settings import SECTION, ServerSettings

    done = subprocess.run([sys.executable, "-m", "gage_ls", "--help"], capture_output=True, text=True, check=True)
    options = [names(row[0])[0] for row in table("Command line of the server")]
    offered = re.findall(r"^  (--[\w-]+)", done.stdout, re.MULTILINE)
    assert sorted(option.split()[0] for option in options) == sorted(offered)
    assert set(names(table("Command line of the server")[3][1])) == set(LEVELS)
    settings = [names(row[0])[0] for row in table("Settings of the server")]
    assert settings == [f"{SECTION}.{name}" for name in asdict(ServerSettings())]


def test_csv_has_the_columns_described(project: Path) -> None:
    for operation in ("train", "fail"):
        gage(project, "run", operation, "-y")
    described = {names(row[0])[0]: names(row[1]) for row in table("Tables")}
    fields = [names(row[0])[0] for row in table("Run object")]
    listed = gage(project, "list", "--csv").stdout.splitlines()[0].split(",")
    assert list(dict.fromkeys(re.sub(":.*", "", name) for name in listed)) == [
        *fields[: fields.index("config")],
        *(name.partition(":")[0] for name in described["gage list"] if f"{name.partition(':')[0]}:" in str(listed)),
        *fields[fields.index("project") :],
    ]
    assert gage(project, "list", "--csv", "--columns", "op,lr").stdout.splitlines()[0] == "op,lr"
    compared = list(csv.reader(gage(project, "compare", "--csv").stdout.splitlines()))
    group, *groups, name, differs = described["gage compare"]
    assert (compared[0][:2], compared[0][-1]) == ([group, name], differs)
    assert {row[0] for row in compared[1:]} <= set(groups)
    assert gage(project, "operations", "--csv").stdout.splitlines()[0].split(",") == described["gage operations"]


def test_a_view_takes_the_keys_described() -> None:
    from gage.gagefile.views import View

    assert [names(row[0])[0] for row in table("Views")] == list(View._fields)
