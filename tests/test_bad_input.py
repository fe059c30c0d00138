from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from gage_command import gage, gage_json
from permissions import as_someone_bound_by_permissions

NASTY = {
    "nothing": b"",
    "a-nul": b"\0",
    "zeros": bytes(10_000),
    "mark-only": b"\xef\xbb\xbf",
    "marked": b"\xef\xbb\xbftrain\n",
    "utf-16": "[train]".encode("utf-16"),
    "latin-1": "é".encode("latin-1"),
    "half-a-character": "😀".encode()[:3],
    "surrogate": b"\xed\xa0\x80",
    "returns": b"\r\r\r[\r",
    "other-line-ends": "a\u2028b\u0085c\x0bd".encode(),
    "bidirectional": "\u202etrain".encode(),
    "open-brackets": b"[" * 100_000,
    "open-braces": b"{a:" * 30_000,
    "deep": b"a: " + b"[" * 1_000 + b"]" * 1_000,
    "quotes": b'"' * 9_999,
    "one-long-line": b"a" * 1_000_000,
    "many-lines": b"\n" * 100_000,
    "aliases": b"a: &a [*a, *a]\n",
    "laughs": b"a: &a [x,x]\n" + b"".join(b"%c: &%c [*%c,*%c,*%c]\n" % (i, i, *[i - 1] * 3) for i in range(98, 122)),
    "tag": b"a: !!python/object/apply:os.system ['touch executed']\n",
    "digits": b"a = " + b"9" * 10_000,
}


@pytest.fixture(scope="module")
def nasty_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("nasty")
    for name, content in NASTY.items():
        for suffix in ("toml", "yaml", "json"):
            (directory / f"{name}.{suffix}").write_bytes(content)
    return directory


@pytest.mark.parametrize("suffix", ["toml", "yaml", "json"])
@pytest.mark.parametrize("format_", ["text", "json", "sarif", "github"])
def test_any_content_is_answered_in_words(nasty_files: Path, suffix: str, format_: str) -> None:
    names = [f"{name}.{suffix}" for name in NASTY]
    checked = gage(nasty_files, "check", "--format", format_, *names)
    assert checked.returncode == 2
    if format_ == "json":
        assert [file["path"] for file in json.loads(checked.stdout)["files"]] == names
    assert not (nasty_files / "executed").exists()


@pytest.mark.parametrize("format_", ["text", "github"])
def test_nothing_in_a_file_reaches_the_terminal_as_a_control_character(tmp_path: Path, format_: str) -> None:
    for name in ("gage.toml", "gage.yaml", "gage.json"):
        (tmp_path / name).write_text("\0\033[2J\u202etrain", encoding="utf-8")
    checked = gage(tmp_path, "check", "--format", format_, "gage.toml", "gage.yaml", "gage.json")
    assert not any(char in checked.stdout for char in "\0\033\u202e")


def test_a_gagefile_that_may_not_be_read_is_named(tmp_path: Path) -> None:
    through = as_someone_bound_by_permissions()
    path = tmp_path / "gage.toml"
    path.write_text('[train]\nexec = "echo"\n')
    path.chmod(0)
    for arguments, code in ((["check"], 2), (["run", "-y"], 2), (["operations"], 2), (["list"], 0)):
        done = gage(tmp_path, *arguments, through=through)
        assert done.returncode == code, done.stderr
        if code:
            assert "gage.toml" in done.stdout + done.stderr
            assert "cannot be read: Permission denied" in done.stdout + done.stderr
    assert not (tmp_path / ".gage").exists()


def test_a_runs_directory_that_may_not_be_written_is_named(tmp_path: Path) -> None:
    through = as_someone_bound_by_permissions()
    (tmp_path / "gage.toml").write_text('[train]\nexec = "echo"\n')
    tmp_path.chmod(0o555)
    done = gage(tmp_path, "run", "-y", through=through)
    tmp_path.chmod(0o755)
    assert done.returncode == 1
    assert f"runs cannot be kept in {tmp_path / '.gage' / 'runs'}" in done.stderr
    assert "GAGE_RUNS" in done.stderr
    assert not (tmp_path / ".gage").exists()


def project(directory: Path, script: str) -> Path:
    """A project whose default operation is a Python script."""
    (directory / "train.py").write_text(script, encoding="utf-8")
    (directory / "gage.json").write_text(json.dumps({"train": {"exec": [sys.executable, "train.py"]}}))
    return directory


@pytest.mark.parametrize(
    "summary",
    [
        b"",
        b"{",
        b"[1, 2]",
        b"7",
        b"\xff",
        b'{"metrics": 1, "attributes": [[]]}',
        b'{"metrics": {"a": NaN}}',
        b"[" * 100_000,
    ],
    ids=["empty", "torn", "list", "number", "not-utf-8", "odd", "nan", "deep"],
)
def test_a_summary_that_makes_no_sense_spoils_neither_the_run_nor_the_list(tmp_path: Path, summary: bytes) -> None:
    (tmp_path / "written.bin").write_bytes(summary)
    project(tmp_path, f"import shutil; shutil.copy({str(tmp_path / 'written.bin')!r}, 'summary.json')")
    assert gage(tmp_path, "run", "-y").returncode == 0
    (run,) = gage_json(tmp_path, "list", "--json")
    assert run["status"] == "completed"
    assert "completed" in gage(tmp_path, "list").stdout
    assert "completed" in gage(tmp_path, "show").stdout


def test_output_that_is_no_text_is_kept_and_shown(tmp_path: Path) -> None:
    project(tmp_path, r"import sys; sys.stdout.buffer.write(b'caf\xe9 \x00 \x1b[2J end\n')")
    command = [sys.executable, "-m", "gage", "run", "-y"]
    environ = {**os.environ, "GAGE_RUNS": str(tmp_path / "runs")}
    done = subprocess.run(command, cwd=tmp_path, env=environ, capture_output=True, check=True)
    assert done.stdout == b"caf\xe9 \x00 \x1b[2J end\n"
    shown = gage(tmp_path, "--runs", "runs", "show")
    assert shown.returncode == 0
    assert "\033" not in shown.stdout
    assert "end" in shown.stdout


def test_what_people_write_is_never_read_as_markup(tmp_path: Path) -> None:
    project(tmp_path, "pass")
    assert gage(tmp_path, "run", "-y", "--label", "[/x] [bold]:smile:").returncode == 0
    assert "[/x] [bold]:smile:" in gage(tmp_path, "list").stdout
    assert "[/x] [bold]:smile:" in gage(tmp_path, "show").stdout


@pytest.mark.parametrize(
    "flag", ["=1", "a b=1", "-x=1", "lr=" + "9" * 5_000, "lr=\udcff", "lr=nan", "x" * 10_000 + "=1"]
)
def test_a_flag_that_makes_no_sense_is_refused_before_anything_is_made(tmp_path: Path, flag: str) -> None:
    (tmp_path / "train.py").write_text("lr = 0.1\n")
    (tmp_path / "gage.toml").write_text('[train]\nexec = "python train.py"\nconfig = "train.py"\n')
    done = gage(tmp_path, "run", "train", "-y", "--", flag)
    assert done.returncode in (1, 2)
    assert not list(tmp_path.glob(".gage/runs/*"))
