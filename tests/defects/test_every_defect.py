from __future__ import annotations

import re
from pathlib import Path

HERE = Path(__file__).parent
LATER = {26}
"""Those of commands that do not exist yet; of 31 a part is."""

ROWS = {
    int(number): here
    for number, here in re.findall(
        r"^\| (\d+) \| [ABC] \| .* \| (.*) \|$", (HERE / "README.md").read_text("utf-8"), re.MULTILINE
    )
}
TESTS = {
    int(number)
    for path in HERE.glob("test_*.py")
    for number in re.findall(r"^def test_defect_(\d\d)_", path.read_text("utf-8"), re.MULTILINE)
}


def test_the_table_has_every_defect() -> None:
    assert list(ROWS) == list(range(1, 35))


def test_every_defect_has_a_test_unless_the_table_says_later() -> None:
    assert set(ROWS) - TESTS == LATER
    assert {number for number, here in ROWS.items() if "later:" in here} == {*LATER, 31}


def test_what_is_later_is_not_there() -> None:
    commands = Path(__file__).parents[2] / "gage" / "cli" / "commands"
    assert not {"board_command.py", "copy_command.py"} & {path.name for path in commands.iterdir()}
