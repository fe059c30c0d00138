"""What the client of this session can do, as it said when it connected; a value, so that features can be handed it."""

from __future__ import annotations

from typing import Any, NamedTuple

from lsprotocol import types as lsp
from pygls.capabilities import get_capability


class CompletionClient(NamedTuple):
    """What a client can do with completions."""

    has_snippets: bool = False
    inserts_or_replaces: bool = False
    has_tags: bool = False
    adjusts_indentation: bool = False
    reads_markdown: bool = False
    asks_for_documentation: bool = True
    shows_details: bool = False


class Client(NamedTuple):
    """What it does not speak of, it cannot.

    ``commands`` are those it carries out itself; ``pulls`` says that it asks for diagnostics. What it ``refreshes`` it
    asks for again when told to. ``has_settings`` that it can be asked for; if it ``registers_settings`` or
    ``watches_files`` it tells of changes, once asked to. ``folds`` is how many folding ranges it wants at most, or None
    for all.
    """

    commands: frozenset[str] = frozenset()
    completion: CompletionClient = CompletionClient()
    pulls: bool = False
    refreshes_diagnostics: bool = False
    refreshes_lenses: bool = False
    refreshes_hints: bool = False
    shows_documents: bool = False
    shows_progress: bool = False
    hovers_in_markdown: bool = True
    nested_symbols: bool = False
    definition_links: bool = False
    document_changes: bool = False
    watches_files: bool = False
    has_settings: bool = False
    registers_settings: bool = False
    folds: int | None = None


def client_of(params: lsp.InitializeParams) -> Client:
    """The client that sent these params; what it says in another form than it should is passed over."""

    def can(path: str) -> bool:
        return bool(get_capability(params.capabilities, path))

    hovers = get_capability(params.capabilities, "text_document.hover.content_format")
    return Client(
        commands=_commands(params.initialization_options),
        completion=_completion(get_capability(params.capabilities, "text_document.completion.completion_item")),
        pulls=can("text_document.diagnostic"),
        refreshes_diagnostics=can("workspace.diagnostics.refresh_support"),
        refreshes_lenses=can("workspace.code_lens.refresh_support"),
        refreshes_hints=can("workspace.inlay_hint.refresh_support"),
        shows_documents=can("window.show_document.support"),
        shows_progress=can("window.work_done_progress"),
        hovers_in_markdown=not hovers or lsp.MarkupKind.Markdown in hovers,
        nested_symbols=can("text_document.document_symbol.hierarchical_document_symbol_support"),
        definition_links=can("text_document.definition.link_support"),
        document_changes=can("workspace.workspace_edit.document_changes"),
        watches_files=can("workspace.did_change_watched_files.dynamic_registration"),
        has_settings=can("workspace.configuration"),
        registers_settings=can("workspace.did_change_configuration.dynamic_registration"),
        folds=get_capability(params.capabilities, "text_document.folding_range.range_limit"),
    )


def _completion(item: lsp.ClientCompletionItemOptions | None) -> CompletionClient:
    if item is None:
        return CompletionClient()
    modes, tags, later = item.insert_text_mode_support, item.tag_support, item.resolve_support
    return CompletionClient(
        has_snippets=bool(item.snippet_support),
        inserts_or_replaces=bool(item.insert_replace_support),
        has_tags=bool(tags and lsp.CompletionItemTag.Deprecated in tags.value_set),
        adjusts_indentation=bool(modes and lsp.InsertTextMode.AdjustIndentation in modes.value_set),
        reads_markdown=lsp.MarkupKind.Markdown in (item.documentation_format or ()),
        # LSP 3.17: a client that does not say what can come later takes the documentation later.
        asks_for_documentation=later is None or "documentation" in later.properties,
        shows_details=bool(item.label_details_support),
    )


def _commands(options: Any) -> frozenset[str]:
    """``clientCommands`` of the initialization options, which may be an object of any make."""
    named = options.get("clientCommands") if isinstance(options, dict) else None
    return frozenset(name for name in named if isinstance(name, str)) if isinstance(named, list) else frozenset()
