from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gage.gagefile.check import check
from gage.gagefile.document import Document, Syntax
from gage.gagefile.ignore_comments import ignore_comments
from gage.gagefile.problem import Problem, Severity, apply
from gage.gagefile.silence import OF_THE_PROJECT, Settings, silence

TOML = '[a]\nexec = "x"\n{}\n'


def left(text: str, syntax: Syntax = "toml", settings: Settings | None = None) -> list[Problem]:
    document = Document(text, syntax)
    problems = check(document)
    return silence(document, problems, settings) if settings else silence(document, problems)


def codes(text: str, syntax: Syntax = "toml") -> list[str]:
    return [problem.code for problem in left(text, syntax)]


@pytest.mark.parametrize(
    ("text", "syntax"),
    [
        ('[a]\nexec = "x"\nfoo = 1 # gage: ignore[unknown-key]\n', "toml"),
        ('[a]\nexec = "x"\nfoo = 1 # a note # gage: ignore[unknown-key] because\n', "toml"),
        ('[a]\nexec = "x"\nfoo = 1 #gage:ignore [ unknown-key , ]\n', "toml"),
        ('[a]\nexec = "x"\nfoo = 1 # gage: ignore\n', "toml"),
        ('[a]\nexec = "x"\n# gage: ignore[unknown-key]\nfoo = 1\n', "toml"),
        ('[a]\r\nexec = "x"\r\n  # gage: ignore[unknown-key]\r\n\r\n# more\r\nfoo = 1\r\n', "toml"),
        ("# gage: ignore[no-command]\n[a]\n", "toml"),
        ('\ufeff# gage: ignore-file[unknown-key, no-command]\n[a]\nfoo = 1\n[b]\nbar = """\n"""\n', "toml"),
        ("a:\n  exec: x\n  foo: 1 # gage: ignore[unknown-key]", "yaml"),
        ("a:\n  exec: x\n  # gage: ignore[unknown-key]\n  foo: |\n   text\n", "yaml"),
        ("a:\n  exec: x\n  foo: | # gage: ignore[unknown-key]\n   text\n", "yaml"),
        ("\ufeff# gage: ignore-file[unknown-key]\na:\n  exec: x\n  foo: 1\n", "yaml"),
        ('{a: {exec: "x",\n foo: 1 // gage: ignore[unknown-key]\n}}', "json"),
        ('{a: {exec: "x",\n foo: 1 /* gage: ignore[unknown-key] */\n}}', "json"),
        ('{a: {exec: "x",\n /* gage: ignore[unknown-key] */\n foo: 1\n}}', "json"),
        ('{a: {exec: "x",\n /* gage: ignore[unknown-key] */ foo: 1\n}}', "json"),
        ('{ // gage: ignore-file[unknown-key]\na: {exec: "x", foo: 1}}', "json"),
    ],
)
def test_a_comment_silences_what_it_names(text: str, syntax: Syntax) -> None:
    assert codes(text, syntax) == []


@pytest.mark.parametrize(
    ("text", "syntax", "expected"),
    [
        ("[a]\nexec = \"x # gage: ignore[unknown-key]\"\nfoo = '# gage: ignore'\n", "toml", ["unknown-key"]),
        ('[a]\nexec = """\n# gage: ignore[unknown-key]\n"""\nfoo = 1\n', "toml", ["unknown-key"]),
        ('["# gage: ignore"]\nexec = "x"\nfoo = 1\n', "toml", ["unusable-name", "unknown-key"]),
        ("a:\n  exec: |\n    # gage: ignore[unknown-key]\n  foo: 1\n", "yaml", ["unknown-key"]),
        ("a:\n  exec: 'x # gage: ignore'\n  foo: 1\n", "yaml", ["unknown-key"]),
        ("a:\n  exec: x#gage:ignore\n  foo: 1\n", "yaml", ["unknown-key"]),
        ('{a: {exec: "x // gage: ignore", foo: 1}}', "json", ["unknown-key"]),
        ('{a: {exec: "x",\nfoo: 1 # gage: ignore\n}}', "json", ["unknown-key", "json-comment"]),
    ],
)
def test_text_that_only_looks_like_a_comment_silences_nothing(text: str, syntax: Syntax, expected: list[str]) -> None:
    assert [code for code in codes(text, syntax) if not code.startswith("json-")] == [
        code for code in expected if not code.startswith("json-")
    ]


def test_only_the_line_meant_is_silenced() -> None:
    text = '[a]\nexec = "x"\nfoo = 1 # gage: ignore[unknown-key]\nbar = 2\n'
    assert [text[problem.span.start : problem.span.end] for problem in left(text)] == ["bar"]


def test_errors_of_the_syntax_are_never_silenced() -> None:
    assert codes('[a]\nexec = x # gage: ignore\nfoo = "y # gage: ignore\n').count("toml-value") == 1
    (problem,) = left('# gage: ignore-file[toml-value]\n[a]\nexec = "x"\n')
    assert problem.message == "'toml-value' is an error of the syntax, which cannot be ignored"
    assert codes("a = x", "toml") == [p.code for p in left("a = x", settings=Settings(select=frozenset()))]


@pytest.mark.parametrize(
    ("before", "message", "after"),
    [
        (
            '[a]\nexec = "x" # gage: ignore[unknown-key]\n',
            "there is no problem 'unknown-key' on this line to ignore",
            '[a]\nexec = "x"\n',
        ),
        (
            '[a]\r\n# gage: ignore[unknown-key]\r\nexec = "x"\r\n',
            "there is no problem 'unknown-key' on line 3 to ignore",
            '[a]\r\nexec = "x"\r\n',
        ),
        (
            '[a]\nexec = "x" # note # gage: ignore\n',
            "this comment ignores nothing: there is no problem that it could ignore",
            '[a]\nexec = "x" # note\n',
        ),
        (
            '[a]\nexec = "x" # gage: ignore[wrong-type]: it is old\n',
            "there is no problem 'wrong-type' on this line to ignore",
            '[a]\nexec = "x" # it is old\n',
        ),
        (
            '[a]\nexec = "x"\nfoo = 1 # gage: ignore[unknown-key, wrong-type]\n',
            "there is no problem 'wrong-type' on this line to ignore",
            '[a]\nexec = "x"\nfoo = 1 # gage: ignore[unknown-key]\n',
        ),
        (
            '[a]\nexec = "x"\nfoo = 1 # gage: ignore[wrong-type, unknown-key]\n',
            "there is no problem 'wrong-type' on this line to ignore",
            '[a]\nexec = "x"\nfoo = 1 # gage: ignore[unknown-key]\n',
        ),
        (
            '[a]\nexec = "x"\nfoo = 1 # gage: ignore[unknwon-key, unknown-key]\n',
            "no problem has the code 'unknwon-key'; did you mean 'unknown-key'?",
            '[a]\nexec = "x"\nfoo = 1 # gage: ignore[unknown-key, unknown-key]\n',
        ),
        (
            '\ufeff# gage: ignore-file[zebra]\n[a]\nexec = "x"\n',
            "no problem has the code 'zebra'",
            '\ufeff[a]\nexec = "x"\n',
        ),
        (
            '[a]\nexec = "x"\n# gage: ignore-file[unknown-key]',
            "'ignore-file' has an effect only at the top, above the first operation",
            '[a]\nexec = "x"\n',
        ),
        (
            '[a]\nexec = "x" # gage: ignore[]\n',
            "this comment names no code, so it ignores nothing",
            '[a]\nexec = "x"\n',
        ),
    ],
)
def test_a_comment_without_effect_is_told_and_can_be_mended(before: str, message: str, after: str) -> None:
    (problem,) = left(before)
    assert (problem.message, problem.severity) == (message, Severity.WARNING)
    assert apply(before, problem.fixes[0]) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('{a: {exec: "x" /* gage: ignore[wrong-type] */, version: 1}}', '{a: {exec: "x", version: 1}}'),
        ('{a: {\n /* gage: ignore */ exec: "x"}}', '{a: {\n exec: "x"}}'),
        ('{a: {\n /* gage: ignore */\n exec: "x"}}', '{a: {\n exec: "x"}}'),
        ('{a: {exec: "x" /* gage: ignore: old */}}', '{a: {exec: "x" /* old */}}'),
    ],
)
def test_removing_a_json_comment_leaves_the_rest_of_its_line(before: str, after: str) -> None:
    (problem,) = left(before, "json")
    assert apply(before, problem.fixes[0]) == after


def test_no_comment_is_blamed_where_the_syntax_is_broken() -> None:
    assert "unused-ignore" not in codes('[a]\nexec = "x" # gage: ignore[wrong-type]\nversion = \n')


def test_a_comment_for_the_file_silences_what_is_said_of_comments() -> None:
    assert codes('# gage: ignore-file[unused-ignore]\n[a]\nexec = "x" # gage: ignore[wrong-type]\n') == []


def test_a_comment_about_other_files_is_not_blamed_where_they_are_as_they_should_be() -> None:
    assert codes('[a]\nexec = "x"\nconfig = "a.py" # gage: ignore[config-file-missing]\n') == []


def test_the_codes_about_other_files_are_those_of_the_rules_that_ask_for_facts() -> None:
    assert {"config-file-missing", "shadowed-gagefile", "source-selects-nothing"} <= OF_THE_PROJECT
    assert not OF_THE_PROJECT & {"one-default", "no-command", "unknown-key"}


def test_settings_select_ignore_and_change_severity() -> None:
    text = '[a]\nexec = 1\nfoo = 1\ndefault = true\n[b]\nexec = "x"\ndefault = true\n'
    assert {problem.code for problem in left(text)} == {"wrong-type", "unknown-key", "one-default"}
    settings = Settings(frozenset({"unknown-key", "one-default"}), frozenset({"unknown-key"}))
    assert [problem.code for problem in left(text, settings=settings)] == ["one-default"]
    raised = left(text, settings=Settings(severity={"one-default": Severity.HINT}))
    assert {problem.severity for problem in raised if problem.code == "one-default"} == {Severity.HINT}
    assert {problem.severity for problem in raised if problem.code != "one-default"} == {Severity.ERROR}


_LINES = st.lists(
    st.sampled_from(
        [
            "[b]",
            'exec = "x"',
            "foo = 1",
            "exec = 1",
            "foo = 1 # gage: ignore[unknown-key]",
            "bar = 1 # gage: ignore",
            "# gage: ignore[unknown-key, wrong-type] why",
            "# gage: ignore-file[one-default]",
            "default = true # gage: ignore[zebra]",
            'x = "# gage: ignore"',
            "",
        ]
    ),
    max_size=12,
)


@given(_LINES)
def test_nothing_is_told_that_was_no_problem_and_every_fix_of_a_comment_mends_it(lines: list[str]) -> None:
    document = Document("\n".join(["[a]", *lines]), "toml")
    problems = check(document)
    told = silence(document, problems)
    about_comments = [problem for problem in told if problem.code in ("unused-ignore", "unknown-code")]
    assert all(problem in problems for problem in told if problem not in about_comments)
    assert told == sorted(told, key=lambda problem: (problem.span, problem.severity))
    for problem in about_comments:
        mended = Document(apply(document.text, problem.fixes[0]), "toml")
        assert mended.data == document.data
        left_over = [other.code for other in silence(mended, check(mended))]
        assert left_over.count(problem.code) < [other.code for other in told].count(problem.code)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("[a]\nexec = 'x' # gage: ignore\n", 1),
        ("# gage: ignore\n\n# why\n[a]\n", 3),
        ("[a]\nexec = 'x'\n# gage: ignore", 2),
        ("[a]\nexec = 'x'\n# gage: ignore\n# the end\n\n", 2),
    ],
)
def test_a_comment_on_a_line_of_its_own_is_of_the_next_line_if_there_is_one(text: str, line: int) -> None:
    assert [comment.line for comment in ignore_comments(Document(text, "toml"))] == [line]
