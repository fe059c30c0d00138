"""Which project a run is of, and where: by id, else by namespace and path."""

from __future__ import annotations

from pathlib import Path

import pytest

from gage.runs.associate import associate_run, dissociate_run
from gage.runs.known_project import KnownProject
from gage.runs.run import Run
from gage.runs.store import NoRunError, RunStore

ID = "24e17ef2-4e6b-49bd-af59-f7ba0ca79349"
OTHER = "0c2b7a52-6f1e-4a3c-9d7c-3f0a8b1d5e64"


@pytest.mark.parametrize(
    ("namespace", "project_id", "expected"),
    [
        ("demo", ID, True),
        ("renamed", ID, True),
        ("demo", None, True),
        ("renamed", None, False),
        ("demo", OTHER, False),
    ],
)
def test_ids_decide_and_where_one_lacks_the_namespace(namespace: str, project_id: str | None, expected: bool) -> None:
    assert KnownProject(Path("/p"), "demo", ID).made(namespace, project_id) is expected
    assert KnownProject(Path("/p"), "demo").made("demo", project_id)
    assert KnownProject(Path("/p"), "two words").made("two-words", None)


def made(store: RunStore, project_dir: Path | None, project_id: str | None) -> Run:
    members = {
        "opref": b"2 demo train",
        "initialized": b"1",
        **({"project-id": project_id.encode()} if project_id else {}),
    }
    return store.run(store.make_run(members, project_dir))


def test_a_run_finds_its_project_by_id_where_the_path_leads_nowhere(tmp_path: Path) -> None:
    store = RunStore(tmp_path / "runs")
    before, now = tmp_path / "before", tmp_path / "now"
    now.mkdir()
    project = KnownProject(now, "now", ID)
    assert project.directory_of(made(store, before, ID.upper())) == now
    assert project.directory_of(made(store, None, ID)) == now
    assert project.directory_of(made(store, before, OTHER)) == before
    assert project.directory_of(made(store, before, None)) == before
    assert project.directory_of(made(store, None, None)) is None
    assert KnownProject(now, "now").directory_of(made(store, before, ID)) == before
    before.mkdir()
    assert project.directory_of(made(store, before, ID)) == before


@pytest.mark.parametrize("text", ["", "no id", "../../x", "\0", "a" * 10_000, "{" + ID + "}"])
def test_what_is_no_id_is_none(tmp_path: Path, text: str) -> None:
    assert made(RunStore(tmp_path), None, text).project_id is None


def test_a_run_is_associated_with_a_project_and_taken_from_it(tmp_path: Path) -> None:
    store = RunStore(tmp_path / "project" / "runs")
    run_id = made(store, None, None).id
    reference = store.runs_dir / f"{run_id}.project"

    associate_run(store, run_id, tmp_path / "project")
    assert reference.read_text() == "file:.."
    assert store.run(run_id).project == tmp_path / "project"

    associate_run(store, run_id, tmp_path / "other")
    assert reference.read_text() == f"file:{(tmp_path / 'other').as_posix()}"
    [listed] = store.runs()
    assert listed.project == tmp_path / "other"

    dissociate_run(store, run_id)
    dissociate_run(store, run_id)
    assert store.runs()[0].project is None
    with pytest.raises(NoRunError):
        associate_run(store, OTHER, tmp_path)
    assert not (store.runs_dir / f"{OTHER}.project").exists()
