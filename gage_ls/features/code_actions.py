"""What can be done at a place: mend a problem or ignore it, write things otherwise, add to them, run the operation."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from itertools import chain, count
from uuid import uuid4

from lsprotocol import types as lsp

from gage.gagefile.add_operation import add_operation, can_add_at
from gage.gagefile.add_project_id import add_project_id, is_at_top
from gage.gagefile.ignore_here import ignored_here
from gage.gagefile.problem import Fix, Problem
from gage.gagefile.refactor import rewritings
from gage.gagefile.text import Span
from gage_ls import action_kinds
from gage_ls.action_kinds import QUICK_FIX, is_wanted
from gage_ls.client import Client
from gage_ls.convert import diagnostic, workspace_edit
from gage_ls.last_run import last_run
from gage_ls.project_view import ProjectView
from gage_ls.run_commands import all_commands
from gage_ls.runnable import runnable_at
from gage_ls.scripts import idle_scripts
from gage_ls.workspace import OpenDocument

_NAMES = ("train", "evaluate", "prepare")
"""What operations are called most often."""

_MOST_SCRIPTS = 5
"""Scripts for which an operation is offered."""


def code_actions(
    document: OpenDocument, view: ProjectView | None, client: Client, params: lsp.CodeActionParams
) -> list[lsp.CodeAction]:
    """Fixes of the problems asked about, then what can be done with the operation; only kinds the client asks for."""
    span = document.places.span(params.range)
    actions: list[lsp.CodeAction] = []
    if is_wanted(QUICK_FIX, params.context):
        actions += _mends(document, span, params.context)
    if is_wanted(action_kinds.REWRITE, params.context):
        actions += [_edit(document, fix, action_kinds.REWRITE) for fix in rewritings(document.document, span.start)]
    if is_wanted(action_kinds.ADD, params.context):
        actions += [_edit(document, fix, action_kinds.ADD) for fix in _additions(document, view, span.start)]
    kinds = [kind for kind in action_kinds.RUNS if is_wanted(kind, params.context)]
    if kinds:
        actions += [action for action in _runs(document, view, client, span) if action.kind in kinds]
    return actions


def _mends(document: OpenDocument, span: Span, context: lsp.CodeActionContext) -> Iterator[lsp.CodeAction]:
    """The fixes of all problems meant, then for each the comment that ignores it."""
    # Neovim asks at the cursor and names all diagnostics of the line: those are meant as well.
    named = {(document.places.span(asked.range), asked.code) for asked in context.diagnostics}
    meant = [one for one in document.problems if _touches(one, span) or (one.span, one.code) in named]
    for problem in meant:
        for fix in problem.fixes:
            yield _mend(document, problem, fix, is_preferred=fix is problem.fixes[0])
    for problem, fix in ignored_here(document.document, meant):
        yield _mend(document, problem, fix, is_preferred=False)


def _mend(document: OpenDocument, problem: Problem, fix: Fix, *, is_preferred: bool) -> lsp.CodeAction:
    return lsp.CodeAction(
        title=fix.title,
        kind=QUICK_FIX,
        diagnostics=[diagnostic(problem, document.uri, document.places)],
        is_preferred=is_preferred,
        edit=workspace_edit(fix, document.uri, document.places),
    )


def _edit(document: OpenDocument, fix: Fix, kind: str) -> lsp.CodeAction:
    edit = workspace_edit(fix, document.uri, document.places)
    return lsp.CodeAction(title=fix.title, kind=kind, edit=edit)


def _additions(document: OpenDocument, view: ProjectView | None, offset: int) -> Iterator[Fix]:
    """An operation with a name that is not taken, one for each script that none runs, and the id of the project."""
    gagefile = document.document
    taken = gagefile.parts.keys.counts
    if can_add_at(gagefile, offset):
        scripts = idle_scripts(view.directory, document.text, _MOST_SCRIPTS) if view else []
        free = next(name for name in chain(_NAMES, map("operation-{}".format, count(1))) if name not in taken)
        for script in scripts or [f"{free}.py"]:
            name = script.removesuffix(".py")
            fix = add_operation(gagefile, offset, name, f"python {shlex.quote(script)}") if name not in taken else None
            if fix:
                yield fix
    if is_at_top(gagefile, offset) and (fix := add_project_id(gagefile, str(uuid4()))):
        yield fix


def _touches(problem: Problem, span: Span) -> bool:
    return problem.span.start <= span.end and span.start <= problem.span.end


def _runs(document: OpenDocument, view: ProjectView | None, client: Client, span: Span) -> Iterator[lsp.CodeAction]:
    operation = runnable_at(document.document, span.start)
    if operation and document.is_sound(operation):
        last = last_run(view, operation.name)
        for command in all_commands(document.uri, operation.name, last, client):
            yield lsp.CodeAction(title=command.title, kind=command.command, command=command)
