"""Everything a client can ask of a server that says what it can do."""

from __future__ import annotations

from typing import Any


def requests(able: Any, uri: str, line: int, column: int) -> list[tuple[str, Any]]:
    """A request for everything that a server says it can do, about one place."""
    place = {"line": line, "character": column}
    here = {"textDocument": {"uri": uri}, "position": place}
    whole = {"start": {"line": 0, "character": 0}, "end": {"line": 99, "character": 0}}
    document = {"textDocument": {"uri": uri}}
    known = {
        "completionProvider": [("textDocument/completion", here)],
        "hoverProvider": [("textDocument/hover", here)],
        "signatureHelpProvider": [("textDocument/signatureHelp", here)],
        "declarationProvider": [("textDocument/declaration", here)],
        "definitionProvider": [("textDocument/definition", here)],
        "typeDefinitionProvider": [("textDocument/typeDefinition", here)],
        "implementationProvider": [("textDocument/implementation", here)],
        "referencesProvider": [("textDocument/references", {**here, "context": {"includeDeclaration": True}})],
        "documentHighlightProvider": [("textDocument/documentHighlight", here)],
        "documentSymbolProvider": [("textDocument/documentSymbol", document)],
        "codeActionProvider": [("textDocument/codeAction", {**document, "range": whole, "context": {"diagnostics": []}})],
        "codeLensProvider": [("textDocument/codeLens", document)],
        "documentLinkProvider": [("textDocument/documentLink", document)],
        "documentFormattingProvider": [("textDocument/formatting", {**document, "options": {"tabSize": 4, "insertSpaces": True}})],
        "renameProvider": [("textDocument/prepareRename", here), ("textDocument/rename", {**here, "newName": "other"})],
        "foldingRangeProvider": [("textDocument/foldingRange", document)],
        "selectionRangeProvider": [("textDocument/selectionRange", {**document, "positions": [place]})],
        "linkedEditingRangeProvider": [("textDocument/linkedEditingRange", here)],
        "inlayHintProvider": [("textDocument/inlayHint", {**document, "range": whole})],
        "semanticTokensProvider": [("textDocument/semanticTokens/full", document)],
        "workspaceSymbolProvider": [("workspace/symbol", {"query": ""})],
        "diagnosticProvider": [
            ("textDocument/diagnostic", document),
            ("workspace/diagnostic", {"previousResultIds": []}),
        ],
        "callHierarchyProvider": [("textDocument/prepareCallHierarchy", here)],
    }  # fmt: skip
    not_asked = {"textDocumentSync", "positionEncoding", "executeCommandProvider", "workspace", "notebookDocumentSync"}
    asked = [name for name, value in able.items() if value and name not in not_asked]
    assert set(asked) <= set(known), "the server can do something that no request here asks for"
    return [
        *(request for name in asked for request in known[name]),
        ("gage/runs", {"uri": uri}),
        ("gage/run", {"uri": uri, "id": "24e17ef2-4e6b-49bd-af59-f7ba0ca79349"}),
    ]
