from __future__ import annotations

import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from gage_command import gage
from permissions import as_someone_bound_by_permissions

BROKEN = '[train]\nexce = "python train.py"\n'
GOOD = '[train]\nexec = "python train.py"\n'


def write(directory: Path, name: str, text: str = BROKEN) -> Path:
    path = directory / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path


def test_fixes_are_written_and_said(tmp_path: Path) -> None:
    path = write(tmp_path, "gage.toml", '[a]\nexce = 1 # why\ndefualt = "true"\n')
    done = gage(tmp_path, "check", "--fix")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.splitlines() == [
        "gage.toml: fixed: Change 'exce' to 'exec' [unknown-key]",
        "gage.toml: fixed: Change 'defualt' to 'default' [unknown-key]",
        'gage.toml: fixed: Put "1" in quotes [wrong-type]',
        "gage.toml: fixed: Change to true, without quotes [wrong-type]",
        "gage.toml is valid.",
    ]
    assert path.read_bytes() == b'[a]\nexec = "1" # why\ndefault = true\n'
    assert gage(tmp_path, "check", "--fix").stderr == "gage.toml is valid.\n"


def test_what_is_left_is_reported_and_exits_1(tmp_path: Path) -> None:
    path = write(tmp_path, "gage.toml", BROKEN + "zebra = 1\n")
    done = gage(tmp_path, "check", "--fix", "gage.toml")
    assert done.returncode == 1
    assert done.stdout.startswith("gage.toml:3:1: error: unknown key 'zebra'")
    assert path.read_text() == GOOD + "zebra = 1\n"


def test_a_file_keeps_its_mark_its_line_ends_and_its_mode(tmp_path: Path) -> None:
    path = write(tmp_path, "gage.yaml", "\ufeff# é\r\ntrain: python train.py\r\n")
    path.chmod(0o640)
    assert gage(tmp_path, "check", "--fix", "gage.yaml").returncode == 0
    assert path.read_bytes() == "\ufeff# é\r\ntrain:\r\n  exec: python train.py\r\n".encode()
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert [path.name for path in tmp_path.iterdir()] == ["gage.yaml"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (BROKEN + '[b]\nexec = "x" y\n', "its syntax would still be broken"),
        ("[a]\nexce = []\n", "that would not leave fewer problems"),
    ],
)
def test_a_file_that_would_not_be_better_is_left_alone_and_that_is_said(tmp_path: Path, text: str, why: str) -> None:
    path = write(tmp_path, "gage.toml", text)
    done = gage(tmp_path, "check", "--fix")
    assert done.returncode == 1
    assert f"gage.toml: not fixed: {why}; mend it by hand\n" in done.stderr
    assert path.read_text() == text
    assert gage(tmp_path, "check", "--diff").stdout == ""


def test_only_what_is_selected_is_fixed(tmp_path: Path) -> None:
    path = write(tmp_path, "gage.toml", BROKEN + 'default = "true"\n')
    assert gage(tmp_path, "check", "--fix", "--select", "unknown-key").returncode == 0
    assert path.read_text() == GOOD + 'default = "true"\n'


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")
def test_a_link_stays_a_link(tmp_path: Path) -> None:
    path = write(tmp_path, "real/mine.toml")
    (tmp_path / "gage.toml").symlink_to(path)
    assert gage(tmp_path, "check", "--fix", "gage.toml").returncode == 0
    assert (tmp_path / "gage.toml").is_symlink()
    assert path.read_text() == GOOD


def test_a_file_that_may_not_be_written_is_left_and_exits_2(tmp_path: Path) -> None:
    path = write(tmp_path, "gage.toml")
    path.chmod(0o444)
    done = gage(tmp_path, "check", "--fix", through=as_someone_bound_by_permissions())
    assert (done.returncode, done.stderr) == (2, "gage: gage.toml cannot be written: it is read-only\n")
    assert path.read_text() == BROKEN


def test_a_diff_shows_what_would_be_fixed_and_writes_nothing(tmp_path: Path) -> None:
    path = write(tmp_path, "gage.toml")
    write(tmp_path, "good.toml", GOOD)
    done = gage(tmp_path, "check", "--diff", "gage.toml", "good.toml")
    assert done.returncode == 1
    assert done.stdout == (
        '--- gage.toml\n+++ gage.toml\n@@ -1,2 +1,2 @@\n [train]\n-exce = "python train.py"\n+exec = "python train.py"\n'
    )
    assert done.stderr == "--fix would change 1 file.\n"
    assert path.read_text() == BROKEN
    clean = gage(tmp_path, "check", "--diff", "--fix", "good.toml")
    assert (clean.returncode, clean.stdout, clean.stderr) == (0, "", "--fix would change no files.\n")


@pytest.mark.skipif(shutil.which("patch") is None, reason="needs patch")
@pytest.mark.parametrize("text", [BROKEN, BROKEN[:-1], BROKEN.replace("\n", "\r\n"), BROKEN + 'a = "\u2028"\n'])
def test_a_diff_can_be_applied_by_patch(tmp_path: Path, text: str) -> None:
    path = write(tmp_path, "gage.toml", text)
    gage(tmp_path, "check", "--diff", "gage.toml", "--output", "fixes.diff")
    subprocess.run(["patch", "--binary", "-p0", "-i", "fixes.diff"], cwd=tmp_path, check=True, capture_output=True)
    assert path.read_bytes().decode() == text.replace("exce", "exec")


def test_a_diff_of_standard_input_can_be_had(tmp_path: Path) -> None:
    done = gage(tmp_path, "check", "-", "--stdin-filename", "gage.toml", "--diff", stdin=BROKEN)
    assert done.returncode == 1
    assert '+exec = "python train.py"' in done.stdout
