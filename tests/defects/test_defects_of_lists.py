"""What made a whole project's runs impossible to list, or the wrong ones be listed (1 to 4, 17, 23)."""

from __future__ import annotations

import json

import pytest
from defects.project import Project

ECHO = '[train]\nexec = "echo hello"\n'


@pytest.mark.parametrize("terminal", ["dumb", "xterm-256color"])
@pytest.mark.parametrize("label", ["[/x]", "[b]best[/", "[link=x] :smile:"])
def test_defect_01_a_label_is_no_markup(project: Project, label: str, terminal: str) -> None:
    project.write({"gage.toml": ECHO}).run("-l", label)
    for command in ("list", "show"):
        shown = project.gage(command, TERM=terminal)
        assert shown.returncode == 0
        assert label in shown.stdout


@pytest.mark.parametrize("summary", ["[1, 2]", '"text"', "7", "null"])
def test_defect_02_a_summary_that_is_no_object_stops_no_list(project: Project, summary: str) -> None:
    project.write({"gage.toml": f"[train]\nexec = '''printf '{summary}' > summary.json'''\n"}).run(NO_ZIP_META="1")
    assert project.runs()[0]["status"] == "completed"
    # As gage 0.1.2 would have recorded it.
    (record,) = project.runs_dir.glob("*.meta")
    (record / "summary.json").write_text(summary)
    (run,) = project.runs()
    assert (run["status"], run["metrics"], run["attributes"]) == ("completed", {}, {})
    assert "completed" in project.gage("list").stdout
    assert "completed" in project.gage("show").stdout


@pytest.mark.parametrize("kept", [0, 10, 300, -1])
def test_defect_03_a_truncated_record_is_passed_over_by_name(project: Project, kept: int) -> None:
    project.write({"gage.toml": ECHO})
    project.run("-l", "broken")
    (broken,) = project.runs_dir.glob("*.meta.zip")
    project.run("-l", "whole")
    broken.write_bytes(broken.read_bytes()[:kept])
    listed = project.gage("list")
    assert listed.returncode == 0
    assert "whole" in listed.stdout
    assert f"passed over {broken.name}" in listed.stderr
    for command in (["show"], ["label", "1", "-s", "still whole", "-y"], ["delete", "--all", "-y"]):
        assert project.gage(*command).returncode == 0


@pytest.mark.parametrize("text", ["[train\nexec = 1", '"', "\0", ""], ids=["open", "quote", "nul", "empty"])
def test_defect_04_a_gagefile_that_cannot_be_read_stops_no_list(project: Project, text: str) -> None:
    project.write({"gage.toml": ECHO}).run()
    project.write({"gage.toml": text})
    listed = project.gage("list")
    assert listed.returncode == 0
    assert "completed" in listed.stdout
    assert project.gage("show", "--output").stdout == "hello\n"
    assert project.gage("label", "1", "-s", "x", "-y").returncode == 0


@pytest.mark.parametrize(
    ("where", "labels"),
    [
        ("op = train", ["b", "a"]),
        ("operation = train and label = a", ["a"]),
        ("lr >= 0.5", ["b"]),
        ("label in [a, c]", ["c", "a"]),
        ("not op = train", ["c"]),
        ("started after 1 hour ago and status = completed", ["c", "b", "a"]),
        ("started before today", []),
    ],
)
def test_defect_17_where_is_a_language(project: Project, where: str, labels: list[str]) -> None:
    project.write(
        {
            "gage.toml": '[train]\nexec = "echo"\nconfig = "train.py"\n[other]\nexec = "echo"\n',
            "train.py": "lr = 0.1\n",
        }
    )
    for arguments in (["train", "-l", "a"], ["train", "lr=0.5", "-l", "b"], ["other", "-l", "c"]):
        project.run(*arguments)
    assert [run["label"] for run in project.runs("--where", where)] == labels


def test_defect_17_what_is_no_expression_is_refused_with_its_place(project: Project) -> None:
    project.write({"gage.toml": ECHO}).run()
    refused = project.gage("list", "--where", "op = train adn lr < 1")
    assert refused.returncode == 2
    assert "'and' or 'or'" in refused.stderr
    assert "^^^" in refused.stderr
    assert refused.stdout == ""


def test_defect_23_several_matches_for_one_run_are_named(project: Project) -> None:
    project.write({"gage.toml": ECHO})
    project.run()
    project.run()
    ids = [run["id"] for run in project.runs()]
    refused = project.gage("show", ids[0][:4])
    assert refused.returncode == 1
    assert "matches 2 runs" in refused.stderr
    assert all(run_id[:13] in refused.stderr for run_id in ids)
    for command in (["run", "--start", ids[0][:4], "-y"], ["comment", ids[0][:4], "--edit", "x", "-m", "y", "-y"]):
        assert project.gage(*command).returncode == 1
    assert json.loads(project.gage("show", ids[1], "--json").stdout)["id"] == ids[1]
