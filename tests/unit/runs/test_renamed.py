"""Runs that gage 0.1.2 deleted, which renames all that belongs to one; tests/interoperability lets it do so itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from gage.runs.annotate import set_label
from gage.runs.store import TRASH, RunStore
from gage.runs.trash import purge_runs, restore_runs

MakeUpstream = Callable[..., str]


def rename_as_0_1_2_does(runs_dir: Path, run_id: str) -> None:
    for suffix in ("", ".meta", ".user", ".project"):
        if (runs_dir / f"{run_id}{suffix}").exists():
            (runs_dir / f"{run_id}{suffix}").rename(runs_dir / f"{run_id}{suffix}.deleted")


def deleted_run(runs_dir: Path, upstream_run: MakeUpstream) -> str:
    run_id = upstream_run(live=True)
    (runs_dir / f"{run_id}.project").write_text("file:..")
    set_label(RunStore(runs_dir), run_id, "once good")
    rename_as_0_1_2_does(runs_dir, run_id)
    return run_id


def test_it_is_in_the_trash_with_all_that_is_known_of_it(tmp_path: Path, upstream_run: MakeUpstream) -> None:
    run_id, store = deleted_run(tmp_path, upstream_run), RunStore(tmp_path)
    assert store.runs() == []
    (run,) = store.runs(TRASH)
    assert (run.id, run.label, run.exit_code, run.project) == (run_id, "once good", 0, tmp_path.parent)
    assert (run.run_dir / "train.py").read_text() == "print(1)"
    assert run.command == "python train.py"
    assert store.run(run_id).run_dir == run.run_dir


def test_it_comes_back_under_its_old_names(tmp_path: Path, upstream_run: MakeUpstream) -> None:
    run_id, store = deleted_run(tmp_path, upstream_run), RunStore(tmp_path)
    restore_runs(store, [run_id])
    (run,) = store.runs()
    assert (run.id, run.label, run.project) == (run_id, "once good", tmp_path.parent)
    assert store.runs(TRASH) == []
    assert not list(tmp_path.glob("*.deleted"))


def test_a_restoration_that_was_cut_short_goes_on(tmp_path: Path, upstream_run: MakeUpstream) -> None:
    run_id, store = deleted_run(tmp_path, upstream_run), RunStore(tmp_path)
    (tmp_path / f"{run_id}.deleted").rename(tmp_path / run_id)
    (tmp_path / f"{run_id}.project.deleted").unlink()
    restore_runs(store, [run_id])
    (run,) = store.runs()
    assert (run.id, run.label, run.project) == (run_id, "once good", None)
    assert (tmp_path / run_id / "train.py").exists()


def test_it_is_purged_with_all_its_files(tmp_path: Path, upstream_run: MakeUpstream) -> None:
    run_id, store, kept = deleted_run(tmp_path, upstream_run), RunStore(tmp_path), upstream_run()
    purge_runs(store, [run_id])
    assert {path.name for path in tmp_path.iterdir()} == {kept, f"{kept}.meta.zip", ".changes"}


def test_a_run_that_was_copied_here_again_is_not_deleted(tmp_path: Path, upstream_run: MakeUpstream) -> None:
    run_id = deleted_run(tmp_path, upstream_run)
    (tmp_path / f"{run_id}.meta").mkdir()
    (tmp_path / f"{run_id}.meta" / "opref").write_text("1 demo train")
    store = RunStore(tmp_path)
    assert [run.id for run in store.runs()] == [run_id]
    assert store.runs(TRASH) == []


def test_one_that_cannot_be_read_is_named(tmp_path: Path, upstream_run: MakeUpstream) -> None:
    run_id = deleted_run(tmp_path, upstream_run)
    (tmp_path / f"{run_id}.meta.deleted" / "opref").unlink()
    store = RunStore(tmp_path)
    assert store.runs(TRASH) == []
    assert [skipped.name for skipped in store.skipped] == [f"{run_id}.meta.deleted"]
