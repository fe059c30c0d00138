from __future__ import annotations

import json
from pathlib import Path

import pytest
from gage_command import gage

GOOD = '[train]\nexec = "python train.py"\n'
BROKEN = '[train]\nexce = "python train.py"\n'


def write(directory: Path, name: str, text: str) -> Path:
    path = directory / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_valid_file_exits_0_and_says_so(tmp_path: Path) -> None:
    write(tmp_path, "gage.toml", GOOD)
    result = gage(tmp_path, "check", "gage.toml")
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "gage.toml is valid.\n")


def test_problems_exit_1_and_show_the_line_with_the_place_underlined(tmp_path: Path) -> None:
    write(tmp_path, "gage.toml", BROKEN)
    result = gage(tmp_path, "check", "gage.toml")
    assert result.returncode == 1
    assert result.stdout == (
        "gage.toml:2:1: error: unknown key 'exce' in operation 'train'; did you mean 'exec'? [unknown-key]\n"
        '  2 | exce = "python train.py"\n'
        "    | ^^^^\n"
    )
    assert result.stderr == "1 error in gage.toml.\n"


def test_without_a_path_the_projects_gagefile_is_checked_from_anywhere_in_it(tmp_path: Path) -> None:
    write(tmp_path, "gage.yaml", "train:\n  exec: 1\n")
    (tmp_path / "src").mkdir()
    result = gage(tmp_path / "src", "check")
    assert result.returncode == 1
    assert "gage.yaml:2:9: error: 'exec' must be" in result.stdout


def test_directories_mean_their_gagefiles_and_all_are_checked(tmp_path: Path) -> None:
    write(tmp_path, "a/gage.toml", GOOD)
    write(tmp_path, "b/.gage/gage.json", "{train: {exce: 'x'}}")
    result = gage(tmp_path, "check", "a", "b")
    assert result.returncode == 1
    assert "b/.gage/gage.json:1:10: error: unknown key 'exce'" in result.stdout
    assert result.stderr == "1 error in 1 of 2 gagefiles.\n"
    assert gage(tmp_path, "check", "a", "a/gage.toml").stderr == "a/gage.toml is valid.\n"


def test_a_file_that_cannot_be_read_exits_2_and_the_others_are_still_checked(tmp_path: Path) -> None:
    write(tmp_path, "gage.toml", BROKEN)
    result = gage(tmp_path, "check", "nope.toml", "gage.toml")
    assert result.returncode == 2
    assert "nope.toml: error: there is no such file [unreadable-file]" in result.stdout
    assert "unknown key 'exce'" in result.stdout


def test_a_directory_without_a_gagefile_exits_2_and_says_what_it_would_be_called(tmp_path: Path) -> None:
    result = gage(tmp_path, "check", ".")
    assert result.returncode == 2
    assert result.stdout == (
        ".: error: there is no gagefile in this directory; it would be one of gage.toml, gage.yaml, gage.json"
        " [unreadable-file]\n"
    )


@pytest.mark.parametrize("format_", ["json", "sarif", "github", "gitlab", "junit"])
def test_other_formats_print_nothing_but_the_report_on_stdout(tmp_path: Path, format_: str) -> None:
    write(tmp_path, "gage.toml", BROKEN)
    result = gage(tmp_path, "check", "--format", format_)
    assert result.returncode == 1
    assert result.stderr == ""
    if format_ == "github":
        assert result.stdout.startswith("::error file=gage.toml,line=2,")
    else:
        assert result.stdout.startswith("<?xml") if format_ == "junit" else json.loads(result.stdout)


def test_checking_executes_nothing(tmp_path: Path) -> None:
    write(
        tmp_path,
        "gage.toml",
        '[train]\nexec = "touch made"\nconfig = "evil.py"\n[train.exec]\nstage-runtime = "touch made"\n',
    )
    write(tmp_path, "evil.py", "open('made', 'w')\nx = 1\n")
    for command in ("check", "operations", "list"):
        gage(tmp_path, command)
    assert not (tmp_path / "made").exists()


def test_no_module_of_the_working_directory_is_imported(tmp_path: Path) -> None:
    for name in ("json", "argparse", "re", "typing", "gc"):
        write(tmp_path, f"{name}.py", "open('made', 'w')\n")
    write(tmp_path, "gage.toml", GOOD)
    for command in ("check", "operations", "list"):
        assert gage(tmp_path, command).returncode == 0
    assert not (tmp_path / "made").exists()


def test_a_misspelt_command_or_format_is_a_usage_error_with_a_suggestion(tmp_path: Path) -> None:
    result = gage(tmp_path, "chek")
    assert result.returncode == 2
    assert "gage: there is no command 'chek'; did you mean 'check'?" in result.stderr
    assert gage(tmp_path, "check", "--format", "xml").returncode == 2
