"""What changed from one run to another, by aspect: lines of a unified diff, or a word where there are none to show."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gage.runs import diff as diff_module
from gage.runs.diff import Aspect, Difference, diff_runs
from gage.runs.run import Run
from gage.runs.store import RunStore

A, B = "a" * 64, "b" * 64
HIDDEN = "cannot be shown: no text, too large, or gone"


def make(runs_dir: Path, files: dict[str, bytes | None], config: object = None, output: bytes = b"") -> Run:
    """A run with source files; one of None is in its manifest alone."""
    store = RunStore(runs_dir)
    manifest = "".join(
        f"s {A if content is None else content.hex():0<64.64} {path}\n" for path, content in files.items()
    )
    members = {"opref": b"2 demo train", "config.json": json.dumps(config).encode(), "manifest": manifest.encode()}
    run = store.run(store.make_run({**members, "output/40_run": output}))
    for path, content in files.items():
        if content is not None and ".." not in path:
            (run.run_dir / path).parent.mkdir(parents=True, exist_ok=True)
            (run.run_dir / path).write_bytes(content)
    return run


def test_config_is_compared_by_name(tmp_path: Path) -> None:
    old, new = (
        make(tmp_path, {}, config) for config in ({"lr": 0.1, "same": "x"}, {"lr": 0.2, "same": "x", "b": None})
    )
    assert list(diff_runs(old, new, ("config",))) == [
        Difference("config", "config", ["@@ -1,2 +1,3 @@", "-lr: 0.1", "+b: ", "+lr: 0.2", " same: x"])
    ]
    assert list(diff_runs(old, old, ("config", "source", "output"))) == []


def test_output_is_compared_line_by_line(tmp_path: Path) -> None:
    old, new = make(tmp_path, {}, output=b"a\nb\n"), make(tmp_path, {}, output=b"a\nc\n")
    assert list(diff_runs(old, new, ("output",))) == [
        Difference("output", "output", ["@@ -1,2 +1,2 @@", " a", "-b", "+c"])
    ]


@pytest.mark.parametrize(
    ("old", "new", "lines", "note"),
    [
        (b"a\n", b"b\n", ["@@ -1 +1 @@", "-a", "+b"], ""),
        (b"a\n", "gone", ["@@ -1 +0,0 @@", "-a"], "only in the first run"),
        ("gone", b"a\n", ["@@ -0,0 +1 @@", "+a"], "only in the second run"),
        ("gone", b"", [], "only in the second run"),
        (b"a\n", b"a", [], "differs in white space at the end alone"),
        (b"a\n", b"\0", [], HIDDEN),
        (b"a\n", b"\xff", [], HIDDEN),
        (b"a\n", b"b" * 30, [], HIDDEN),
        (b"a\n", None, [], HIDDEN),
        (b"a\n", b"1\n2\n3\n4\n5\n", [], "differs, and is too long to be compared line by line"),
    ],
)
def test_source_files_are_compared_as_they_were_staged(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    old: bytes | str | None,
    new: bytes | str | None,
    lines: list[str],
    note: str,
) -> None:
    monkeypatch.setattr(diff_module, "_LARGEST", 20)
    monkeypatch.setattr(diff_module, "_MOST_LINES", 4)
    one, other = (make(tmp_path, {} if isinstance(content, str) else {"train.py": content}) for content in (old, new))
    (found,) = diff_runs(one, other, ("source",))
    if note.startswith("only"):
        assert found == Difference("source", "train.py", lines, note)
    else:
        assert (found.name, found.lines, found.note) == ("train.py", lines, note)


def test_a_manifest_leads_to_no_file_outside_of_its_run(tmp_path: Path) -> None:
    outside = tmp_path / "precious"
    outside.write_text("secret")
    for path in ("../precious", str(outside)):
        named = make(tmp_path, {"x": None})
        named.record.write("manifest", f"s {B} {path}\n".encode())
        found = list(diff_runs(make(tmp_path, {}), named, ("source",)))
        assert [(difference.lines, difference.note) for difference in found] == [([], HIDDEN)]


def test_aspects_come_in_the_order_asked_and_files_by_name(tmp_path: Path) -> None:
    old = make(tmp_path, {"b.py": b"1\n", "a.py": b"1\n", "c.py": b"1\n"}, {"x": 1}, b"1\n")
    new = make(tmp_path, {"b.py": b"2\n", "a.py": b"2\n", "c.py": b"1\n"}, {"x": 2}, b"2\n")
    aspects: tuple[Aspect, ...] = ("output", "source", "config")
    names = [difference.name for difference in diff_runs(old, new, aspects)]
    assert names == ["output", "a.py", "b.py", "config"]
