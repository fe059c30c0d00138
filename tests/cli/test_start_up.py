"""What the terminal must not import: every millisecond of it would be paid at every call."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from gage.runs.store import RunStore

pytestmark = pytest.mark.unmeasured

HEAVY = {
    "pygls",
    "lsprotocol",
    "rich",
    "jschon",
    "yaml",
    "asyncio",
    "subprocess",
    "zipfile",
    "difflib",
    "tomllib",
    "tomli",
    "pyjson5",
}


def imported(*arguments: str, cwd: Path) -> set[str]:
    """The modules that a call of `gage` has imported when it exits: all of its own, and those of others at the top."""
    code = (
        "import sys, gage.__main__\n"
        "sys.argv = ['gage', *sys.argv[1:]]\n"
        "try:\n    gage.__main__.main()\n"
        "finally:\n    own = {name for name in sys.modules if name.startswith('gage.')}\n"
        "    print('imported', *own, *{name.partition('.')[0] for name in sys.modules})\n"
    )
    done = subprocess.run([sys.executable, "-c", code, *arguments], cwd=cwd, capture_output=True, text=True, check=True)
    return set(done.stdout.splitlines()[-1].split()[1:])


def test_asking_for_the_version_imports_nothing_that_costs(tmp_path: Path) -> None:
    assert not imported("--version", cwd=tmp_path) & (HEAVY | {"argparse", "json", "pathlib", "dataclasses"})


@pytest.mark.parametrize(
    ("arguments", "heavy"),
    [
        (("check", "gage.toml"), {"tomli"}),  # the second opinion: 3 ms
        (("check", "gage.json"), set()),
        (("check", "json5/gage.json"), {"pyjson5"}),  # the same for what Python's own reader refuses: 11 ms
        (("--help",), set()),
    ],
)
def test_checking_a_valid_file_imports_nothing_heavy(
    tmp_path: Path, arguments: tuple[str, ...], heavy: set[str]
) -> None:
    (tmp_path / "gage.toml").write_text('[train]\nexec = "python train.py"\n')
    (tmp_path / "gage.json").write_text('{"train": {"exec": "python train.py"}}\n')
    (tmp_path / "json5").mkdir()
    (tmp_path / "json5/gage.json").write_text("{train: {exec: 'python train.py'}}\n")
    assert imported(*arguments, cwd=tmp_path) & HEAVY == heavy


def test_checking_a_yaml_file_imports_no_more_than_its_parser(tmp_path: Path) -> None:
    (tmp_path / "gage.yaml").write_text("train:\n  exec: python train.py\n")
    assert imported("check", cwd=tmp_path) & HEAVY == {"yaml"}


@pytest.mark.parametrize(
    "arguments",
    [
        ("list",),
        ("list", "--json"),
        ("list", "--where", "op = train"),
        ("list", "--sort", "-op", "--columns", "name,op,started"),
        ("list", "--csv"),
        ("compare",),
        ("label", "-y", "-s", "x", "1"),
        ("delete", "-y", "1"),
    ],
)
def test_what_is_asked_of_runs_reads_no_gagefile_and_draws_by_itself(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    """Nobody looks at a terminal here, so that rich is not needed, and the gagefile has no settings."""
    (tmp_path / "gage.toml").write_text('[train]\nexec = "python train.py"\n')
    RunStore(tmp_path / ".gage" / "runs").make_run({"opref": b"2 demo train", "proc/exit": b"0"})
    found = imported(*arguments, cwd=tmp_path)
    assert not found & (HEAVY | {"inspect", "shutil", "gage.gagefile.document"})
    assert "sqlite3" in found


def test_making_a_run_opens_no_index(tmp_path: Path) -> None:
    (tmp_path / "gage.toml").write_text('[train]\nexec = "echo"\n')
    assert "sqlite3" not in imported("run", "-y", "train", cwd=tmp_path)


def test_an_empty_list_draws_no_table(tmp_path: Path) -> None:
    assert not imported("list", cwd=tmp_path) & HEAVY


def test_a_run_imports_nothing_heavy_but_what_starts_it(tmp_path: Path) -> None:
    (tmp_path / "gage.toml").write_text('[train]\nexec = "echo"\nconfig = "train.py"\n')
    (tmp_path / "train.py").write_text("lr = 0.1\n")
    found = imported("run", "-y", "-q", cwd=tmp_path)
    assert found & HEAVY == {"subprocess"}
    # `dataclasses` brings `inspect`, and each class costs half a millisecond: a tenth of a run, all together.
    assert not found & {"dataclasses", "inspect", "platform", "uuid", "logging"}


@pytest.mark.parametrize("arguments", [("list",), ("show", "1"), ("check",), ("run", "-y", "train")])
def test_a_pipe_is_asked_for_no_theme(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    (tmp_path / "gage.toml").write_text('[train]\nexec = "true"\n')
    (tmp_path / "gageconfig.toml").write_text('theme = "light"\n')
    RunStore(tmp_path / ".gage" / "runs").make_run({"opref": b"2 demo train", "proc/exit": b"0"})
    assert not imported(*arguments, cwd=tmp_path) & {"gage.cli.user_theme", "gage.gagefile.theme_settings"}
