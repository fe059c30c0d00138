"""What is said of files and outputs that differ and whose lines are not shown."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from gage.runs.diff import Aspect, Difference, diff_runs
from gage.runs.run import Run
from gage.runs.store import RunStore


def make(runs_dir: Path, source: dict[str, bytes] | None = None, **members: bytes) -> Run:
    """A run with source files as they were when it was made."""
    runs_dir.mkdir(exist_ok=True)
    source = source or {}
    manifest = "".join(f"s {hashlib.sha256(data).hexdigest()} {path}\n" for path, data in source.items())
    given = {name.replace("__", "/"): data for name, data in members.items()}
    run_id = RunStore(runs_dir).make_run({"opref": b"2 a b", "manifest": manifest.encode(), **given})
    for path, data in source.items():
        (runs_dir / run_id).mkdir(exist_ok=True)
        if ".." not in path:
            (runs_dir / run_id / path).write_bytes(data)
    return Run(runs_dir, run_id)


def differences(old: Run, new: Run, aspect: Aspect) -> list[tuple[str, list[str], str]]:
    return [each[1:] for each in diff_runs(old, new, (aspect,))]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (b"a\n", b"a\n", []),
        (b"a\n", b"b\n", [("f", ["@@ -1 +1 @@", "-a", "+b"], "")]),
        (b"a\n", None, [("f", ["@@ -1 +0,0 @@", "-a"], "only in the first run")]),
        (None, b"a\n", [("f", ["@@ -0,0 +1 @@", "+a"], "only in the second run")]),
        (None, b"", [("f", [], "only in the second run")]),
        (b"a\n", b"a\r\n", [("f", [], "differs in line ends alone")]),
        (b"a\n", b"a", [("f", [], "differs in line ends alone")]),
        (b"a\0", b"b\0", [("f", [], "binary files differ")]),
        (b"caf\xe9", b"cafe", [("f", [], "binary files differ")]),
        (None, b"\0", [("f", [], "only in the second run; it is no text")]),
        (b"a", b"b" * (1 << 20) + b"b", [("f", [], "differs; it is larger than 1,048,576 bytes")]),
        (b"a\n" * 20_001, b"b\n", [("f", [], "differs; it is too long to be compared line by line")]),
    ],
)
def test_source_files_that_differ(tmp_path: Path, old: bytes | None, new: bytes | None, said: list[object]) -> None:
    one, other = (make(tmp_path / "runs", {} if data is None else {"f": data}) for data in (old, new))
    assert differences(one, other, "source") == said


def test_what_can_no_longer_be_read_is_said_with_the_run(tmp_path: Path) -> None:
    old, new = make(tmp_path / "runs", {"f": b"a\n"}), make(tmp_path / "runs", {"f": b"b\n"})
    (old.run_dir / "f").unlink()
    assert differences(old, new, "source") == [("f", [], f"differs; it is gone from run {old.name}")]
    (old.run_dir / "f").mkdir()
    assert differences(old, new, "source") == [("f", [], f"differs; it cannot be read in run {old.name}: is no file")]
    (old.run_dir / "f").rmdir()
    (old.run_dir / "f").write_bytes(b"b\n")
    assert differences(old, new, "source") == [("f", [], "differed when the runs were made; is the same now")]


def test_no_path_leads_out_of_a_run(tmp_path: Path) -> None:
    (tmp_path / "runs").mkdir()
    (tmp_path / "runs" / "secret").write_text("secret")
    old, new = make(tmp_path / "runs"), make(tmp_path / "runs", {"../secret": b"x"})
    said = "only in the second run; its path leads out of the run"
    assert differences(old, new, "source") == [("../secret", [], said)]


def test_metrics_and_attributes(tmp_path: Path) -> None:
    old = make(tmp_path / "runs", **{"summary.json": b'{"metrics": {"loss": 0.5, "acc": 1}}'})
    new = make(tmp_path / "runs", **{"summary.json": b'{"metrics": {"loss": 0.25}, "attributes": {"device": "gpu"}}'})
    assert differences(old, new, "summary") == [
        ("metrics", ["@@ -1,2 +1 @@", "-acc: 1", "-loss: 0.5", "+loss: 0.25"], ""),
        ("attributes", ["@@ -0,0 +1 @@", "+device: gpu"], ""),
    ]


def test_of_long_outputs_the_end_is_compared(tmp_path: Path) -> None:
    long = b"".join(b"%07d\n" % number for number in range(200_000))
    old = make(tmp_path / "runs", output__40_run=long)
    new = make(tmp_path / "runs", output__40_run=long + b"done\n")
    (found,) = diff_runs(old, new, ("output",))
    assert found == Difference("output", "output", [], "differs; it is too long to be compared line by line")
    wide = b"".join(b"%0199d\n" % number for number in range(10_000))
    old = make(tmp_path / "runs", output__40_run=wide)
    new = make(tmp_path / "runs", output__40_run=wide + b"done\n")
    (found,) = diff_runs(old, new, ("output",))
    assert (found.lines[-1], found.note) == ("+done", "the last 1,048,576 bytes")


def test_lines_that_come_again_and_again_hold_nobody_up(tmp_path: Path) -> None:
    """Compared line by line, these take difflib a minute."""
    old, new = (b"".join(b"line %d\n" % (times * n % 120) for n in range(20_000)) for times in (1, 7))
    found = differences(*(make(tmp_path / "runs", output__40_run=output) for output in (old, new)), "output")
    assert found == [("output", [], "differs; it is too long to be compared line by line")]


def test_config_is_compared_by_name(tmp_path: Path) -> None:
    old = make(tmp_path / "runs", **{"config.json": b'{"lr": 0.1, "same": "x"}'})
    new = make(tmp_path / "runs", **{"config.json": b'{"lr": 0.2, "same": "x", "b": null}'})
    assert differences(old, new, "config") == [
        ("config", ["@@ -1,2 +1,3 @@", "-lr: 0.1", "+b: ", "+lr: 0.2", " same: x"], "")
    ]


def test_aspects_come_in_the_order_asked_and_files_by_name(tmp_path: Path) -> None:
    old = make(tmp_path / "runs", {"b.py": b"1\n", "a.py": b"1\n", "c.py": b"1\n"}, output__40_run=b"1\n")
    new = make(tmp_path / "runs", {"b.py": b"2\n", "a.py": b"2\n", "c.py": b"1\n"}, output__40_run=b"2\n")
    aspects: tuple[Aspect, ...] = ("output", "source", "config")
    assert [difference.name for difference in diff_runs(old, new, aspects)] == ["output", "a.py", "b.py"]
