"""What `check` says of whole gagefiles: each case is a gagefile, and beside it the report a person would read."""

from __future__ import annotations

from pathlib import Path

import pytest
from case_files import assert_expected, gagefile_cases

from gage.gagefile.check import check
from gage.gagefile.document import SYNTAX_BY_SUFFIX, Document
from gage.gagefile.file_kind import kind_of
from gage.gagefile.problem import apply
from gage.report import text_format
from gage.report.checked import CheckedFile


def read(path: Path) -> Document:
    with path.open(encoding="utf-8", newline="") as file:
        return Document(file.read(), SYNTAX_BY_SUFFIX[path.suffix], kind=kind_of(str(path)))


@pytest.mark.parametrize("case", gagefile_cases("check"))
def test_the_report_is_as_expected(case: Path) -> None:
    document = read(case)
    checked = CheckedFile(case.name, document, tuple(check(document)))
    assert_expected(case.with_name(f"{case.name}.txt"), text_format.render([checked]))


@pytest.mark.parametrize("case", [*gagefile_cases("files/valid"), *gagefile_cases("files/valid/.gage")])
def test_boards_summaries_and_user_configs_may_be_like_this(case: Path) -> None:
    document = read(case)
    assert document.kind.called != "gagefile"
    assert check(document) == []


@pytest.mark.parametrize("case", [*gagefile_cases("files/broken"), *gagefile_cases("files/broken/.gage")])
def test_what_is_wrong_in_them_is_reported_like_that_of_gagefiles(case: Path) -> None:
    document = read(case)
    checked = CheckedFile(case.name, document, tuple(check(document)))
    assert checked.problems
    assert_expected(case.with_name(f"{case.name}.txt"), text_format.render([checked]))


@pytest.mark.parametrize("case", gagefile_cases("fix"))
def test_the_first_fix_of_every_problem_mends_the_file(case: Path) -> None:
    document = read(case)
    while problem := next((problem for problem in check(document) if problem.fixes), None):
        fixed = Document(apply(document.text, problem.fixes[0]), document.syntax)
        assert len(check(fixed)) < len(check(document)), f"{problem.fixes[0].title} mended nothing"
        document = fixed
    assert not check(document)
    assert_expected(case.with_name(f"{case.name}.fixed"), document.text)
