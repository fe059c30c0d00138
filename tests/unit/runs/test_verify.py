"""Everything that can happen to a run after its end, and the one line that says so; runs nobody touched say nothing."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from gage_command import gage

from gage.runs.purged_files import purge_files
from gage.runs.store import RunStore
from gage.runs.trash import delete_runs, purge_runs
from gage.runs.verify.change import Verdict
from gage.runs.verify.verify_run import verify_run

GAGEFILE = f"""\
[prepare]
exec = [{json.dumps(sys.executable)}, "-c", "open('data.csv', 'w').write('1,2')"]
sourcecode = false

[train]
exec = [{json.dumps(sys.executable)}, "train.py"]
config = "train.py"
depends = [{{ operation = "prepare", files = "data.csv" }}, {{ files = "words.txt" }}]
sourcecode = "train.py"

[staged-by-command]
exec = {{ stage-sourcecode = "echo 1 > more.py", run = "true" }}

[changes-itself]
exec = "chmod u+w train.py; echo '# more' >> train.py"

[removes-itself]
exec = "rm -f train.py"
"""
SCRIPT = """\
import json
lr = 0.1
print("loss: 0.5")
open("model.bin", "wb").write(b"weights")
json.dump({"metrics": {"loss": lr}}, open("summary.json", "w"))
name = "small"  # the last line has no end"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a run of `prepare`, and one of `train` whose config was set."""
    project = tmp_path_factory.mktemp("verify") / "project"
    project.mkdir()
    (project / "gage.toml").write_text(GAGEFILE)
    (project / "train.py").write_text(SCRIPT)
    (project / "words.txt").write_text("a b c\n")
    for words in (("prepare",), ("train", "lr=0.25", "name=large")):
        done = gage(project, "run", *words, "-y")
        assert done.returncode == 0, done.stderr
    return project


class Tampered:
    """A copy of the runs of a project, to do bad things to the run of `train`."""

    def __init__(self, runs_dir: Path) -> None:
        self.store = RunStore(runs_dir)
        self.train, self.prepare = self.store.find()
        self.directory = runs_dir / self.train
        self.archive = runs_dir / f"{self.train}.meta.zip"

    def verdict(self) -> Verdict:
        return verify_run(self.store, self.train)

    def codes(self) -> list[tuple[str, str]]:
        return [(change.code, change.path) for change in self.verdict().changes]

    def put(self, member: str, content: bytes | None) -> None:
        """Replace a member of the record, or take it away."""
        with zipfile.ZipFile(self.archive) as old:
            members = {name: old.read(name) for name in old.namelist()}
        members |= {member: content or b""}
        with zipfile.ZipFile(self.archive, "w") as new:
            for name, data in members.items():
                if name != member or content is not None:
                    new.writestr(name, data)

    def read(self, member: str) -> bytes:
        with zipfile.ZipFile(self.archive) as archive:
            return archive.read(member)

    def rewrite(self, path: str, content: str) -> None:
        file = self.directory / path
        file.chmod(0o644)
        file.write_text(content)
        file.chmod(0o444)


@pytest.fixture
def run(made: Path, tmp_path: Path) -> Tampered:
    shutil.copytree(made / ".gage" / "runs", tmp_path / "runs", symlinks=True)
    return Tampered(tmp_path / "runs")


def test_a_run_that_nobody_touched_is_as_it_was(run: Tampered) -> None:
    """With its config set in the source code, whose last line has no end, and with dependencies."""
    assert run.verdict() == Verdict([], [])
    assert verify_run(run.store, run.prepare) == Verdict([], [])


def _add_directory(run: Tampered) -> None:
    (run.directory / "train.py").unlink()
    (run.directory / "train.py").mkdir()


def _lead_out(run: Tampered) -> None:
    (run.directory / "model.bin").unlink()
    (run.directory / "model.bin").symlink_to(run.directory.parent / run.prepare / "data.csv")


def _lead_nowhere(run: Tampered) -> None:
    (run.directory / "model.bin").unlink()
    (run.directory / "model.bin").symlink_to("model.bin")


def _damage(run: Tampered) -> None:
    """Another byte in the middle of a member, as disks have it."""
    content = run.archive.read_bytes()
    at = content.index(b"loss: 0.5\n")
    run.archive.write_bytes(content[:at] + b"L" + content[at + 1 :])


def _cut(run: Tampered) -> None:
    run.archive.write_bytes(run.archive.read_bytes()[:-100])


def _twice(run: Tampered) -> None:
    with zipfile.ZipFile(run.archive, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("staged", run.read("staged"))


def _other_exit(run: Tampered) -> None:
    run.put("proc/exit", b"1")


TAMPERINGS: list[tuple[str, Callable[[Tampered], object], list[tuple[str, str]]]] = [
    # files
    ("changed", lambda run: run.rewrite("model.bin", "other"), [("changed-file", "model.bin")]),
    ("source code changed", lambda run: run.rewrite("train.py", SCRIPT), [("changed-file", "train.py")]),
    ("reference changed", lambda run: run.rewrite("data.csv.ref", "{}"), [("changed-file", "data.csv.ref")]),
    ("removed", lambda run: (run.directory / "model.bin").unlink(), [("missing-file", "model.bin")]),
    ("added", lambda run: (run.directory / "new.txt").touch(), [("new-file", "new.txt")]),
    ("made writable", lambda run: (run.directory / "model.bin").chmod(0o644), [("writable-file", "model.bin")]),
    ("a directory now", _add_directory, [("changed-file", "train.py")]),
    ("a link that leads out now", _lead_out, [("changed-file", "model.bin")]),
    ("a link to itself now", _lead_nowhere, [("unreadable-file", "model.bin")]),
    ("all gone", lambda run: shutil.rmtree(run.directory), [("missing-run-directory", "")]),
    # the record
    ("cut", _cut, [("unreadable-record", "")]),
    ("a member damaged", _damage, [("wrong-member", "output/40_run")]),
    ("a member twice", _twice, [("repeated-member", "staged")]),
    ("a member of somebody else", lambda run: run.put("notes.txt", b"x"), [("foreign-member", "notes.txt")]),
    ("no opdef", lambda run: run.put("opdef.json", None), [("missing-member", "opdef.json")]),
    ("the id of another", lambda run: run.put("id", run.prepare.encode()), [("wrong-member", "id")]),
    ("no JSON", lambda run: run.put("sys/machine.json", b"{"), [("wrong-member", "sys/machine.json")]),
    ("an index cut", lambda run: run.put("output/40_run.index", b"12345"), [("wrong-member", "output/40_run.index")]),
    ("another digest of source code", lambda run: run.put("sourcecode/digest", b"0" * 64), [("source-digest-differs", "sourcecode/digest")]),
    ("another end", _other_exit, [("run-json-differs", "exit_code")]),
    ("another end in run.json", lambda run: run.put("run.json", run.read("run.json").replace(b'"exit_code": 0', b'"exit_code": 1')), [("run-json-differs", "exit_code")]),
    # what it was given
    ("the run it depends on deleted", lambda run: delete_runs(run.store, [run.prepare]), [("deleted-run", "prepare")]),
    ("the run it depends on gone", lambda run: (delete_runs(run.store, [run.prepare]), purge_runs(run.store, [run.prepare])), [("missing-run", "prepare")]),
]  # fmt: skip


@pytest.mark.parametrize(("tamper", "expected"), [row[1:] for row in TAMPERINGS], ids=[row[0] for row in TAMPERINGS])
def test_each_thing_that_happened_to_a_run_is_told_once(
    run: Tampered, tamper: Callable[[Tampered], object], expected: list[tuple[str, str]]
) -> None:
    tamper(run)
    paths = {"prepare": run.prepare}
    assert [
        (code, path if wanted else "") for (code, path), (_, wanted) in zip(run.codes(), expected, strict=True)
    ] == [(code, paths.get(path, path)) for code, path in expected]
    assert all(len(change.message.splitlines()) == 1 for change in run.verdict().changes)


def test_files_of_other_runs_are_looked_for_where_the_runs_are_now(run: Tampered) -> None:
    supplied = run.store.runs_dir / run.prepare / "data.csv"
    supplied.chmod(0o644)
    supplied.write_text("3,4")
    [change] = run.verdict().changes
    assert (change.code, change.path) == ("changed-dependency", str(supplied))
    supplied.unlink()
    assert run.codes() == [("missing-dependency", str(supplied))]


def test_project_files_that_changed_are_told_by_their_place(made: Path, run: Tampered) -> None:
    words = made / "words.txt"
    words.write_text("other")
    try:
        [change] = run.verdict().changes
        assert change.message == f'"{words}", which the run was given as "words.txt", has changed'
    finally:
        words.write_text("a b c\n")


@pytest.mark.skipif(os.name == "nt", reason="pipes have no names there")
def test_a_pipe_in_the_place_of_a_file_is_not_waited_for(run: Tampered) -> None:
    supplied, model = run.store.runs_dir / run.prepare / "data.csv", run.directory / "model.bin"
    for path in (supplied, model):
        path.unlink()
        os.mkfifo(path)
    assert run.codes() == [("changed-file", "model.bin"), ("missing-dependency", str(supplied))]


def test_what_came_from_an_address_is_not_asked_for_and_what_was_written_anew_has_no_source(run: Tampered) -> None:
    [supplied, other] = json.loads(run.read("dependencies.json"))
    supplied["files"][0]["source"], other["files"][0]["source"] = "https://example.com/data.csv", ""
    run.put("dependencies.json", json.dumps([supplied, other]).encode())
    assert run.verdict() == Verdict([], ["https://example.com/data.csv was not asked whether it is still the same"])


def test_a_supplied_file_that_cannot_be_read_is_told(run: Tampered) -> None:
    supplied = run.store.runs_dir / run.prepare / "data.csv"
    supplied.unlink()
    supplied.symlink_to("data.csv")
    [change] = run.verdict().changes
    assert change.code == "missing-dependency"
    assert 'data.csv", which the run was given as "data.csv", cannot be read: ' in change.message


def test_source_code_that_is_gone_has_no_digest(run: Tampered) -> None:
    (run.directory / "train.py").unlink()
    why = '"train.py" cannot be brought back to what it was before its config was set'
    verdict = run.verdict()
    assert [change.code for change in verdict.changes] == ["missing-file"]
    assert verdict.unchecked == [f"the digest of the source code was not computed again: {why}"]


def test_of_large_members_only_the_checksum_is_looked_at(run: Tampered, monkeypatch: pytest.MonkeyPatch) -> None:
    run.put("output/40_run", b"x" * 100)
    run.put("opdef.json", b"[" * 100)
    monkeypatch.setattr("gage.runs.verify.record._LARGEST_READ", 20)
    assert run.verdict().changes == []


def test_a_manifest_that_is_damaged_leaves_the_files_unchecked(run: Tampered) -> None:
    content = run.archive.read_bytes()
    at = content.rindex(b" model.bin\n")
    run.archive.write_bytes(content[:at] + b"_" + content[at + 1 :])
    verdict = run.verdict()
    assert [(change.code, change.path) for change in verdict.changes] == [("wrong-member", "manifest")]
    assert "is damaged; its bytes are not those that were written" in verdict.changes[0].message
    [told] = verdict.unchecked
    assert told.startswith("the rest: ")


def test_a_record_that_no_reader_takes_is_told_why(run: Tampered) -> None:
    """It is well formed, and a member of it larger than what lists read."""
    with zipfile.ZipFile(run.archive) as old:
        members = {name: old.read(name) for name in old.namelist() if name != "run.json"}
    with zipfile.ZipFile(run.archive, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in {**members, "config.json": b"{}" + b" " * (33 << 20)}.items():
            new.writestr(name, data)
    [change] = run.verdict().changes
    assert change.code == "unreadable-record"
    assert "config.json of 34603010 bytes" in change.message


def test_source_code_that_leads_out_of_the_run_is_not_read(run: Tampered) -> None:
    """A record whose manifest and patch name a file elsewhere, with the digest that this has."""
    outside = run.store.runs_dir / "outside.py"
    outside.write_text("lr = 1\n")
    line = f"s {hashlib.sha256(outside.read_bytes()).hexdigest()} ../outside.py\n"
    run.put("manifest", run.read("manifest") + line.encode())
    run.put("log/patched", b"--- ../outside.py\n+++ ../outside.py\n@@ -1 +1 @@\n-lr = 2\n+lr = 1\n")
    verdict = run.verdict()
    assert ("wrong-member", "manifest") in [(change.code, change.path) for change in verdict.changes]
    [told] = verdict.unchecked
    assert '"../outside.py" cannot be brought back' in told


def test_purged_files_are_no_change_and_the_manifest_still_has_them(run: Tampered) -> None:
    record = run.archive.read_bytes()
    purge_files(run.store.run(run.train), ["model.bin", "summary.json"])
    verdict = run.verdict()
    assert verdict.changes == []
    [told] = verdict.unchecked
    assert told.startswith("2 files were purged, by ")
    assert run.archive.read_bytes() == record


MANIFESTS = [
    (b"nonsense\n", "should have lines TYPE SHA256 PATH"),
    (b"s " + b"0" * 64 + b" ../../etc/passwd\n", 'names "../../etc/passwd", which leads out of the run'),
    (b"s " + b"0" * 64 + b" a\ns " + b"0" * 64 + b" a\n", 'names "a" twice'),
    (b"s " + b"0" * 64 + b" a", "ends in the middle of a line"),
]


@pytest.mark.parametrize(("manifest", "told"), MANIFESTS)
def test_a_manifest_that_makes_no_sense_is_told_and_leads_nowhere(run: Tampered, manifest: bytes, told: str) -> None:
    run.put("manifest", manifest)
    messages = [change.message for change in run.verdict().changes]
    assert f'"manifest" of the record {told}' in messages
    assert not any("passwd" in message for message in messages[1:] if "manifest" not in message)


MEMBERS = [
    ("__schema__", b"2", "should be 1"),
    ("opref", b"3 a b", "should be '2 NAMESPACE NAME [VERSION]'"),
    ("initialized", b"yesterday", "should be a time, in microseconds since 1970"),
    ("stopped", b"-1", "should be a time, in microseconds since 1970"),
    ("proc/exit", b"one", "should be an exit code"),
    ("config.json", b'{"a": {}}', "should be an object of values"),
    ("opdef.json", b"[]", "should be an object"),
    ("proc/cmd.json", b"[1]", "should be a command"),
    ("proc/env.json", b'{"A": 1}', "should be an object of texts"),
    ("sys/platform.json", b"1", "should be a text"),
    ("summary.json", b"[]", "should be an object"),
    ("dependencies.json", b"[1]", "should be a list of objects"),
    ("sourcecode/digest", b"abc", "should be a SHA-256"),
    ("project-id", b"mine", "should be a UUID"),
    ("log/files", b"x\n", "should have lines EVENT TYPE TIME PATH"),
    ("log/runner", b"\xff\n", "should be UTF-8 text"),
    ("series.jsonl", b"1\n", "should have a JSON object a line"),
    ("run.json", b"[]", "should be an object"),
]


@pytest.mark.parametrize(("member", "content", "told"), MEMBERS, ids=[row[0] for row in MEMBERS])
def test_a_member_that_is_not_as_it_should_be_is_told(run: Tampered, member: str, content: bytes, told: str) -> None:
    run.put(member, content)
    assert any(told in change.message for change in run.verdict().changes)


UNKNOWN_DIGESTS = [
    ("staged-by-command", "a command of the operation added to it"),
    ("changes-itself", '"train.py" was changed while the run went on'),
    ("removes-itself", '"train.py" was removed while the run went on'),
]


@pytest.mark.skipif(os.name == "nt", reason="the commands are those of a POSIX shell")
@pytest.mark.parametrize(("operation", "why"), UNKNOWN_DIGESTS)
def test_a_digest_that_cannot_be_computed_again_is_no_change_and_said(made: Path, operation: str, why: str) -> None:
    runs = made.parent / f"runs-{operation}"
    assert gage(made, "--runs", str(runs), "run", operation, "-y").returncode == 0
    store = RunStore(runs)
    [run_id] = store.find()
    assert verify_run(store, run_id) == Verdict([], [f"the digest of the source code was not computed again: {why}"])


def test_a_staged_run_is_checked_as_it_is_staged(made: Path) -> None:
    runs = made.parent / "runs-staged"
    for words in (("prepare",), ("train", "--stage")):
        gage(made, "--runs", str(runs), "run", *words, "-y")
    store = RunStore(runs)
    run_id = store.find()[0]
    assert verify_run(store, run_id) == Verdict([], [])
    (runs / run_id / "data.csv").unlink()
    (runs / run_id / "train.py").chmod(0o644)
    codes = [(change.code, change.path) for change in verify_run(store, run_id).changes]
    assert sorted(codes) == [("missing-file", "data.csv"), ("writable-file", "train.py")]


def test_runs_of_gage_0_1_2_have_all_they_need(tmp_path: Path, upstream_run: Callable[..., str]) -> None:
    run_id = upstream_run(**{"opdef.json": "{}", "manifest": "", "output/40_run.index": "123456789"})
    shutil.rmtree(tmp_path / run_id)
    assert verify_run(RunStore(tmp_path), run_id) == Verdict([], [])


def test_a_run_whose_end_nobody_recorded_is_said_to_be_so(tmp_path: Path, upstream_run: Callable[..., str]) -> None:
    gone = dict.fromkeys(("proc/exit", "stopped", "manifest", "summary.json", "staged"), "-")
    run_id = upstream_run(live=True, **{"opdef.json": "{}", **gone})
    verdict = verify_run(RunStore(tmp_path), run_id)
    assert verdict.changes == []
    assert verdict.unchecked == ["its files: the end of the run was never recorded, so nobody knows what it left"]


def test_a_run_under_way_is_checked_when_it_is_over(tmp_path: Path, upstream_run: Callable[..., str]) -> None:
    run_id = upstream_run(live=True, proc__exit="-", proc__lock=str(os.getpid()))
    verdict = verify_run(RunStore(tmp_path), run_id)
    assert (verdict.changes, verdict.is_checked) == ([], False)
    assert verdict.unchecked == ["the run is under way; check it when it is over"]
