"""One action that mends all that has a fix, as `gage check --fix` would; for whoever asks for source actions."""

from __future__ import annotations

from collections.abc import Callable

from lsprotocol import types as lsp

from gage.gagefile.check import check
from gage.gagefile.difference import difference
from gage.gagefile.document import Document
from gage.gagefile.fix_all import fix_all
from gage.gagefile.problem import Fix, Problem
from gage.gagefile.silence import silence
from gage_ls.action_kinds import FIX_ALL, is_asked_for
from gage_ls.convert import workspace_edit
from gage_ls.workspace import OpenDocument


def fix_all_wanted(document: OpenDocument, params: lsp.CodeActionParams) -> Callable[[], list[lsp.CodeAction]] | None:
    """What makes the action, if it was asked for by its kind and there is anything to mend.

    To make it takes seconds where thousands of problems have fixes; what is returned reads the text anew, so it can be
    called in another thread.
    """
    if not is_asked_for(FIX_ALL, params.context) or not any(problem.fixes for problem in document.problems):
        return None
    return lambda: _fix_all(document)


def _fix_all(document: OpenDocument) -> list[lsp.CodeAction]:
    def find(read: Document) -> list[Problem]:
        return silence(read, check(read, document.facts), document.settings)

    before = Document(document.text, document.document.syntax, kind=document.kind)
    fixed = fix_all(before, find)
    if not fixed.mended:
        return []
    count = len(fixed.mended)
    fix = Fix(f"Fix {count} problems" if count > 1 else "Fix 1 problem", difference(before, fixed.document))
    edit = workspace_edit(fix, document.uri, document.places)
    return [lsp.CodeAction(title=fix.title, kind=FIX_ALL, edit=edit)]
