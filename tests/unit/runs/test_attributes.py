from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gage.runs import ids
from gage.runs.annotate import set_label
from gage.runs.attributes import append_attributes, read_attributes
from gage.runs.ids import entry_ms
from gage.runs.store import RunStore


def said(user_dir: Path) -> dict[str, object]:
    return {name: attribute.value for name, attribute in read_attributes(user_dir).items()}


def test_the_newest_value_of_a_name_counts_and_a_deleted_name_is_gone(tmp_path: Path) -> None:
    append_attributes(tmp_path, {"label": "one", "other": 1})
    append_attributes(tmp_path, {"label": "two"}, ["other"])
    assert said(tmp_path) == {"label": "two"}
    entries = sorted(tmp_path.iterdir())
    assert set(json.loads(entries[0].read_text())) == {"author", "set", "delete"}
    assert [entry.stat().st_mode & 0o222 for entry in entries] == [0, 0]


def test_an_edit_wins_over_an_entry_from_a_clock_that_is_ahead(tmp_path: Path) -> None:
    ahead = "02ffffff-ffff-4000-8000-000000000000"
    (tmp_path / f"{ahead}.json").write_text('{"author": "b", "set": {"label": "theirs"}}')
    append_attributes(tmp_path, {"label": "ours"})
    assert said(tmp_path) == {"label": "ours"}
    assert entry_ms(max(path.stem for path in tmp_path.iterdir())) == entry_ms(ahead) + 1


def test_unreadable_entries_are_passed_over(tmp_path: Path) -> None:
    append_attributes(tmp_path, {"label": "kept"})
    for number, text in enumerate(["{", "[1]", '{"set": 3, "delete": "label"}', '"x"', "[" * 100_000]):
        (tmp_path / f"02ffffff-ffff-4000-8000-00000000000{number}.json").write_text(text)
    (tmp_path / "notes.json").write_text('{"set": {"label": "no"}}')
    assert said(tmp_path) == {"label": "kept"}


def test_a_label_is_set_and_taken_away(tmp_path: Path) -> None:
    store = RunStore(tmp_path)
    run_id = store.make_run({"opref": b"2 a b", "summary.json": b'{"run": {"label": "its own"}}'})
    assert store.run(run_id).label == "its own"
    set_label(store, run_id, "mine [/b]")
    assert store.run(run_id).label == "mine [/b]"
    before = (tmp_path / ".changes").read_text()
    set_label(store, run_id, None)
    assert store.run(run_id).label == "its own"
    assert (tmp_path / ".changes").read_text() != before


def test_whoever_has_no_name_writes_under_one_that_nobody_has(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A container with a bare numeric user."""

    def unknown(_: int) -> None:
        raise KeyError

    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(name, raising=False)
    pwd = pytest.importorskip("pwd")
    monkeypatch.setattr(pwd, "getpwuid", unknown)
    append_attributes(tmp_path, {"label": "x"})
    (entry,) = tmp_path.iterdir()
    assert json.loads(entry.read_text())["author"] == "__unknown__"


class Replica:
    """A copy of a run's log on a machine whose clock is off by so many seconds."""

    def __init__(self, user_dir: Path, skew: int, clock: list[int]) -> None:
        self.user_dir = user_dir
        self.skew = skew
        self._clock = clock

    def append(self, values: dict[str, object], removed: list[str]) -> None:
        self._clock[0] += 1_000_000_000
        with patch.object(ids, "_last", (0, 0)), patch.object(ids.time, "time_ns", self._now):
            append_attributes(self.user_dir, values, removed)

    def take_from(self, other: Replica) -> None:
        """Merge: the union of file names. What is there already is never written again."""
        for path in other.user_dir.iterdir():
            if not (self.user_dir / path.name).exists():
                shutil.copy(path, self.user_dir / path.name)

    def _now(self) -> int:
        return self._clock[0] + self.skew * 1_000_000_000


NAMES = st.sampled_from(["label", "tag:a"])
STEPS = st.one_of(
    st.tuples(st.just("set"), st.integers(0, 2), NAMES),
    st.tuples(st.just("remove"), st.integers(0, 2), NAMES),
    st.tuples(st.just("merge"), st.integers(0, 2), st.integers(0, 2)),
)


@settings(max_examples=80)
@given(st.lists(st.integers(-100_000, 100_000), min_size=3, max_size=3), st.lists(STEPS, min_size=5, max_size=30))
def test_no_edit_is_lost_whatever_the_clocks_say_and_copies_that_merge_agree(
    skews: list[int], steps: list[tuple]
) -> None:  # type: ignore[type-arg]
    """An edit wins over everything its author saw; what two people said of different names both stays."""
    with tempfile.TemporaryDirectory() as directory:
        clock = [1_800_000_000_000_000_000]
        replicas = [Replica(Path(directory, str(number)), skew, clock) for number, skew in enumerate(skews)]
        for replica in replicas:
            replica.user_dir.mkdir()
        for number, (what, who, about) in enumerate(steps):
            replica = replicas[who]
            if what == "merge":
                replica.take_from(replicas[about])
            elif what == "set":
                replica.append({about: number}, [])
                assert said(replica.user_dir)[about] == number
            else:
                replica.append({}, [about])
                assert about not in said(replica.user_dir)
        for one in replicas:
            for other in replicas:
                one.take_from(other)
        for one in replicas:
            for other in replicas:
                one.take_from(other)
        assert said(replicas[0].user_dir) == said(replicas[1].user_dir) == said(replicas[2].user_dir)


def test_tags_and_comments_added_on_two_machines_at_once_both_stay(tmp_path: Path) -> None:
    clock = [1_800_000_000_000_000_000]
    here, there = Replica(tmp_path / "here", 0, clock), Replica(tmp_path / "there", -3600, clock)
    for replica in (here, there):
        replica.user_dir.mkdir()
    here.append({"tag:a": {}, "comment:1": {"msg": "one"}}, [])
    there.append({"tag:b": {}, "comment:2": {"msg": "two"}}, [])
    here.take_from(there)
    assert set(said(here.user_dir)) == {"tag:a", "tag:b", "comment:1", "comment:2"}
