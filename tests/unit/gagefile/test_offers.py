from __future__ import annotations

from itertools import pairwise

import pytest
from hostile_texts import Hostile, hostile
from hypothesis import given
from hypothesis import strategies as st

from gage.gagefile.add_operation import add_operation, can_add_at
from gage.gagefile.add_project_id import add_project_id, is_at_top
from gage.gagefile.check import check
from gage.gagefile.document import Document, Syntax
from gage.gagefile.file_kind import GAGEFILE, kind_of
from gage.gagefile.ignore_here import ignored_here
from gage.gagefile.problem import Fix, apply
from gage.gagefile.refactor import rewritings


def offers(document: Document, offset: int) -> list[Fix]:
    """All that the light bulb could offer at a place, but for fixes and runs."""
    found = [*rewritings(document, offset), *(fix for _, fix in ignored_here(document, check(document)[:3]))]
    added = [add_operation(document, offset, "new 'name'", "x")] if can_add_at(document, offset) else []
    identified = [add_project_id(document, "id")] if is_at_top(document, offset) else []
    return [*found, *filter(None, [*added, *identified])]


def hold(document: Document, offset: int) -> None:
    """Fails if making offers raises, or one has edits that are not in order, or breaks what was sound."""
    for fix in offers(document, offset):
        spans = [edit.span for edit in fix.edits]
        assert spans == sorted(spans)
        assert all(one.end <= other.start for one, other in pairwise(spans))
        after = Document(apply(document.text, fix), document.syntax)
        assert len(after.problems) <= len(document.problems), fix


@pytest.mark.parametrize("case", [pytest.param(case, id=f"{case.syntax}-{case.unit!r}") for case in hostile()])
def test_no_text_is_so_strange_that_offers_cannot_be_made(case: Hostile) -> None:
    document = Document(case.text(150), case.syntax)
    for offset in range(0, len(document.text) + 1, 29):
        hold(document, offset)


EVERYWHERE = ("\n", "\r\n", "\r", " ", "'", "\u2028", "😀")
FRAGMENTS: dict[Syntax, tuple[str, ...]] = {
    "toml": (
        *(
            "[a]\n",
            "[a.exec]\n",
            "[b.env]\n",
            "[[a.depends]]\n",
            "exec = 'x'",
            "exec.run = 1",
            "b.exec = {",
            "run = 'é'",
        ),
        *("}", "=", '"""', "# c\n", "depends = ['file:x', {url = 'https://x'}]\n", "a.env.B = 1\n"),
    ),
    "yaml": (
        *(
            "a:\n",
            "  exec: x\n",
            "  exec:\n    run: x\n",
            "b: {exec: é}",
            "  - file:x\n",
            "  depends:\n",
            "&a ",
            "*a",
            ": ",
        ),
        *("  - {url: 'https://x'}\n", "|\n", "    y\n", "---\n", "? ", "# c\n", "  <<: *a\n", "  env: {A: 1}\n"),
    ),
    "json": (
        *("{", "}", '"a": ', "exec: 'x'", '{"exec": {"run": "é"}}', ",", "// c\n", "/* c */", "[", "]"),
        *("depends: ['file:x', {url: 'https://x'}]", "b: {\n  exec: 'x'\n}"),
    ),
}


@pytest.mark.parametrize("syntax", ["toml", "yaml", "json"])
@given(data=st.data())
def test_offers_leave_no_text_worse_than_it_was(syntax: Syntax, data: st.DataObject) -> None:
    text = "".join(data.draw(st.lists(st.sampled_from((*FRAGMENTS[syntax], *EVERYWHERE)), max_size=12)))
    hold(Document(text, syntax), data.draw(st.integers(0, len(text))))


def test_only_gagefiles_are_written_otherwise_and_added_to() -> None:
    document = Document('[a]\nexec = "x"\n\n', "toml", kind=kind_of("board.toml"))
    assert document.kind is not GAGEFILE
    assert not list(rewritings(document, 5))
    assert not can_add_at(document, 15)
    assert add_project_id(document, "id") is None
