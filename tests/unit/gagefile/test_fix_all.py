from __future__ import annotations

from pathlib import Path

import pytest
from case_files import gagefile_cases
from hypothesis import given
from hypothesis import strategies as st

from gage.gagefile import fix_all as fix_all_module
from gage.gagefile.check import check
from gage.gagefile.document import SYNTAX_BY_SUFFIX, Document
from gage.gagefile.fix_all import fix_all
from gage.gagefile.problem import Severity


def fixed(text: str) -> str:
    return fix_all(Document(text, "toml"), check).document.text


@pytest.mark.parametrize("case", gagefile_cases("fix"))
def test_all_fixes_at_once_come_to_the_same_as_one_by_one(case: Path) -> None:
    document = Document(case.read_text(encoding="utf-8"), SYNTAX_BY_SUFFIX[case.suffix])
    result = fix_all(document, check)
    assert result.document.text == case.with_name(f"{case.name}.fixed").read_text(encoding="utf-8")
    assert len(result.mended) >= len(check(document))


def test_many_fixes_take_few_rounds() -> None:
    text = "".join(f'[o{number}]\nexce = "x"\n' for number in range(200))
    checks = []
    result = fix_all(Document(text, "toml"), lambda document: checks.append(1) or check(document))
    assert result.document.text == text.replace("exce", "exec")
    assert len(result.mended) == 200
    assert len(checks) <= 3


def test_what_a_fix_brings_to_light_is_mended_too() -> None:
    assert fixed("[a]\nexce = 1\n") == '[a]\nexec = "1"\n'


def test_nothing_is_changed_where_the_syntax_stays_broken() -> None:
    text = '[a]\nexce = "x"\n[b]\nexec = "x" y\n'
    assert fixed(text) == text


def test_nothing_is_changed_where_as_many_problems_would_be_left() -> None:
    text = "[a]\nexce = []\n"
    assert fixed(text) == text


def test_a_fix_that_would_make_it_worse_is_left_out() -> None:
    text = '{"":\n<<<<<<<\n[[c'
    assert fixed(text) == text


def test_there_is_an_end_of_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    assert fixed("[a]\nexce = 1\n") == '[a]\nexec = "1"\n'
    monkeypatch.setattr(fix_all_module, "_MOST_ROUNDS", 1)
    assert fixed("[a]\nexce = 1\n") == "[a]\nexce = 1\n"
    assert fixed("[a]\nexce = 'x'\n") == "[a]\nexec = 'x'\n"


def test_what_has_no_fix_stays_and_the_rest_is_mended() -> None:
    assert fixed('[a]\nexce = "x"\nzebra = 1\n') == '[a]\nexec = "x"\nzebra = 1\n'


def test_lines_that_a_fix_adds_end_as_the_others_do() -> None:
    result = fix_all(Document("\ufefftrain: python train.py\r\n", "yaml"), check)
    assert result.document.text == "\ufefftrain:\r\n  exec: python train.py\r\n"


def test_a_fix_that_could_not_be_saved_as_utf_8_is_left_out() -> None:
    document = Document('{"\\ud800 a": {exec: "x", defualt: true}}', "json")
    assert fix_all(document, check).document.text == '{"\\ud800 a": {exec: "x", default: true}}'


_PARTS = st.sampled_from(
    [
        "[a]\n",
        "[b",
        'exec = "x"\n',
        "exce = 1\n",
        "exec = x y\n",
        "= 1\n",
        "default = 'true'\n",
        "l = [1, 2\n",
        '"',
        ",",
    ]
)


@given(st.lists(_PARTS, max_size=10).map("".join))
def test_a_changed_document_is_sound_in_syntax_and_has_fewer_problems(text: str) -> None:
    document = Document(text, "toml")
    result = fix_all(document, check)
    if result.mended:
        assert not any(problem.severity is Severity.ERROR for problem in result.document.problems)
        assert len(check(result.document)) < len(check(document))
    else:
        assert result.document.text == text
