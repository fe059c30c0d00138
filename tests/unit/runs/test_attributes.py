from __future__ import annotations

import json
from pathlib import Path

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
