"""The kinds of semantic tokens in the order of their numbers, which a client is told at the start; finds none."""

from __future__ import annotations

from typing import get_args

from lsprotocol import types as lsp

from gage.gagefile.token_types import TokenType

TYPES: tuple[TokenType, ...] = get_args(TokenType)
MODIFIERS = ("declaration", "readonly")
LEGEND = lsp.SemanticTokensLegend(token_types=list(TYPES), token_modifiers=list(MODIFIERS))
