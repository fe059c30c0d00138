"""What an operation needs is found before anything is made, put in place, and pinned when the run is over."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import signal
import stat
import sys
from pathlib import Path
from typing import Any

import pytest
from unit.engine.sample_project import Project

from gage.engine.dependencies.found import UnmetError
from gage.engine.prepare import RefusedError
from gage.engine.preview import preview
from gage.engine.run import run_operation
from gage.runs.run_object import run_details
from gage.runs.status import run_status
from gage.runs.store import RunStore

PYTHON = sys.executable
LIST = (
    "import os\n"
    "for top, _, names in sorted(os.walk('.')):\n"
    "    for name in sorted(names):\n"
    "        path = os.path.join(top, name)[2:].replace(os.sep, '/')\n"
    "        print(path, 'link' if os.path.islink(path) else 'file', open(path).read().strip())\n"
)
NEEDS = {"exec": [PYTHON, "-c", LIST], "sourcecode": False}
MAKE = {
    "exec": [PYTHON, "-c", "open('model.txt', 'w').write('m'); open('log.csv', 'w').write('l')"],
    "sourcecode": False,
}


def given(project: Project, depends: Any, **keys: Any) -> list[str]:
    """What the command of a run sees in its directory."""
    assert project.run({**NEEDS, "depends": depends, **keys}).exit_code == 0
    return project.output.decode().splitlines()


def refused(project: Project, depends: Any) -> str:
    """Why a run is not made; that nothing was."""
    before = sorted(os.listdir(project.runs_dir)) if project.runs_dir.exists() else []
    with pytest.raises(UnmetError) as caught:
        project.run({**NEEDS, "depends": depends})
    assert (sorted(os.listdir(project.runs_dir)) if project.runs_dir.exists() else []) == before
    return str(caught.value)


@pytest.fixture
def data(project: Project) -> Project:
    return project.write(data__a_csv="A", data__b_csv="B", data__c_txt="C", d_csv="D")


CHOSEN: list[tuple[Any, list[str]]] = [
    ("d.csv", ["d.csv"]),
    ("file:d.csv", ["d.csv"]),
    ({"type": "file", "path": "./d.csv"}, ["d.csv"]),
    ("data/*.csv", ["data/a.csv", "data/b.csv"]),
    ({"files": ["data/*", "-data/b.*"]}, ["data/a.csv", "data/c.txt"]),
    ({"files": "data"}, ["data/a.csv", "data/b.csv", "data/c.txt"]),
    ("dir:data/", ["data/a.csv", "data/b.csv", "data/c.txt"]),
    ("**/*.csv", ["d.csv", "data/a.csv", "data/b.csv"]),
    (r"regex:data/[ab]\.csv", ["data/a.csv", "data/b.csv"]),
    ({"files": r"regex:.*[bd]\.csv"}, ["d.csv", "data/b.csv"]),
    (["d.csv", "file:d.csv", "data/c.txt"], ["d.csv", "data/c.txt"]),
]


@pytest.mark.parametrize(("depends", "expected"), CHOSEN)
def test_files_of_the_project_are_linked_while_the_command_runs(
    data: Project, depends: Any, expected: list[str]
) -> None:
    seen = given(data, depends)
    assert [line.split()[:2] for line in seen] == [[path, "link"] for path in expected]
    assert [line.split()[2] for line in seen] == [Path(path).stem.upper() for path in expected]


def test_source_code_makes_room_for_a_dependency(data: Project) -> None:
    assert given(data, "d.csv", sourcecode="*.csv") == ["d.csv link D"]


def test_links_become_references_when_the_run_is_over(data: Project) -> None:
    given(data, "data/a.csv")
    run_dir = data.newest.run_dir
    assert os.listdir(run_dir / "data") == ["a.csv.ref"]
    assert json.loads((run_dir / "data" / "a.csv.ref").read_text()) == {
        "source": str(data.directory / "data" / "a.csv"),
        "sha256": hashlib.sha256(b"A").hexdigest(),
        "run": None,
    }
    assert [line.split()[0::2] for line in data.member("manifest").splitlines()] == [["d", "data/a.csv.ref"]]
    assert [" ".join(line.split()[:2] + line.split()[3:]) for line in data.member("log/files").splitlines()] == [
        "a d data/a.csv",
        "a d data/a.csv.ref",
        "d d data/a.csv",
    ]
    assert (data.directory / "data" / "a.csv").read_text() == "A"
    assert os.access(data.directory / "data" / "a.csv", os.W_OK)


def test_what_may_be_written_to_is_a_copy(data: Project) -> None:
    program = "open('d.csv', 'a').write('+')"
    result = data.run(
        {"exec": [PYTHON, "-c", program], "sourcecode": False, "depends": {"files": "d.csv", "writeable": True}}
    )
    assert result.exit_code == 0
    copy = data.newest.run_dir / "d.csv"
    assert (copy.read_text(), (data.directory / "d.csv").read_text()) == ("D+", "D")
    assert stat.S_IMODE(copy.stat().st_mode) == 0o444
    assert 'File "d.csv" was modified during the run' in data.member("log/runner")


def test_a_file_that_the_command_puts_in_place_of_a_link_stays(data: Project) -> None:
    program = "import os; os.unlink('d.csv'); open('d.csv', 'w').write('own')"
    data.run({"exec": [PYTHON, "-c", program], "sourcecode": False, "depends": "d.csv"})
    assert (data.newest.run_dir / "d.csv").read_text() == "own"
    assert not (data.newest.run_dir / "d.csv.ref").exists()


UNMET: list[tuple[Any, str]] = [
    ("file:none.csv", '"none.csv" does not exist in the project'),
    ("none.csv", '"none.csv" does not exist in the project'),
    ("none/*.csv", 'no file of the project matches "none/*.csv"'),
    ("regex:(", 'the pattern "regex:(" cannot be read'),
    ("file:data", "\"data\" is a directory; write 'dir:data'"),
    ("dir:d.csv", 'there is no directory "d.csv" in the project'),
    ("dir:../project", '"../project" leads out of the project'),
    ("file:/etc/passwd", '"/etc/passwd" leads out of the project'),
    ("../outside.txt", '"../outside.txt" leads out of the project'),
    ("*.out", '"link.out" leads out of the project'),
    ("file:link.out", '"link.out" leads out of the project'),
    ("dir:linked", '"linked" leads out of the project'),
    ({"type": "file", "path": "d.csv", "sha256": "0" * 64}, "d.csv has the SHA-256 3f39d5c348e5b79d"),
    ("fil:d.csv", "it cannot be read; 'gage check' says more"),
    (3, "it cannot be read"),
    ("run-files:op=nothing", "there is no run that it selects"),
    ("run-files:op=", "cannot be read"),
    ({"operation": "prepare"}, "make one with 'gage run prepare'"),
    ("runs-summary:op=nothing", "there is no run that it selects"),
]


@pytest.mark.parametrize(("depends", "reason"), UNMET)
def test_what_cannot_be_met_stops_the_run_before_anything_is_made(data: Project, depends: Any, reason: str) -> None:
    outside = data.directory.parent / "outside.txt"
    outside.write_text("secret")
    (data.directory / "link.out").symlink_to(outside)
    (data.directory / "linked").symlink_to(data.directory.parent)
    message = refused(data, ["d.csv", depends])
    assert message.startswith('dependency "')
    assert "of operation 'op' cannot be met: " in message
    assert reason in message


def test_two_files_for_one_place_are_refused(project: Project) -> None:
    project.run(MAKE, "prepare")
    project.write(model_txt="mine")
    message = refused(project, ["model.txt", {"operation": "prepare"}])
    assert 'another dependency puts a different file at "model.txt" already' in message


def test_the_newest_completed_run_supplies_what_it_made(project: Project) -> None:
    project.run(MAKE, "prepare")
    prepared = project.newest
    project.run({"exec": "echo broken > model.txt; exit 1", "sourcecode": False}, "prepare")
    project.run(MAKE, "prepare", "another")
    assert given(project, {"operation": "prepare"}) == ["log.csv link l", "model.txt link m"]
    assert given(project, {"run-select": "op = demo:prepare", "files": "*.txt"}) == ["model.txt link m"]
    assert given(project, f"run-files:id = {prepared.id}") == ["log.csv link l", "model.txt link m"]
    (dependency,) = run_details(project.newest)["dependencies"]
    assert dependency["runs"] == [{"id": prepared.id, "name": prepared.name, "operation": "prepare"}]
    assert [file["path"] for file in dependency["files"]] == ["log.csv", "model.txt"]
    assert dependency["files"][1]["sha256"] == hashlib.sha256(b"m").hexdigest()
    assert json.loads((project.newest.run_dir / "model.txt.ref").read_text())["run"] == prepared.id


def test_a_run_does_not_pass_on_what_it_was_given(data: Project) -> None:
    data.run({**MAKE, "depends": "d.csv"}, "prepare")
    assert given(data, {"operation": "prepare", "files": "*.*"}) == ["log.csv link l", "model.txt link m"]
    message = refused(data, {"operation": "prepare", "files": "d.csv"})
    assert "which did not make it; name where it came from, as d.csv.ref has it" in message


def test_the_summary_of_another_run_is_not_taken_for_the_own(project: Project) -> None:
    program = "import json; json.dump({'metrics': {'loss': 0.5}}, open('summary.json', 'w')); open('m.txt', 'w')"
    project.run({"exec": [PYTHON, "-c", program], "sourcecode": False}, "train")
    again = program.replace("0.5", "0.7")
    needs = {"exec": [PYTHON, "-c", again.replace("open('m.txt', 'w')", "")], "sourcecode": False}
    assert project.run({**needs, "depends": {"operation": "train"}}).exit_code == 0
    assert project.newest.summary.metrics == {"loss": 0.7}
    project.run({"exec": "true", "depends": {"operation": "train", "files": "summary.json"}})
    assert project.newest.summary.metrics == {}


def test_a_run_that_failed_supplies_nothing(project: Project) -> None:
    project.run({"exec": "exit 1"}, "prepare")
    assert "has completed; the newest" in refused(project, {"operation": "prepare"})


def test_a_file_that_the_run_has_no_more_is_missed(project: Project) -> None:
    project.run(MAKE, "prepare")
    (project.newest.run_dir / "model.txt").unlink()
    assert '"model.txt" does not exist in run' in refused(project, {"operation": "prepare"})
    assert given(project, {"operation": "prepare", "files": "log.csv"}) == ["log.csv link l"]


def test_a_summary_of_runs_is_json_or_csv(project: Project) -> None:
    report = "import json; json.dump({'metrics': {'loss': 0.5}}, open('summary.json', 'w'))"
    project.write(train_py=f"lr = 1\n{report}\n")
    for rate in (1, 2):
        project.run({"exec": [PYTHON, "train.py"], "config": "train.py"}, "train", lr=rate)
    given(project, "runs-summary:op = train")
    runs = json.loads((project.newest.run_dir / "runs.json").read_text())
    assert [(run["config"], run["metrics"]) for run in runs] == [({"lr": 2}, {"loss": 0.5}), ({"lr": 1}, {"loss": 0.5})]
    given(project, {"type": "runs-summary", "runs-select": "lr = 1", "summary-filename": "all/runs.csv"})
    with (project.newest.run_dir / "all" / "runs.csv").open(newline="") as stream:
        (row,) = csv.DictReader(stream)
    assert (row["config:lr"], row["metric:loss"], row["status"]) == ("1", "0.5", "completed")
    (dependency,) = run_details(project.newest)["dependencies"]
    assert [run["operation"] for run in dependency["runs"]] == ["train"]
    outside = {"type": "runs-summary", "runs-select": "train", "summary-filename": "../r.csv"}
    assert "leads out of the run" in refused(project, outside)
    assert "neither .json nor .csv" in refused(project, {**outside, "summary-filename": "r.xml"})


def test_a_file_whose_values_may_change_is_no_dependency(project: Project) -> None:
    project.write(train_py="lr = 1")
    with pytest.raises(RefusedError, match="take it out of 'depends'"):
        project.run({"exec": "true", "config": "train.py", "depends": "*.py"}, lr=2)
    assert not project.runs_dir.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
@pytest.mark.parametrize("signum", ["SIGKILL", "SIGINT"])
def test_whoever_is_stopped_links_become_references(data: Project, wait_for: Any, signum: str) -> None:
    engine = data.start_engine({"exec": "echo ready; exec sleep 600", "sourcecode": False, "depends": "dir:data"})
    run = wait_for(
        lambda: next((run for run in RunStore(data.runs_dir).runs() if run.record.read("output/40_run")), None)
    )
    assert (run.run_dir / "data" / "a.csv").is_symlink()
    engine.send_signal(getattr(signal, signum))
    engine.wait()
    wait_for(lambda: data.newest.record.is_sealed)
    assert sorted(os.listdir(run.run_dir / "data")) == ["a.csv.ref", "b.csv.ref", "c.txt.ref"]
    assert json.loads((run.run_dir / "data" / "a.csv.ref").read_text())["sha256"] == hashlib.sha256(b"A").hexdigest()
    assert (data.directory / "data" / "a.csv").read_text() == "A"


def test_a_reference_overwrites_no_file_of_the_run(data: Project) -> None:
    data.run({"exec": "echo own > d.csv.ref", "sourcecode": False, "depends": "d.csv"})
    run_dir = data.newest.run_dir
    assert ((run_dir / "d.csv.ref").read_text(), (run_dir / "d.csv").is_symlink()) == ("own\n", True)


def test_nothing_is_replaced_behind_a_link_that_leads_out_of_the_run(data: Project) -> None:
    elsewhere = data.directory.parent / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "a.csv").symlink_to(data.directory / "data" / "a.csv")
    program = f"import os, shutil; shutil.rmtree('data'); os.symlink({str(elsewhere)!r}, 'data')"
    data.run({"exec": [PYTHON, "-c", program], "sourcecode": False, "depends": "data/a.csv"})
    assert os.listdir(elsewhere) == ["a.csv"]


def test_a_staged_run_keeps_its_links_until_it_ends(data: Project) -> None:
    data.stage({**NEEDS, "depends": ["d.csv", {"files": "data/a.csv", "writeable": True}]})
    assert (data.newest.run_dir / "d.csv").is_symlink()
    assert data.start().exit_code == 0
    assert data.output.decode().splitlines() == ["d.csv link D", "data/a.csv file A"]
    assert sorted(os.listdir(data.newest.run_dir)) == ["d.csv.ref", "data"]


def test_a_staged_run_whose_files_went_is_not_started(data: Project) -> None:
    data.stage({**NEEDS, "depends": "d.csv"})
    (data.directory / "d.csv").unlink()
    with pytest.raises(UnmetError, match=r'"d\.csv" .* is gone'):
        data.start()
    assert run_status(data.newest) == "staged"
    data.write(d_csv="again")
    assert data.start().exit_code == 0


def test_a_preview_says_what_would_be_given_and_makes_nothing(data: Project) -> None:
    found = preview(data.request({**NEEDS, "depends": "data/a.csv"}))
    source = str(data.directory / "data" / "a.csv")
    assert found["dependencies"] == [
        {
            "type": "project-files",
            "named": "data/a.csv",
            "runs": [],
            "files": [{"path": "data/a.csv", "source": source, "sha256": None}],
        }
    ]
    assert not data.runs_dir.exists()


def test_runs_of_a_project_that_was_renamed_are_found_by_its_id(project: Project) -> None:
    project_id = "24e17ef2-4e6b-49bd-af59-f7ba0ca79349"
    make = project.request({"exec": "echo 1 > out.txt"}, "prepare", "before")
    use = project.request({"exec": "cat out.txt", "depends": {"operation": "prepare", "files": "out.txt"}}, "op", "now")
    run_operation(make._replace(project_id=project_id), lambda _event: None)
    with pytest.raises(UnmetError, match="there is no run that it selects"):
        run_operation(use, lambda _event: None)
    assert run_operation(use._replace(project_id=project_id), lambda _event: None).status == "completed"
