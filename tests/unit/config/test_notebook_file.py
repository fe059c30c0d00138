"""Values in the code cells of notebooks: which there are, and how others are written in their place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gage.config.apply import apply_config
from gage.config.config_file import ConfigFileError
from gage.config.notebook_file import parse_notebook
from gage.config.python_file import parse_python
from gage.config.read import read_config
from gage.config.resolve import resolve_config
from gage.gagefile.model import ConfigSection


def notebook(*sources: str | list[str], **metadata: Any) -> dict[str, Any]:
    cells = [
        {
            "cell_type": "code",
            "execution_count": 1,
            "metadata": {},
            "outputs": [{"output_type": "stream", "name": "stdout", "text": ["x = 1\n"]}],
            "source": source,
        }
        for source in sources
    ]
    text = {"cell_type": "markdown", "metadata": {}, "source": ["x = 1\n"]}
    return {"cells": [text, *cells], "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def values(*sources: str | list[str]) -> dict[str, object]:
    found = parse_notebook(json.dumps(notebook(*sources)).encode()).literals
    return {key: literal.value for key, literal in found.items()}


@pytest.mark.parametrize(
    ("sources", "expected"),
    [
        (["x = 1\ny = 'é😀'"], {"x": 1, "y": "é😀"}),
        ([["x = 1\n", "y = '''a\n", "b'''\n"]], {"x": 1, "y": "a\nb"}),
        (["x = 1", "y = x", "x = 2"], {"x": 2}),
        (["x = [1, 2]", "x = 3"], {"x": 3}),
        (["%run a\nx = 1"], {"x": 1}),
        (["!pip install a \\\n  b\nx = 1"], {"x": 1}),
        (["files = !ls\nhere = %pwd\nx = 1"], {"x": 1}),
        (["print?\n?print\nos.path??\nx = 1"], {"x": 1}),
        (["if True:\n    %matplotlib inline\nx = 1"], {"x": 1}),
        (["a = (b\n % 2)\nx = 1"], {"x": 1}),
        (["x = '''\n%run a\n'''"], {"x": "\n%run a\n"}),
        (["%%time\nx = 1"], {"x": 1}),
        (["%%bash\nx=1", "y = 1"], {"y": 1}),
        (["%%writefile a.py\nx = (", "y = 1"], {"y": 1}),
        ([""], {}),
        ([], {}),
    ],
)
def test_code_cells_are_one_module_without_what_ipython_alone_reads(
    sources: list[str | list[str]], expected: dict[str, object]
) -> None:
    assert values(*sources) == expected


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        ("{", "Expecting property name", 0),
        ("{'cells': []}", "Expecting property name", 0),
        ("[]", "it has no cells", None),
        ("[" * 100_000, "nested too deeply", None),
        (json.dumps(notebook("x = 1", "\nx = ("), indent=1), "'\\(' was never closed", 37),
        (json.dumps(notebook("x = 1", language_info={"name": "R"})), "its language is R, not Python", None),
        (json.dumps(notebook("x = 1", kernelspec={"language": "julia"})), "its language is julia", None),
    ],
)
def test_a_notebook_that_cannot_be_read_says_where(text: str, message: str, line: int | None) -> None:
    with pytest.raises(ConfigFileError, match=message) as caught:
        parse_notebook(text.encode())
    assert (caught.value.position and caught.value.position.line) == line


@pytest.mark.parametrize(
    ("source", "key", "value", "expected"),
    [
        ("x = 1 # one", "x", 2, "x = 2 # one"),
        (
            ["a = 0\n", "x = 'a' # one\n", "b = 0"],
            "x",
            'it\'s "so"\n',
            ["a = 0\n", "x = 'it\\'s \"so\"\\n' # one\n", "b = 0"],
        ),
        (["x = '''a\n", "b''' # one\n", "y = 1"], "x", "c", ["x = 'c' # one\n", "y = 1"]),
        ('x = "a"', "x", "é😀\u2028\\", 'x = "é😀\\u2028\\\\"'),
        ("%matplotlib inline\nx = -1\n!ls", "x", 5, "%matplotlib inline\nx = 5\n!ls"),
    ],
)
@pytest.mark.parametrize("is_ascii", [True, False])
@pytest.mark.parametrize("indent", [None, 1])
def test_a_flag_rewrites_its_literal_alone(
    tmp_path: Path, source: Any, key: str, value: Any, expected: Any, is_ascii: bool, indent: int | None
) -> None:
    def written(source: Any) -> str:
        return json.dumps(notebook("é = 'ñ'", source), indent=indent, ensure_ascii=is_ascii)

    (tmp_path / "n.ipynb").write_text(written(source), encoding="utf-8")
    config = read_config([ConfigSection(("n.ipynb",))], tmp_path)
    assert apply_config(config, resolve_config(config, {key: value}), tmp_path, [key])
    assert (tmp_path / "n.ipynb").read_text(encoding="utf-8") == written(expected)


values_in_python = st.sampled_from(
    ["1", "-2.5", "True", "None", "'é'", '"""a\nb"""', "r'\\d'", "[1, {'a': 'b'}]", "f(x)"]
)


@given(st.lists(values_in_python, min_size=1, max_size=5), st.text(), st.booleans(), st.booleans(), st.data())
def test_a_cell_is_rewritten_as_a_file_is(
    tmp_path_factory: pytest.TempPathFactory,
    assigned: list[str],
    text: str,
    is_ascii: bool,
    in_lines: bool,
    data: st.DataObject,
) -> None:
    directory = tmp_path_factory.mktemp("run")
    code = "".join(f"ñ{number} = {value} # 😀\n" for number, value in enumerate(assigned))
    source = code.splitlines(keepends=True) if in_lines else code
    before = json.dumps(notebook("first = 1", source), ensure_ascii=is_ascii, indent=1)
    (directory / "a.py").write_bytes(code.encode())
    (directory / "n.ipynb").write_bytes(before.encode())
    literals = parse_python(code.encode()).literals
    if not literals:
        return
    key = data.draw(st.sampled_from(sorted(literals)))
    old = literals[key].value
    new = text if isinstance(old, str) or old is None else not old if isinstance(old, bool) else old + 1
    for name in ("a.py", "n.ipynb"):
        config = read_config([ConfigSection((f"{name}#**.*",))], directory)
        apply_config(config, resolve_config(config, {key: new}), directory, [key])
    found = json.loads((directory / "n.ipynb").read_bytes())
    assert "".join(found["cells"][2]["source"]).encode() == (directory / "a.py").read_bytes()
    found["cells"][2]["source"] = source
    assert found == json.loads(before)
