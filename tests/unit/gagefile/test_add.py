from __future__ import annotations

from pathlib import Path

import pytest
from case_files import gagefile_cases

from gage.gagefile.add_operation import add_operation, can_add_at
from gage.gagefile.add_project_id import add_project_id, is_at_top
from gage.gagefile.check import check
from gage.gagefile.document import SYNTAX_BY_SUFFIX, Document, Syntax
from gage.gagefile.file_kind import USER_CONFIG
from gage.gagefile.problem import apply

ID = "24e17ef2-4e6b-49bd-af59-f7ba0ca79349"
CURSOR = "‸"


@pytest.mark.parametrize(
    ("before", "syntax", "after"),
    [
        ("‸", "toml", '[b]\nexec = "x"\n'),
        ("\ufeff# c‸", "toml", '\ufeff# c\n\n[b]\nexec = "x"\n'),
        ('[a]\nexec = "y"\n‸', "toml", '[a]\nexec = "y"\n\n[b]\nexec = "x"\n'),
        (
            '[a]\nexec = "y"\n# more\n‸\n# of c\n[c]\n',
            "toml",
            '[a]\nexec = "y"\n# more\n\n[b]\nexec = "x"\n\n# of c\n[c]\n',
        ),
        (
            '[a]\r\nexec = "y"\r\n\r\n‸\r\n[a.env]\r\nA = 1\r\n[c]\r\n',
            "toml",
            '[a]\r\nexec = "y"\r\n\r\n\r\n[a.env]\r\nA = 1\r\n\r\n[b]\r\nexec = "x"\r\n\r\n[c]\r\n',
        ),
        ('a.exec = "y"\n‸\nc.exec = "z"', "toml", 'a.exec = "y"\n\nc.exec = "z"\n\n[b]\nexec = "x"\n'),
        ("", "yaml", "b:\n  exec: x\n"),
        ("a:\n    exec: y\n‸", "yaml", "a:\n    exec: y\n\nb:\n    exec: x\n"),
        ("a: {exec: y}\n‸\nc:\n  exec: z", "yaml", "a: {exec: y}\n\nb:\n  exec: x\n\nc:\n  exec: z"),
        ("‸", "json", '{\n  "b": {\n    "exec": "x"\n  }\n}\n'),
        ("{‸}", "json", '{\n  "b": {\n    "exec": "x"\n  }\n}'),
        (
            '{\n    "a": {"exec": "y"}, // why\n‸\n    "c": {}\n}\n',
            "json",
            '{\n    "a": {"exec": "y"}, // why\n    "b": {\n        "exec": "x"\n    },\n\n    "c": {}\n}\n',
        ),
        (
            '{\n  a: {exec: "y"} // why\n‸\n}\n',
            "json",
            '{\n  a: {exec: "y"}, // why\n  b: {\n    exec: "x"\n  }\n\n}\n',
        ),
        ('{"a": {"exec": "y"}}\n‸', "json", '{"a": {"exec": "y"},\n  "b": {\n    "exec": "x"\n  }}\n'),
    ],
)
def test_an_operation_is_added_behind_the_one_at_the_cursor(before: str, syntax: Syntax, after: str) -> None:
    offset, text = max(before.find(CURSOR), 0), before.replace(CURSOR, "")
    document = Document(text, syntax)
    assert can_add_at(document, offset)
    fix = add_operation(document, offset, "b", "x")
    assert fix
    assert apply(text, fix) == after


@pytest.mark.parametrize(
    ("marked", "syntax"),
    [
        ('[a]‸\nexec = "y"\n', "toml"),
        ('[a]\nexec = """\n‸\n"""\n', "toml"),
        ('[a]\nexec = "\n‸\n', "toml"),
        ("a:\n  exec: |\n    b\n‸\n    c\n", "yaml"),
        ("- a\n‸", "yaml"),
        ("[1]‸", "json"),
        (f"a:\n  exec: {'x' * 100_000}\n‸", "yaml"),
    ],
)
def test_no_operation_is_added_amid_another_thing(marked: str, syntax: Syntax) -> None:
    assert not can_add_at(Document(marked.replace(CURSOR, ""), syntax), marked.index(CURSOR))


@pytest.mark.parametrize(("marked", "syntax"), [("{a: {exec: y},\n‸\n}", "yaml"), ("[\n‸\n]", "json")])
def test_no_operation_is_added_where_it_cannot_be_spelt(marked: str, syntax: Syntax) -> None:
    document = Document(marked.replace(CURSOR, ""), syntax)
    assert add_operation(document, marked.index(CURSOR), "b", "x") is None


def test_operations_are_added_to_gagefiles_alone() -> None:
    settings = Document("", "toml", kind=USER_CONFIG)
    assert not can_add_at(settings, 0)
    assert add_project_id(settings, ID) is None


@pytest.mark.parametrize(
    ("before", "syntax", "after"),
    [
        ("", "toml", f'"$project-id" = "{ID}"\n'),
        ("# c", "toml", f'# c\n"$project-id" = "{ID}"\n'),
        ("\ufeff# of a\r\n[a]\r\n", "toml", f'\ufeff"$project-id" = "{ID}"\r\n\r\n# of a\r\n[a]\r\n'),
        ("#:schema x\n[a]\n", "toml", f'#:schema x\n"$project-id" = "{ID}"\n\n[a]\n'),
        ("# c\n\n'$namespace' = 'n'\n[a]\n", "toml", f"# c\n\n\"$project-id\" = \"{ID}\"\n'$namespace' = 'n'\n[a]\n"),
        ("[a]\nexec = 'x'\n[b]\n[a.env]\n", "toml", f'"$project-id" = "{ID}"\n\n[a]\nexec = \'x\'\n[b]\n[a.env]\n'),
        ("---\na:\n  exec: x\n", "yaml", f"---\n$project-id: {ID}\n\na:\n  exec: x\n"),
        ("{}", "json", f'{{\n  "$project-id": "{ID}"\n}}'),
        ("", "json", f'{{\n  "$project-id": "{ID}"\n}}\n'),
        ('{a: {exec: "x"}}', "json", f'{{"$project-id": "{ID}", a: {{exec: "x"}}}}'),
        ('{\n\t"a": {"exec": "x"}\n}\n', "json", f'{{\n\t"$project-id": "{ID}",\n\t"a": {{"exec": "x"}}\n}}\n'),
    ],
)
def test_an_id_is_added_at_the_top(before: str, syntax: Syntax, after: str) -> None:
    fix = add_project_id(Document(before, syntax), ID)
    assert fix
    assert apply(before, fix) == after
    assert add_project_id(Document(after, syntax), ID) is None


@pytest.mark.parametrize(
    ("text", "syntax"),
    [("{a: {exec: x}}", "yaml"), ("- a", "yaml"), ("[1]", "json"), (f"a:\n  exec: {'x' * 100_000}\n", "yaml")],
)
def test_no_id_is_added_where_it_cannot_be(text: str, syntax: Syntax) -> None:
    assert add_project_id(Document(text, syntax), ID) is None


def test_the_top_ends_with_the_line_that_begins_the_first_operation() -> None:
    document = Document("# c\n'$namespace' = 'n'\n[a]\nexec = 'x'\n", "toml")
    assert [is_at_top(document, offset) for offset in range(len(document.text))] == [True] * 27 + [False] * 11


@pytest.mark.parametrize("case", [*gagefile_cases("check"), *gagefile_cases("fix")])
def test_what_is_added_leaves_the_rest_as_it_is(case: Path) -> None:
    document = Document(case.read_text(encoding="utf-8"), SYNTAX_BY_SUFFIX[case.suffix])
    before = document.data if isinstance(document.data, dict) else {}
    problems = {problem.code for problem in check(document)}
    offsets = [offset for offset in range(len(document.text) + 1) if can_add_at(document, offset)]
    fixes = [add_operation(document, offset, "added", "x") for offset in offsets]
    for fix in {*fixes, add_project_id(document, ID)} - {None}:
        after = Document(apply(document.text, fix), document.syntax)
        assert isinstance(after.data, dict)
        assert len(after.data) == len(before) + 1
        assert {key: repr(after.data[key]) for key in before} == {key: repr(value) for key, value in before.items()}
        assert {problem.code for problem in check(after)} <= problems
