"""The table of features in docs/editors.md is all that the server has, and names a test of each row."""

from __future__ import annotations

import re
from pathlib import Path

from gage_ls.json_rpc import MALFORMED
from gage_ls.protocol import RUNS_CHANGED
from gage_ls.server import COMMANDS, FEATURES

HERE = Path(__file__).parent
DOCUMENT = (HERE.parents[1] / "docs" / "editors.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (.+) \| (.+) \| `(test_\w+\.py)` \|$", DOCUMENT, re.MULTILINE)
SESSION = {"initialize", "initialized", MALFORMED}


def test_all_that_the_server_answers_stands_in_the_table_and_nothing_else() -> None:
    told = {name for _, messages, _ in ROWS for name in re.findall(r"`([\w./]+)`", messages)}
    answered = {method for method, *_ in FEATURES} | {name for name, _ in COMMANDS} | {RUNS_CHANGED}
    assert told == answered - SESSION


def test_behind_each_row_stands_a_test() -> None:
    assert len(ROWS) > 25
    for what, _, name in ROWS:
        assert re.search(r"^(async )?def test_", (HERE / name).read_text(encoding="utf-8"), re.MULTILINE), what
