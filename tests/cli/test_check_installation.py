"""`gage check` without arguments: the installation, the project and its problems; what scripts read stays as it was."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import pytest
from gage_command import gage

from gage import __version__

BROKEN = '[train]\nexce = "python train.py"\n'
PROBLEM = "gage.toml:2:1: error: unknown key 'exce' in operation 'train'; did you mean 'exec'? [unknown-key]"


def told(text: str) -> dict[str, str]:
    """The lines of the report by their names."""
    return {line[:11].strip(): line[11:] for line in text.splitlines()[:-1]}


def test_the_report_stands_on_stderr_and_the_problems_on_stdout(tmp_path: Path) -> None:
    (tmp_path / "gage.toml").write_text(BROKEN)
    done = gage(tmp_path, "check")
    assert done.returncode == 1
    assert done.stdout.splitlines()[0] == PROBLEM
    assert done.stderr.endswith("\n1 error in gage.toml.\n")
    report = told(done.stderr)
    assert report["gage"].startswith(f"{__version__} in ")
    assert report["Python"] == f"{sys.version.partition(' ')[0]}, {sys.executable}"
    assert (report["project"], report["gagefile"]) == (str(tmp_path), "gage.toml")
    assert report["runs"] == f"0 in {Path('.gage', 'runs')}"
    assert report["git"] == (shutil.which("git") or "not found on the PATH")


@pytest.mark.parametrize(
    "words", [("gage.toml",), ("--format", "github"), ("--select", "unknown-key"), ("--statistics",)]
)
def test_with_any_argument_there_is_no_report(tmp_path: Path, words: tuple[str, ...]) -> None:
    (tmp_path / "gage.toml").write_text(BROKEN)
    done = gage(tmp_path, "check", *words)
    assert done.returncode == 1
    assert __version__ not in done.stderr + done.stdout


def test_runs_are_counted_and_what_cannot_be_read_or_is_not_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "gage.toml").write_text('[train]\nexec = "true"\n')
    (tmp_path / "gage.yaml").write_text("train: {}\n")
    for _ in range(3):
        gage(tmp_path, "run", "-y")
    gage(tmp_path, "delete", "1", "-y")
    runs = tmp_path / ".gage" / "runs"
    (runs / "00000000-0000-4000-8000-000000000000.meta.zip").write_bytes(b"nonsense")
    done = gage(tmp_path, "check")
    assert "gage.yaml is not read, as gage.toml comes first\n" in done.stderr
    assert f"runs       2, 1 deleted in {runs.relative_to(tmp_path)}\n" in done.stderr
    assert "1 file there cannot be read; 'gage list' says why\n" in done.stderr
    assert told(done.stderr)["index"].endswith(".sqlite")
    assert done.returncode == 0


def test_an_index_that_can_be_kept_nowhere_is_told(tmp_path: Path) -> None:
    (tmp_path / "gage.toml").write_text('[train]\nexec = "true"\n')
    gage(tmp_path, "run", "-y")
    done = gage(tmp_path, "check", XDG_CACHE_HOME=str(tmp_path / "gage.toml"))
    assert told(done.stderr)["index"] == "in memory only; the cache directory cannot be written to"
    assert done.returncode == 0


def test_verbose_adds_versions_of_packages_and_the_directory(tmp_path: Path) -> None:
    (tmp_path / "gage.toml").write_text(BROKEN)
    report = told(gage(tmp_path, "check", "-v").stderr)
    assert "rich " in report["packages"]
    assert report["directory"] == str(tmp_path)


def test_json_has_the_names_of_gage_0_1_2_and_the_files(tmp_path: Path) -> None:
    (tmp_path / "gage.toml").write_text(BROKEN)
    done = gage(tmp_path, "check", "--json")
    report = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (1, "")
    assert (report["gage_version"], report["project_directory"]) == (__version__, str(tmp_path))
    assert {"gage_install_location", "python_version", "python_exe", "platform", "runs_directory"} < report.keys()
    assert report["files"][0]["problems"][0]["code"] == "unknown-key"
    of_a_file = gage(tmp_path, "check", "--json", "gage.toml")
    assert of_a_file.stdout == gage(tmp_path, "check", "--format", "json").stdout


VERSIONS = [
    (__version__, 0),
    (f">={__version__}", 0),
    (">=0.1,<9", 0),
    ("~=0.1", 0),
    ("0.1.2", 1),
    (">9", 1),
    ("!=" + __version__, 1),
    ("new", 2),
    ("", 2),
]


@pytest.mark.parametrize(("spec", "code"), VERSIONS)
def test_the_version_is_held_to_a_specifier_without_a_word_where_it_fits(tmp_path: Path, spec: str, code: int) -> None:
    done = gage(tmp_path, "check", f"--version={spec}")
    assert (done.returncode, done.stdout) == (code, "")
    assert (done.stderr == "") is (code == 0)
    if code == 1:
        assert done.stderr == f"gage: this is gage {__version__}, which does not fit {spec!r}\n"
