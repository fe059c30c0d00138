"""Defaults of options in Python files: which are read, and how other values reach the command line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from gage.config.apply import apply_config
from gage.config.command_options import with_options, without_fixed_options
from gage.config.project_config import ConfigError
from gage.config.python_file import parse_python
from gage.config.read import read_config
from gage.config.resolve import resolve_config
from gage.engine.flags import parse_flags
from gage.gagefile.model import Command, ConfigSection

PROGRAM = """
import argparse

rate = 1

def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("-l", "--lr", type=float, default=0.1)  # how fast
    parser.add_argument("--batch-size", type=int, default=-8)
    parser.add_argument("--name", default="a b")
    print(vars(parser.parse_args()))

main()
"""


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("p.add_argument('--lr', default=0.1)", {"lr": ("--lr", 0.1)}),
        ("p.add_argument('-l', '--lr', type=float, default=-1)", {"lr": ("--lr", -1)}),
        ("def f():\n  p.add_argument('--batch-size', default=8)", {"batch_size": ("--batch-size", 8)}),
        ("p.add_argument('--lr', dest='rate', default=None)", {"rate": ("--lr", None)}),
        ("@click.option('--lr', '-l', 'rate', default='x')\ndef f(): pass", {"rate": ("--lr", "x")}),
        ("p.add_argument('--lr', default=1)\np.add_argument('--lr', default=2)", {"lr": ("--lr", 1)}),
        ("lr = 3\np.add_argument('--lr', default=1)", {"lr": ("", 3)}),
        ("lr = f()\np.add_argument('--lr', default=1)", {"lr": ("--lr", 1)}),
        ("p.add_argument('--lr', default=f())", {}),
        ("p.add_argument('--lr')", {}),
        ("p.add_argument('lr', default=1)", {}),
        ("p.add_argument('-l', default=1)", {}),
        ("p.add_argument('--lr', default=[1])", {}),
        ("p.add_argument('--lr', nargs=2, default=1)", {}),
        ("p.add_argument('--lr', default=1, **more)", {}),
        ("p.add_argument('--deep', action='store_true', default=None)", {}),
        ("p.add_argument('--deep', type=bool, default=False)", {}),
        ("click.option('--deep/--flat', default=1)", {}),
        ("other.option('--lr', default=1)", {}),
        ("add_argument", {}),
    ],
)
def test_literal_defaults_of_options_with_one_value_are_read(source: str, expected: dict[str, object]) -> None:
    found = parse_python(source.encode()).literals
    assert {key: (literal.option, literal.value) for key, literal in found.items()} == expected


class Run:
    def __init__(self, directory: Path, file: str = "train.py") -> None:
        self.directory = directory
        (directory / file).parent.mkdir(parents=True, exist_ok=True)
        (directory / file).write_text(PROGRAM)
        self.config = read_config([ConfigSection((file,))], directory)

    def command(self, command: Command, *flags: str) -> Command:
        values = resolve_config(self.config, parse_flags(flags))
        assert apply_config(self.config, values, self.directory) == ""
        return with_options(command, self.config, values, command)


@pytest.mark.parametrize(
    ("command", "flags", "expected"),
    [
        ("python train.py", [], "python train.py"),
        ("python train.py ", ["lr=0.1"], "python train.py "),
        ("python train.py", ["lr=0.5"], "python train.py --lr=0.5"),
        ("A=1 python -u './train.py' x\n", ["batch_size=-1"], "A=1 python -u './train.py' x --batch-size=-1"),
        ("python train.py", ["name=it's"], "python train.py '--name=it'\"'\"'s'"),
        ("python -m train", ["lr=1"], "python -m train --lr=1.0"),
        ("python train.py --lr {lr}", ["lr=1", "batch_size=2"], "python train.py --lr {lr} --batch-size=2"),
        ("python train.py {{lr}}", ["lr=1"], "python train.py {{lr}} --lr=1.0"),
        (("python", "train.py"), ["name=a  b"], ("python", "train.py", "--name=a  b")),
        (("sh", "-c", "x {lr}"), ["lr=1"], ("sh", "-c", "x {lr}")),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="quotes of a POSIX shell")
def test_other_values_go_to_the_command_line(
    tmp_path: Path, command: Command, flags: list[str], expected: Command
) -> None:
    assert Run(tmp_path).command(command, *flags) == expected


@pytest.mark.parametrize(
    "command",
    [
        "python other.py",
        "python train.py | tee log",
        "#!/bin/sh\npython train.py {lr}",
        "python 'train.py",
        ("sh", "x"),
    ],
)
def test_a_command_that_does_more_or_less_than_to_call_the_file_is_refused(tmp_path: Path, command: Command) -> None:
    run = Run(tmp_path)
    assert run.command(command) == command
    with pytest.raises(
        ConfigError, match=r"lr=0\.5 cannot be set: the command does not call train\.py and nothing else"
    ):
        run.command(command, "lr=0.5")


@pytest.mark.parametrize(
    ("command", "names"),
    [
        ("python train.py", ["rate", "lr", "batch_size", "name"]),
        ("python train.py --lr 5 --name=x", ["rate", "batch_size"]),
        ("python train.py --lr {lr} --lr-2 5", ["rate", "lr", "batch_size", "name"]),
        (("python", "train.py", "--batch-size", "5"), ["rate", "lr", "name"]),
    ],
)
def test_an_option_that_the_command_gives_is_no_flag(tmp_path: Path, command: Command, names: list[str]) -> None:
    config = without_fixed_options(Run(tmp_path).config, command)
    assert list(config.values) == list(config.files["train.py"]) == names


def test_a_module_in_a_package_is_called_by_its_name(tmp_path: Path) -> None:
    run = Run(tmp_path, "pack/__main__.py")
    assert run.command(("python", "-m", "pack"), "lr=1") == ("python", "-m", "pack", "--lr=1.0")


@pytest.mark.skipif(sys.platform == "win32", reason="asks a POSIX shell")
def test_the_program_gets_the_values(tmp_path: Path) -> None:
    command = Run(tmp_path).command(f"{sys.executable} train.py", "lr=-0.5", "batch_size=3", 'name=-x "$HOME"')
    assert isinstance(command, str)
    done = subprocess.run(command, shell=True, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout == "{'lr': -0.5, 'batch_size': 3, 'name': '-x \"$HOME\"'}\n"
