"""Which scripts a first gagefile takes for operations, and that what it says is valid."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gage.first_gagefile import Script, find_scripts, first_gagefile
from gage.gagefile.check import check
from gage.gagefile.document import Document

MAIN = "if __name__ == '__main__':\n    main()\n"


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("train.py", MAIN, [("train", "", [])]),
        ("train_model.py", f'"""Train it.\n\nMore."""\nlr = 1\n{MAIN}', [("train-model", "Train it", ["lr"])]),
        ("run.py", "print(1)\n", [("run", "", [])]),
        ("loop.py", "n = 3\nfor i in range(n):\n    pass\n", [("loop", "", ["n"])]),
        ("model.py", "class Model:\n    pass\n", []),
        ("test_model.py", MAIN, []),
        ("conftest.py", "print(1)\n", []),
        ("setup.py", "setup()\n", []),
        ("broken.py", "print(\n", []),
        ("binary.py", "\0print(1)\n", []),
        ("deep.py", "print(1)\nx = " + "(" * 5000 + ")" * 5000, []),
        ("notes.txt", MAIN, []),
    ],
    ids=lambda value: value if isinstance(value, str) and value.endswith(("py", "txt")) else "",
)
def test_scripts_that_do_something_are_operations(
    tmp_path: Path, name: str, text: str, expected: list[tuple[str, str, list[str]]]
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    found = [(script.operation, script.description, script.values) for script in find_scripts(tmp_path)]
    assert found == expected


def test_a_directory_named_like_a_script_is_none(tmp_path: Path) -> None:
    (tmp_path / "train.py").mkdir()
    assert find_scripts(tmp_path) == []


@given(
    st.lists(st.text(min_size=1, max_size=12).filter(str.isprintable), max_size=3, unique=True), st.text(max_size=20)
)
def test_what_is_written_is_a_valid_gagefile(names: list[str], description: str) -> None:
    scripts = [Script(f"{name}.py", description, ["lr"]) for name in names]
    text = first_gagefile(scripts, "0193a6a4-0000-7000-8000-000000000000")
    assert [
        problem for problem in check(Document(text, "toml")) if problem.code.startswith(("toml-", "duplicate"))
    ] == []
