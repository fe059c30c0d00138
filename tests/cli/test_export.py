"""`gage export`: what others get is a runs directory again, or a table; nothing half-written stays, nothing is lost."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from editors.session import need
from gage_command import gage, gage_json
from permissions import as_someone_bound_by_permissions

GAGEFILE = """\
[train]
exec = "echo 'loss: 0.5'; mkdir sub empty; echo x > sub/model.bin; chmod +x sub/model.bin; ln -s sub/model.bin link"
config = { name = "lr", default = 0.1 }
output-metrics = true
sourcecode = false

[stuck]
exec = { stage-runtime = "exit 4", run = "true" }
"""

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the commands are those of a POSIX shell")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    directory = tmp_path / "project"
    directory.mkdir()
    (directory / "gage.toml").write_text(GAGEFILE)
    for label in ("first", 'second, with "quotes"'):
        assert gage(directory, "run", "train", "-y", "-l", label, "-t", "a", "-t", "b").returncode == 0
    return directory


def listed(directory: Path, *words: str) -> list[tuple[str, str, str]]:
    return [(run["id"], run["status"], run["label"]) for run in gage_json(directory, *words, "list", "--json")]


def unpack(archive: Path, target: Path) -> None:
    """As `unzip` does it, with permissions; Python's own unpacking leaves them out."""
    with zipfile.ZipFile(archive) as packed:
        for member in packed.infolist():
            path = Path(packed.extract(member, target))
            if not member.is_dir():
                path.chmod(member.external_attr >> 16)


@pytest.mark.parametrize("name", ["runs.zip", "runs", "new/runs"])
@pytest.mark.parametrize("settings", [{}, {"NO_ZIP_META": "1"}])
def test_a_zip_or_directory_is_a_runs_directory_again(project: Path, name: str, settings: dict[str, str]) -> None:
    gage(project, "run", "train", "-y", "-l", "third", **settings)
    done = gage(project, "export", "-a", "-o", f"../{name}")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", f"gage: exported 3 runs to ../{name}\n")
    target = project.parent / name
    if name.endswith(".zip"):
        unpack(target, project.parent / "unpacked")
        target = project.parent / "unpacked"
    assert listed(project, "--runs", str(target)) == listed(project)
    checked = gage(project, "--runs", str(target), "check", "--run", "1:")
    assert (checked.returncode, checked.stdout) == (0, "")
    run_id = listed(project)[0][0]
    assert (target / run_id / "empty").is_dir()
    assert (target / run_id / "link").read_text() == "x\n"
    assert not list(target.glob("*.project"))


def test_only_the_runs_that_are_named_or_selected_are_exported(project: Path) -> None:
    runs = [run["id"] for run in gage_json(project, "list", "--json")]
    for words, expected in ((("2",), [runs[1]]), (("-w", "label ~ second"), [runs[0]]), (("1:",), runs)):
        gage(project, "export", *words, "-o", "out.zip", "--force")
        with zipfile.ZipFile(project / "out.zip") as archive:
            assert {name[:36] for name in archive.namelist()} == set(expected)


def test_runs_that_are_not_over_are_left_out_with_a_word(project: Path) -> None:
    gage(project, "run", "train", "--stage", "-y")
    staged = gage_json(project, "list", "--json")[0]["name"]
    done = gage(project, "export", "1:2", "-o", "out.zip")
    assert done.stderr == f"gage: run {staged} is staged, so it is left out\ngage: exported 1 run to out.zip\n"
    done = gage(project, "export", "1", "-o", "other.zip")
    assert done.returncode == 2
    assert done.stderr.endswith("gage: none of these runs is over; export them when they are\n")
    assert not (project / "other.zip").exists()


def test_a_table_has_a_row_for_each_run(project: Path) -> None:
    gage(project, "run", "stuck", "-y")
    gage(project, "export", "-a", "-o", "runs.csv")
    printed = gage(project, "export", "-a", "-o", "-", "--format", "csv")
    text = (project / "runs.csv").read_bytes().decode()
    assert printed.stdout == text.replace("\r\n", "\n")
    rows = list(csv.DictReader(io.StringIO(text)))
    columns = ("operation", "status", "exit_code", "label", "tags", "config:lr", "metric:loss")
    assert [[row[name] for name in columns] for row in rows] == [
        ["stuck", "error", "4", "", "", "", ""],
        ["train", "completed", "0", 'second, with "quotes"', "a,b", "0.1", "0.5"],
        ["train", "completed", "0", "first", "a,b", "0.1", "0.5"],
    ]
    assert [row["id"] for row in rows] == [run["id"] for run in gage_json(project, "list", "--json")]


@pytest.mark.parametrize("name", ["runs.jsonl", "runs.ndjson"])
def test_lines_of_json_are_run_objects(project: Path, name: str) -> None:
    gage(project, "export", "-a", "-o", name)
    lines = (project / name).read_text().splitlines()
    assert [json.loads(line) for line in lines] == gage_json(project, "list", "--json")


def test_a_link_that_leads_out_is_left_out_with_a_word(project: Path) -> None:
    run = gage_json(project, "list", "--json")[0]
    (Path(run["run_dir"]) / "secrets").symlink_to("/etc/passwd")
    done = gage(project, "export", "1", "-o", "out.zip")
    assert f"1 file of run {run['name']} left out, as its name is no line of text, or it is a link" in done.stderr
    with zipfile.ZipFile(project / "out.zip") as archive:
        assert not any("secrets" in name for name in archive.namelist())


@pytest.mark.parametrize("name", ["out.zip", "out"])
def test_an_export_that_fails_leaves_nothing(project: Path, name: str) -> None:
    through = as_someone_bound_by_permissions()
    run = gage_json(project, "list", "--json")[0]
    (Path(run["run_dir"]) / "sub" / "model.bin").chmod(0)
    link = Path(run["run_dir"]) / "link"  # what comes first of the two names
    before = sorted(path.name for path in project.iterdir())
    done = gage(project, "export", "1", "-o", name, through=through)
    assert (done.returncode, done.stderr) == (1, f"gage: cannot export to {name}: {link}: Permission denied\n")
    assert sorted(path.name for path in project.iterdir()) == before


def test_links_to_directories_pipes_and_drafts_are_no_results(project: Path) -> None:
    run = Path(gage_json(project, "list", "--json")[0]["run_dir"])
    (run / "again").symlink_to("sub")
    os.mkfifo(run / "pipe")
    (run / "model.partial").touch()
    (project / "out").mkdir()
    done = gage(project, "export", "1", "-o", "out")
    assert (done.returncode, done.stderr) == (0, "gage: exported 1 run to out\n")
    assert sorted(path.name for path in (project / "out" / run.name).iterdir()) == ["empty", "link", "sub"]


def test_runs_that_nobody_said_anything_of_are_exported(project: Path) -> None:
    gage(project, "run", "train", "-y")
    assert gage(project, "export", "1", "-o", "out").returncode == 0
    assert not list((project / "out").glob("*.user"))


def test_what_is_there_stays_unless_a_person_says_otherwise(project: Path) -> None:
    for name in ("a.zip", "a.csv"):
        (project / name).write_text("precious")
        done = gage(project, "export", "1", "-o", name)
        assert (done.returncode, done.stderr) == (1, f"gage: {name} is there already; add --force to replace it\n")
        assert (project / name).read_text() == "precious"
        assert gage(project, "export", "1", "-o", name, "--force").returncode == 0
        assert (project / name).read_bytes() != b"precious"


WRONG = [
    (("1",), 2, "name with --output where to export to, such as runs.zip, runs.csv or a directory"),
    (("-o", "x.zip"), 2, "name the runs that are meant, or write --all"),
    (("1", "-o", "x.tar"), 2, "--output x.tar: nothing is known to end in .tar; add --format"),
    (("1", "-o", "-"), 2, "--output - prints a table; add --format csv or --format jsonl"),
    (("1", "-o", ".gage/runs/x"), 2, "--output .gage/runs/x lies in the runs directory; choose another place"),
    (("1", "-o", "full"), 1, "full is there already; name a new directory, or one that is empty"),
    (("1", "-o", "full", "--force"), 1, "full is there already; name a new directory, or one that is empty"),
    (("1", "-o", "full", "--format", "zip"), 1, "full is a directory; name a file in it"),
    (("1", "-o", "gage.toml/x.zip"), 1, "cannot export to gage.toml/x.zip: Not a directory"),
]


@pytest.mark.parametrize(("words", "code", "told"), WRONG)
def test_what_cannot_be_done_is_said(project: Path, words: tuple[str, ...], code: int, told: str) -> None:
    (project / "full").mkdir()
    (project / "full" / "precious").touch()
    done = gage(project, "export", *words)
    assert (done.returncode, done.stdout, done.stderr) == (code, "", f"gage: {told}\n")
    assert [path.name for path in (project / "full").iterdir()] == ["precious"]


def test_unzip_gives_back_what_was_there(project: Path) -> None:
    need(shutil.which("unzip") is not None, "needs unzip")
    gage(project, "export", "-a", "-o", "../runs.zip")
    subprocess.run(["unzip", "-q", "runs.zip", "-d", "theirs"], cwd=project.parent, check=True)
    assert gage(project, "--runs", "../theirs", "check", "--run", "1:").returncode == 0
