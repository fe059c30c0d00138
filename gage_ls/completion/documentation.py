"""The documentation of a completed key, at once or when the client asks for it; trusts nothing that comes back."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, cast

from lsprotocol import types as lsp

from gage.gagefile.describe import describe, merged
from gage.gagefile.file_kind import BOARD, GAGEFILE, SUMMARY, USER_CONFIG, FileKind
from gage.gagefile.schema import at, load
from gage.gagefile.tree import Syntax
from gage_ls.client import CompletionClient
from gage_ls.hovers.markdown import plain_text

_SCHEMAS = tuple(kind.schema for kind in (GAGEFILE, BOARD, SUMMARY, USER_CONFIG))
_SYNTAXES = ("toml", "yaml", "json")


def asked_by(kind: FileKind, syntax: Syntax, pointer: tuple[str, ...]) -> dict[str, Any] | None:
    """What an item carries so that its key can be found again; None for what is no key of a schema."""
    return {"schema": kind.schema, "syntax": syntax, "pointer": list(pointer)} if pointer else None


def documented(item: lsp.CompletionItem, client: CompletionClient) -> lsp.CompletionItem:
    """An item with the documentation of its key; as it is, if it has none."""
    data = item.data if isinstance(item.data, dict) else {}
    schema, syntax, pointer = data.get("schema"), data.get("syntax"), data.get("pointer")
    keys = tuple(each for each in pointer if isinstance(each, str)) if isinstance(pointer, list) else ()
    if schema in _SCHEMAS and syntax in _SYNTAXES and keys:
        text = _documentation(schema, cast("Syntax", syntax), keys)
        kind, shown = lsp.MarkupKind.Markdown, text
        if not client.reads_markdown:
            kind, shown = lsp.MarkupKind.PlainText, plain_text(text)
        item.documentation = lsp.MarkupContent(kind=kind, value=shown) if text else None
    return item


@lru_cache(maxsize=512)
def _documentation(schema: str, syntax: Syntax, pointer: tuple[str, ...]) -> str:
    schemas = at(load(schema), pointer)
    return describe(merged(schemas), syntax, pointer[-1]) if schemas else ""
