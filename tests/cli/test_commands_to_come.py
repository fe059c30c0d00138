"""Commands that are not there yet: said so, with what does some of it today; no name stands in two tables."""

from __future__ import annotations

from pathlib import Path

import pytest
from gage_command import gage

from gage.cli.command_table import ALIASES, COMMANDS, NOT_YET


@pytest.mark.parametrize("name", NOT_YET)
def test_a_command_to_come_is_no_command_yet_and_what_does_some_of_it_is_named(tmp_path: Path, name: str) -> None:
    done = gage(tmp_path, name, "1", "--to", "there")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"gage: there is no command '{name}' yet; {NOT_YET[name]}\n"


def test_what_is_named_is_there_and_what_is_there_is_not_to_come() -> None:
    import re

    named = {word for text in NOT_YET.values() for word in re.findall(r"'gage (\w+)'", text)}
    assert named <= COMMANDS.keys()
    assert not NOT_YET.keys() & (COMMANDS.keys() | ALIASES.keys())


ALIASES_OF_GAGE_0_1_2 = [("ls", "list"), ("runs", "list"), ("del", "delete"), ("rm", "delete"), ("ops", "operations")]


@pytest.mark.parametrize(("alias", "name"), ALIASES_OF_GAGE_0_1_2)
def test_aliases_are_those_of_gage_0_1_2(tmp_path: Path, alias: str, name: str) -> None:
    assert gage(tmp_path, alias, "--help").stdout == gage(tmp_path, name, "--help").stdout


def test_an_option_is_suggested_only_where_the_command_has_it(tmp_path: Path) -> None:
    """Though the help of `export` speaks of `--runs`, which stands before the command."""
    done = gage(tmp_path, "export", "1", "--runs", "x")
    assert done.returncode == 2
    assert "there is no option '--runs'" in done.stderr
    assert "did you mean '--runs'" not in done.stderr
