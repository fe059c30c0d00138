"""The kinds of code actions there are, and which of them a client asks for; makes no action."""

from __future__ import annotations

from lsprotocol import types as lsp

from gage_ls.protocol import PREVIEW, RERUN, RUN, RUN_WITH_FLAGS, SHOW_OUTPUT, STAGE, START, STOP

QUICK_FIX = lsp.CodeActionKind.QuickFix.value
REWRITE = "refactor.rewrite.gage"
ADD = "refactor.add.gage"
FIX_ALL = "source.fixAll.gage"

RUNS = (RUN, RUN_WITH_FLAGS, STAGE, PREVIEW, RERUN, START, STOP, SHOW_OUTPUT)
"""Each is the command of its actions. None is below ``source``: VS Code leaves source actions out of its light bulb."""

ALL: list[lsp.CodeActionKind | str] = [QUICK_FIX, REWRITE, ADD, FIX_ALL, *RUNS]


def is_wanted(kind: str, context: lsp.CodeActionContext) -> bool:
    """Whether actions of a kind may be offered: the client asks for them, or for no kind in particular."""
    return context.only is None or is_asked_for(kind, context)


def is_asked_for(kind: str, context: lsp.CodeActionContext) -> bool:
    """Whether the client asks for a kind by its name, or by one that it belongs to.

    Kinds are a hierarchy by dots, and the empty kind stands for all.
    """
    asked = [only.value if isinstance(only, lsp.CodeActionKind) else only for only in context.only or ()]
    return any(not only or kind == only or kind.startswith(only + ".") for only in asked)
