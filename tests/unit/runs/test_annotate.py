"""Labels, tags and comments after the fact: what is said of a run merges, and is refused where it could not be told."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from gage.errors import GageError
from gage.runs.annotate import add_comment, append_label, change_tags, edit_comment, set_label, set_tags
from gage.runs.attributes import changes_of, login_name
from gage.runs.store import RunStore

MakeUpstream = Callable[..., str]


def test_tags_are_added_and_taken_away(tmp_path: Path, upstream_run: MakeUpstream) -> None:
    store, run_id = RunStore(tmp_path), upstream_run()
    change_tags(store, run_id, ["b", "a", "é😀"])
    change_tags(store, run_id, ["c", "a"], ["b", "never-there"])
    assert store.run(run_id).tags == ["a", "c", "é😀"]
    change_tags(store, run_id, ["x"], ["x", "a"])
    assert store.run(run_id).tags == ["c", "x", "é😀"]


def test_tags_are_set_and_cleared(tmp_path: Path, upstream_run: MakeUpstream) -> None:
    store, run_id = RunStore(tmp_path), upstream_run()
    change_tags(store, run_id, ["a", "b"])
    set_tags(store, run_id, ["b", "c", "c"])
    assert store.run(run_id).tags == ["b", "c"]
    before = sorted(tmp_path.rglob("*"))
    set_tags(store, run_id, ["c", "b"])
    assert sorted(tmp_path.rglob("*")) == before
    with pytest.raises(GageError, match="one word"):
        set_tags(store, run_id, ["two words"])
    set_tags(store, run_id, [])
    assert store.run(run_id).tags == []


def test_a_text_is_put_behind_a_label_whoever_gave_it(tmp_path: Path) -> None:
    store = RunStore(tmp_path)
    run_id = store.make_run({"opref": b"2 a b", "summary.json": b'{"run": {"label": "its own"}}'})
    append_label(store, run_id, "and mine")
    append_label(store, run_id, "too")
    assert store.run(run_id).label == "its own and mine too"
    set_label(store, run_id, None)
    with pytest.raises(GageError, match="one line"):
        append_label(store, run_id, "two\nlines")
    with pytest.raises(GageError, match="at most 1,000 characters, not 1,001"):
        append_label(store, run_id, "x" * 993)
    other = store.make_run({"opref": b"2 a b"})
    append_label(store, other, "first")
    assert store.run(other).label == "first"


def test_who_said_what_and_when_stays(tmp_path: Path, upstream_run: MakeUpstream) -> None:
    store, run_id = RunStore(tmp_path), upstream_run()
    began = time.time_ns() // 1_000_000
    set_label(store, run_id, "one")
    change_tags(store, run_id, ["a"])
    append_label(store, run_id, "two")
    set_label(store, run_id, None)
    changes = changes_of(store.user_dir(run_id), "label")
    assert [change.value for change in changes] == ["one", "one two", None]
    assert {change.author for change in changes} == {login_name()}
    times = [change.time for change in changes]
    assert began <= times[0] <= times[1] <= times[2]
    tag = store.run(run_id).user_attributes["tag:a"]
    assert tag.author == login_name()
    assert times[0] <= tag.time <= times[1]


def test_comments_are_written_edited_and_removed(tmp_path: Path, upstream_run: MakeUpstream) -> None:
    store, run_id = RunStore(tmp_path), upstream_run()
    ids = [add_comment(store, run_id, text) for text in ("one", "two\nlines", "three")]
    assert len(set(ids)) == 3
    assert all(len(comment_id) == 13 for comment_id in ids)
    edit_comment(store, run_id, ids[0], "first")
    edit_comment(store, run_id, ids[2], None)
    comments = store.run(run_id).comments
    assert [(comment["id"], comment["message"]) for comment in comments] == [(ids[0], "first"), (ids[1], "two\nlines")]
    assert all(comment["author"] not in ("", "__unknown__") for comment in comments)


def test_what_was_said_on_two_machines_merges(tmp_path: Path, upstream_run: MakeUpstream) -> None:
    """Merging is copying the files that are missing; nobody's tags and comments are lost."""
    run_id = upstream_run()
    here, there = tmp_path, tmp_path.with_name(f"{tmp_path.name}-there")
    shutil.copytree(here, there)
    for runs_dir, word in ((here, "here"), (there, "there")):
        store = RunStore(runs_dir)
        change_tags(store, run_id, [word, "both"])
        add_comment(store, run_id, word)
        append_label(store, run_id, word)
    shutil.copytree(there / f"{run_id}.user", here / f"{run_id}.user", dirs_exist_ok=True)
    run = RunStore(here).run(run_id)
    assert run.tags == ["both", "here", "there"]
    assert [comment["message"] for comment in run.comments] == ["here", "there"]
    assert run.label == "there"
    assert [change.value for change in changes_of(run.user_dir, "label")] == ["here", "there"]


@pytest.mark.parametrize(
    ("annotate", "message"),
    [
        (lambda store, run_id: set_label(store, run_id, ""), "not blank"),
        (lambda store, run_id: set_label(store, run_id, "two\nlines"), "one line"),
        (lambda store, run_id: set_label(store, run_id, "x" * 1001), "at most 1,000 characters, not 1,001"),
        (lambda store, run_id: change_tags(store, run_id, ["two words"]), "one word"),
        (lambda store, run_id: change_tags(store, run_id, [""]), "not blank"),
        (lambda store, run_id: add_comment(store, run_id, " \n"), "not blank"),
        (lambda store, run_id: edit_comment(store, run_id, "0", "x"), "no comment 0"),
        (lambda store, _: set_label(store, "01890000-0000-7000-8000-000000000000", "x"), "there is no run 0189"),
        (lambda store, _: set_label(store, "../x", "x"), "'../x' is not a run id"),
        (lambda store, _: add_comment(store, "../x", "x"), "'../x' is not a run id"),
    ],
)
def test_what_cannot_be_said_is_refused_and_changes_nothing(
    tmp_path: Path, upstream_run: MakeUpstream, annotate: Callable[[RunStore, str], None], message: str
) -> None:
    run_id = upstream_run()
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(GageError, match=message):
        annotate(RunStore(tmp_path), run_id)
    assert sorted(tmp_path.rglob("*")) == before


def test_every_annotation_tells_watchers(tmp_path: Path, upstream_run: MakeUpstream) -> None:
    store, run_id = RunStore(tmp_path), upstream_run()
    comment_id = add_comment(store, run_id, "x")
    seen = [(tmp_path / ".changes").read_text()]
    for annotate in (
        lambda: set_label(store, run_id, "x"),
        lambda: change_tags(store, run_id, ["x"]),
        lambda: edit_comment(store, run_id, comment_id, "y"),
    ):
        annotate()
        seen.append((tmp_path / ".changes").read_text())
    assert len(set(seen)) == 4
