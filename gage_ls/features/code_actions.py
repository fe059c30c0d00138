"""What can be done at a place: mend a problem or ignore it, run the operation, write things otherwise, add to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from lsprotocol import types as lsp

from gage.gagefile.ignore_here import ignored_here
from gage.gagefile.problem import Fix, Problem, with_line_end
from gage.gagefile.refactor import rewritings
from gage.gagefile.text import Span
from gage_ls.action_kinds import ADD, QUICK_FIX, REWRITE, RUNS, is_wanted
from gage_ls.additions import additions
from gage_ls.client import Client
from gage_ls.convert import diagnostic, workspace_edit
from gage_ls.last_run import last_run
from gage_ls.project_view import ProjectView
from gage_ls.run_commands import all_commands
from gage_ls.runnable import runnable_at
from gage_ls.workspace import OpenDocument

_MOST_IGNORED = 20
"""Problems of a range that can each be ignored: nobody looks for one of them in a longer list."""


def code_actions(
    document: OpenDocument, view: ProjectView | None, client: Client, params: lsp.CodeActionParams
) -> list[lsp.CodeAction]:
    """In the order in which they are wanted most: many clients show them so. Only kinds the client asks for."""
    if document.is_too_large:
        return []
    span = document.places.span(params.range)
    gagefile, offset = document.document, span.start
    meant = _meant(document, span, params.context) if is_wanted(QUICK_FIX, params.context) else []
    offers: tuple[tuple[Iterable[str], Iterator[lsp.CodeAction]], ...] = (
        ((QUICK_FIX,), _fixes(document, meant)),
        (RUNS, _runs(document, view, client, offset)),
        ((REWRITE,), (_edit(document, fix, REWRITE) for fix in rewritings(gagefile, offset))),
        ((ADD,), (_edit(document, fix, ADD) for fix in additions(gagefile, offset, view.directory if view else None))),
        ((QUICK_FIX,), _ignored(document, meant)),
    )
    wanted = [offered for kinds, offered in offers if any(is_wanted(kind, params.context) for kind in kinds)]
    return [action for offered in wanted for action in offered if is_wanted(str(action.kind), params.context)]


def _meant(document: OpenDocument, span: Span, context: lsp.CodeActionContext) -> list[Problem]:
    """The problems that a range touches, and those that the client names: Neovim names all of the cursor's line."""
    named = {(document.places.span(asked.range), asked.code) for asked in context.diagnostics}
    return [one for one in document.problems if _touches(one, span) or (one.span, one.code) in named]


def _touches(problem: Problem, span: Span) -> bool:
    return problem.span.start <= span.end and span.start <= problem.span.end


def _fixes(document: OpenDocument, problems: Iterable[Problem]) -> Iterator[lsp.CodeAction]:
    for problem in problems:
        for fix in problem.fixes:
            yield _mend(document, problem, fix, is_preferred=fix is problem.fixes[0])


def _ignored(document: OpenDocument, problems: Iterable[Problem]) -> Iterator[lsp.CodeAction]:
    for problem, fix in ignored_here(document.document, islice(problems, _MOST_IGNORED)):
        yield _mend(document, problem, fix, is_preferred=False)


def _mend(document: OpenDocument, problem: Problem, fix: Fix, *, is_preferred: bool) -> lsp.CodeAction:
    action = _edit(document, fix, QUICK_FIX)
    action.diagnostics = [diagnostic(problem, document.uri, document.places)]
    action.is_preferred = is_preferred
    return action


def _edit(document: OpenDocument, fix: Fix, kind: str) -> lsp.CodeAction:
    ended = with_line_end(fix, document.document.line_end)
    return lsp.CodeAction(title=fix.title, kind=kind, edit=workspace_edit(ended, document.uri, document.places))


def _runs(document: OpenDocument, view: ProjectView | None, client: Client, offset: int) -> Iterator[lsp.CodeAction]:
    operation = runnable_at(document.document, offset)
    if operation and document.is_sound(operation):
        last = last_run(view, operation.name)
        for command in all_commands(document.uri, operation.name, last, client):
            yield lsp.CodeAction(title=command.title, kind=command.command, command=command)
