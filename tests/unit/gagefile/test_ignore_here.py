from __future__ import annotations

from pathlib import Path

import pytest
from case_files import gagefile_cases

from gage.gagefile.check import check
from gage.gagefile.codes import SYNTAX
from gage.gagefile.document import SYNTAX_BY_SUFFIX, Document, Syntax
from gage.gagefile.ignore_here import ignored_here
from gage.gagefile.problem import Fix, Problem, apply
from gage.gagefile.silence import silence
from gage.gagefile.text import Span


def told(document: Document) -> list[Problem]:
    return silence(document, check(document))


def ignore_here(document: Document, problem: Problem) -> Fix | None:
    return dict(ignored_here(document, [problem])).get(problem)


@pytest.mark.parametrize(
    ("before", "syntax", "after"),
    [
        (
            '[a]\nexec = "x"\nfoo = 1\n',
            "toml",
            '[a]\nexec = "x"\nfoo = 1  # gage: ignore[unknown-key]\n',
        ),
        (
            '[a]\r\nexec = "x"\r\nfoo = 1 # why \r\n',
            "toml",
            '[a]\r\nexec = "x"\r\nfoo = 1 # why  # gage: ignore[unknown-key] \r\n',
        ),
        (
            '[a]\nexec = "x"\n  foo = """\nb"""\n',
            "toml",
            '[a]\nexec = "x"\n  # gage: ignore[unknown-key]\n  foo = """\nb"""\n',
        ),
        (
            '\ufefffoo = """\r\nb"""\r\n',
            "toml",
            '\ufeff# gage: ignore[wrong-type]\r\nfoo = """\r\nb"""\r\n',
        ),
        (
            '[a]\nexec = "x"\nfoo = [\n1]\n',
            "toml",
            '[a]\nexec = "x"\nfoo = [  # gage: ignore[unknown-key]\n1]\n',
        ),
        (
            "[a]  # gage: ignore[unusable-name]\n",
            "toml",
            "[a]  # gage: ignore[unusable-name, no-command]\n",
        ),
        (
            "# gage: ignore[wrong-type]: yet\n\n[a]\n",
            "toml",
            "# gage: ignore[wrong-type, no-command]: yet\n\n[a]\n",
        ),
        (
            "a:\n  exec: x\n  foo: 1",
            "yaml",
            "a:\n  exec: x\n  foo: 1  # gage: ignore[unknown-key]",
        ),
        (
            "a:\n  exec: x\n  foo: |\n    b # no\n",
            "yaml",
            "a:\n  exec: x\n  foo: |  # gage: ignore[unknown-key]\n    b # no\n",
        ),
        (
            "a:\n  exec: x\n  foo: b\n    c\n",
            "yaml",
            "a:\n  exec: x\n  # gage: ignore[unknown-key]\n  foo: b\n    c\n",
        ),
        (
            '{"a": {"exec": "x",\n  "foo": 1\n}}\n',
            "json",
            '{"a": {"exec": "x",\n  "foo": 1  // gage: ignore[unknown-key]\n}}\n',
        ),
        (
            '{a: {exec: "x",\n  foo: "b\\\nc"\n}}\n',
            "json",
            '{a: {exec: "x",\n  // gage: ignore[unknown-key]\n  foo: "b\\\nc"\n}}\n',
        ),
    ],
)
def test_a_comment_comes_where_it_is_one(before: str, syntax: Syntax, after: str) -> None:
    document = Document(before, syntax)
    problem = next(problem for problem in told(document) if problem.code not in ("unused-ignore",))
    fix = ignore_here(document, problem)
    assert fix
    assert apply(before, fix) == after


@pytest.mark.parametrize(
    ("text", "syntax", "code"),
    [
        ("[a]\nexec = x\n", "toml", "toml-value"),
        ('[a]\nexec = "x"  # gage: ignore[no-command]\n', "toml", "unused-ignore"),
        ('[a]\nfoo = 1\nexec = "x\n', "toml", "unknown-key"),
    ],
)
def test_what_no_comment_can_silence_has_no_such_fix(text: str, syntax: Syntax, code: str) -> None:
    document = Document(text, syntax)
    problem = next(problem for problem in told(document) if problem.code == code)
    assert ignore_here(document, problem) is None


def test_a_problem_amid_a_text_of_several_lines_cannot_be_ignored() -> None:
    text = '[a]\nexec = """\nx\n/home/me\ny"""\n'
    place = text.index("/home")
    problem = Problem("absolute-path", "somewhere in the text", Span(place, place + 5))
    assert ignore_here(Document(text, "toml"), problem) is None


@pytest.mark.parametrize("case", [*gagefile_cases("check"), *gagefile_cases("fix")])
def test_what_is_ignored_is_gone_and_nothing_else_changes(case: Path) -> None:
    document = Document(case.read_text(encoding="utf-8"), SYNTAX_BY_SUFFIX[case.suffix])
    before = told(document)
    for problem in before:
        if not (fix := ignore_here(document, problem)):
            assert problem.code in SYNTAX or document.problems or problem.code == "unused-ignore"
            continue
        after = Document(apply(document.text, fix), document.syntax)
        line = document.lines.line_at(problem.span.start)
        gone = [one for one in before if one.code == problem.code and document.lines.line_at(one.span.start) == line]
        assert [one.message for one in told(after)] == [one.message for one in before if one not in gone]
        assert repr(after.data) == repr(document.data)
