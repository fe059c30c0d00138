"""Config values in commands: a shell sees exactly the value, wherever its name stood."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gage.config.command_config import with_config, with_project_dir
from gage.config.scalar import Scalar
from gage.gagefile.model import Command

VALUES: dict[str, Scalar] = {"msg": "it's", "lr": 0.1, "n": 3, "deep": True, "none": None, "a.b": "x", "a-b": "y"}


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("train --lr {lr} -n{n} {deep} {none}.", "train --lr 0.1 -n3 true ''."),
        ("echo {a.b} {a-b} {aXb}", "echo x y {aXb}"),
        ("echo {{n}} ${n} {m} {} {n", "echo {n} ${n} {m} {} {n"),
        ("docker ps --format '{{.Names}}'; awk '{print $1}'", "docker ps --format '{{.Names}}'; awk '{print $1}'"),
        (("echo", "{msg}", "a{n}b", "{{n}}", "{x}"), ("echo", "it's", "a3b", "{n}", "{x}")),
        ("#!/usr/bin/env python\nprint(f'{n}')", "#!/usr/bin/env python\nprint(f'{n}')"),
    ],
)
def test_names_of_config_are_replaced_and_nothing_else(command: Command, expected: Command) -> None:
    assert with_config(command, VALUES) == expected


def test_an_operation_without_config_has_its_command_as_it_is() -> None:
    assert with_config("echo {msg} {{msg}}", {}) == "echo {msg} {{msg}}"


@pytest.mark.skipif(os.name != "posix", reason="asks a POSIX shell")
@given(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=12),
    st.sampled_from(["{v}", '"{v}"', "'{v}'", "\\'{v}", '"\\"{v}"', "'\"'{v}", '"it\'s"{v}\'{v}\'"{v}"']),
)
def test_a_shell_reads_the_value_as_it_is(value: str, command: str) -> None:
    """Each form in which a value may stand, beside other quotes that are open or escaped."""
    shell = ["/bin/sh", "-c", with_config(f"printf %s {command}", {"v": value})]
    printed = subprocess.run(shell, capture_output=True, check=True).stdout.decode()
    plain = subprocess.run(
        ["/bin/sh", "-c", f"printf %s {command.replace('{v}', 'VALUE')}"], capture_output=True, check=True
    ).stdout.decode()
    assert printed == plain.replace("VALUE", value)


def test_the_project_directory_is_put_in_as_text() -> None:
    assert with_project_dir("x $project_dir/a $project_dir", Path("/p")) == "x /p/a /p"
    assert with_project_dir(("$project_dir", "$HOME"), Path("/p")) == ("/p", "$HOME")
