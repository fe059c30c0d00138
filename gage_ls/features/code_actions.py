"""What can be done at a place: mend a problem, run the operation."""

from __future__ import annotations

from lsprotocol import types as lsp

from gage.gagefile.problem import Problem
from gage.gagefile.text import Span
from gage_ls.convert import diagnostic, workspace_edit
from gage_ls.project_view import ProjectView
from gage_ls.protocol import RUN_KIND, run_command
from gage_ls.runnable import runnable_at
from gage_ls.workspace import OpenDocument

KINDS: list[lsp.CodeActionKind | str] = [lsp.CodeActionKind.QuickFix, RUN_KIND]


def code_actions(
    document: OpenDocument, _view: ProjectView | None, params: lsp.CodeActionParams
) -> list[lsp.CodeAction]:
    """Fixes of the problems asked about, then the run; only kinds the client asks for."""
    span = document.places.span(params.range)
    actions: list[lsp.CodeAction] = []
    if _wanted(lsp.CodeActionKind.QuickFix.value, params.context):
        actions += _fixes(document, span, params.context)
    if _wanted(RUN_KIND, params.context):
        actions += _runs(document, span)
    return actions


def _wanted(kind: str, context: lsp.CodeActionContext) -> bool:
    """Kinds are a hierarchy by dots, and the empty kind stands for all."""
    if context.only is None:
        return True
    asked = [only.value if isinstance(only, lsp.CodeActionKind) else only for only in context.only]
    return any(not only or kind == only or kind.startswith(only + ".") for only in asked)


def _fixes(document: OpenDocument, span: Span, context: lsp.CodeActionContext) -> list[lsp.CodeAction]:
    # Neovim asks at the cursor and names all diagnostics of the line: those are meant as well.
    named = {(document.places.span(asked.range), asked.code) for asked in context.diagnostics}
    actions = []
    for problem in document.problems:
        if not problem.fixes or not (_touches(problem, span) or (problem.span, problem.code) in named):
            continue
        shown = diagnostic(problem, document.uri, document.places)
        actions += [
            lsp.CodeAction(
                title=fix.title,
                kind=lsp.CodeActionKind.QuickFix,
                diagnostics=[shown],
                is_preferred=fix is problem.fixes[0],
                edit=workspace_edit(fix, document.uri, document.places),
            )
            for fix in problem.fixes
        ]
    return actions


def _touches(problem: Problem, span: Span) -> bool:
    return problem.span.start <= span.end and span.start <= problem.span.end


def _runs(document: OpenDocument, span: Span) -> list[lsp.CodeAction]:
    operation = runnable_at(document.document, span.start)
    if operation is None or not document.is_sound(operation):
        return []
    title, command = f"Run {operation.name}", run_command(document.uri, operation.name, title=f"Run {operation.name}")
    return [lsp.CodeAction(title=title, kind=RUN_KIND, command=command)]
