"""Files of a run that go to make room: who removed which is in its log, and what else there is stays."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from gage.runs.attributes import login_name
from gage.runs.purged_files import file_sizes, purge_files, purged_files
from gage.runs.source_digest import source_digest
from gage.runs.store import RunStore

MakeUpstream = Callable[..., str]


def test_files_and_links_are_measured_and_no_link_is_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "large").write_bytes(bytes(1_000))
    run_dir = tmp_path / "run"
    (run_dir / "b").mkdir(parents=True)
    (run_dir / "b" / "model").write_bytes(bytes(7))
    (run_dir / "a.csv").write_bytes(b"x")
    (run_dir / "link").symlink_to(outside)
    sizes = file_sizes(run_dir)
    assert sizes == {"a.csv": 1, "b/model": 7, "link": len(os.fsencode(outside))}
    assert file_sizes(tmp_path / "none") == {}


def test_what_is_removed_is_gone_and_the_log_says_by_whom(tmp_path: Path, upstream_run: MakeUpstream) -> None:
    store, run_id = RunStore(tmp_path), upstream_run()
    (tmp_path / run_id / "out" / "my model.bin").write_bytes(b"x")
    purge_files(store.run(run_id), ["out/my model.bin", "never there"])
    assert purged_files(store.run(run_id)) == dict.fromkeys(["out/my model.bin", "never there"], login_name())
    assert list(file_sizes(tmp_path / run_id)) == ["train.py"]


def test_the_digest_of_source_files_is_that_of_their_names_and_contents(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("1")
    (tmp_path / "b.py").write_text("1")
    one, two = (source_digest(tmp_path, [name]) for name in ("a.py", "b.py"))
    assert one != two
    assert source_digest(tmp_path, ["b.py", "a.py"]) == source_digest(tmp_path, ["a.py", "b.py"]) not in (one, two)
