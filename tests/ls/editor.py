"""An editor as the server sees one: opens and edits texts over a real connection, and waits for what comes back."""

from __future__ import annotations

import asyncio
import itertools
import sys
from collections.abc import Callable
from typing import Any, Union

from lsprotocol import converters
from lsprotocol import types as lsp
from pygls.protocol import JsonRPCNotification, JsonRPCRequestMessage, JsonRPCResponseMessage
from pytest_lsp import ClientServerConfig, LanguageClient
from pytest_lsp.client import DEFAULT_CLIENT_FEATURES, register_lsp_features

SERVER = [sys.executable, "-m", "gage_ls"]
PATIENCE = 10
"""Seconds before a test that waits for the server fails."""


class Editor(LanguageClient):
    """A client that keeps every notification it gets.

    ``choice`` is the action it takes in messages that offer some, ``shows_documents`` whether it shows what it is asked to.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.published: list[lsp.PublishDiagnosticsParams] = []
        self.runs_changed: list[dict[str, Any]] = []
        self.lens_refreshes: list[None] = []
        self.watched: dict[str, set[str]] = {}
        self.choice: str | None = None
        self.shows_documents = True
        self.hints_called_for: list[None] = []
        self._arrived = asyncio.Event()
        self._versions = itertools.count(1)
        self.encoding = "utf-16"

    async def initialize_session(self, params: lsp.InitializeParams) -> lsp.InitializeResult:
        """Begin, and remember what columns count."""
        result = await super().initialize_session(params)
        self.encoding = lsp.PositionEncodingKind(result.capabilities.position_encoding).value
        return result

    def units(self, text: str) -> int:
        """How long a text is in what columns count."""
        codec, size = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}[self.encoding]
        return len(text.encode(codec)) // size

    def take(self, notifications: list[Any], params: Any) -> None:
        notifications.append(params)
        self._arrived.set()

    async def until(self, condition: Callable[[], Any]) -> Any:
        """Wait until a condition holds, which is looked at whenever a notification arrives."""

        async def wait() -> Any:
            while not (found := condition()):
                self._arrived.clear()
                await self._arrived.wait()
            return found

        return await asyncio.wait_for(wait(), PATIENCE)

    def open(self, uri: str, text: str, language: str = "toml") -> int:
        """Open a document and return its version, which no other document shares."""
        version = next(self._versions)
        item = lsp.TextDocumentItem(uri=uri, language_id=language, version=version, text=text)
        self.text_document_did_open(lsp.DidOpenTextDocumentParams(text_document=item))
        return version

    def change(self, uri: str, *changes: tuple[tuple[int, int, int, int], str] | str) -> int:
        """Replace ranges (start line, start column, end line, end column), or the whole text."""
        version = next(self._versions)
        self.text_document_did_change(
            lsp.DidChangeTextDocumentParams(
                text_document=lsp.VersionedTextDocumentIdentifier(uri=uri, version=version),
                content_changes=[_change(change) for change in changes],
            )
        )
        return version

    def close(self, uri: str) -> None:
        document = lsp.TextDocumentIdentifier(uri=uri)
        self.text_document_did_close(lsp.DidCloseTextDocumentParams(text_document=document))

    async def problems(self, uri: str, version: int) -> list[lsp.Diagnostic]:
        """What the server says about a version of a document."""
        params = await self.until(lambda: [p for p in self.published if p.uri == uri and p.version == version])
        return list(params[0].diagnostics)

    async def actions(self, uri: str, range_: lsp.Range, **context: Any) -> list[lsp.CodeAction]:
        """The code actions at a range."""
        params = lsp.CodeActionParams(
            text_document=lsp.TextDocumentIdentifier(uri=uri),
            range=range_,
            context=lsp.CodeActionContext(**{"diagnostics": [], **context}),
        )
        return list(await self.text_document_code_action_async(params) or [])

    async def lenses(self, uri: str) -> list[lsp.CodeLens]:
        """The code lenses of a document."""
        document = lsp.TextDocumentIdentifier(uri=uri)
        return list(await self.text_document_code_lens_async(lsp.CodeLensParams(text_document=document)) or [])

    async def completions(self, uri: str, line: int, column: int, typed: str | None = None) -> list[lsp.CompletionItem]:
        """What can be chosen at a place, in the order of a list; perhaps because a character was typed."""
        kind = lsp.CompletionTriggerKind.TriggerCharacter if typed else lsp.CompletionTriggerKind.Invoked
        params = lsp.CompletionParams(
            text_document=lsp.TextDocumentIdentifier(uri=uri),
            position=lsp.Position(line=line, character=column),
            context=lsp.CompletionContext(trigger_kind=kind, trigger_character=typed),
        )
        found = await self.text_document_completion_async(params)
        assert isinstance(found, lsp.CompletionList)
        return sorted(found.items, key=lambda item: item.sort_text or "")

    async def execute(self, command: str, *arguments: Any) -> Any:
        """Have the server execute a command."""
        params = lsp.ExecuteCommandParams(command=command, arguments=list(arguments))
        return await self.workspace_execute_command_async(params)

    async def ask(self, method: str, params: Any) -> Any:
        """Send a request that is not LSP's own."""
        return await self.protocol.send_request_async(method, params)


def at(line: int, column: int, end_line: int | None = None, end_column: int | None = None) -> lsp.Range:
    """A range; of one place, if no end is given."""
    start = lsp.Position(line=line, character=column)
    if end_line is None or end_column is None:
        return lsp.Range(start=start, end=start)
    return lsp.Range(start=start, end=lsp.Position(line=end_line, character=end_column))


def capabilities(
    encoding: lsp.PositionEncodingKind,
    *,
    snippets: bool = False,
    replaces: bool = True,
    later: tuple[str, ...] = ("documentation",),
) -> lsp.ClientCapabilities:
    """Those of an editor that counts columns in one way only and can show progress and documents, and perhaps take snippets.

    ``replaces`` says that it can replace what is behind the cursor, or insert before it; ``later`` are the properties of
    completions that it asks for when one is chosen.
    """
    items = lsp.ClientCompletionItemOptions(
        snippet_support=snippets,
        insert_replace_support=snippets and replaces,
        tag_support=lsp.CompletionItemTagOptions(value_set=[lsp.CompletionItemTag.Deprecated]),
        resolve_support=lsp.ClientCompletionItemResolveOptions(properties=list(later)),
        documentation_format=[lsp.MarkupKind.Markdown],
    )
    completion = lsp.CompletionClientCapabilities(completion_item=items)
    return lsp.ClientCapabilities(
        text_document=lsp.TextDocumentClientCapabilities(completion=completion),
        general=lsp.GeneralClientCapabilities(position_encodings=[encoding]),
        window=lsp.WindowClientCapabilities(
            work_done_progress=True, show_document=lsp.ShowDocumentClientCapabilities(support=True)
        ),
        workspace=lsp.WorkspaceClientCapabilities(
            code_lens=lsp.CodeLensWorkspaceClientCapabilities(refresh_support=True)
        ),
    )


def server() -> ClientServerConfig:
    """The real server, for the fixtures of pytest-lsp."""
    return ClientServerConfig(server_command=SERVER, client_factory=_editor)


def _change(change: tuple[tuple[int, int, int, int], str] | str) -> lsp.TextDocumentContentChangeEvent:
    if isinstance(change, str):
        return lsp.TextDocumentContentChangeWholeDocument(text=change)
    return lsp.TextDocumentContentChangePartial(range=at(*change[0]), text=change[1])


def _editor() -> Editor:
    editor = Editor(converter_factory=_converter)
    register_lsp_features(editor, {**DEFAULT_CLIENT_FEATURES, **OWN_FEATURES})
    return editor


def _converter() -> Any:
    converter = converters.get_converter()
    for message in (JsonRPCRequestMessage, JsonRPCResponseMessage, JsonRPCNotification):
        converter.register_structure_hook(message, lambda data, cls: cls(**data))

    # lsprotocol takes an action that has a command for that command.
    def action(data: dict[str, Any], _: type) -> lsp.Command | lsp.CodeAction:
        return converter.structure(data, lsp.Command if isinstance(data.get("command"), str) else lsp.CodeAction)

    converter.register_structure_hook(Union[lsp.Command, lsp.CodeAction], action)  # noqa: UP007  # as lsprotocol has it
    return converter


def _published(editor: Editor, params: lsp.PublishDiagnosticsParams) -> None:
    editor.take(editor.published, params)


def _runs_changed(editor: Editor, params: dict[str, Any]) -> None:
    editor.take(editor.runs_changed, params)


def _refresh_lenses(editor: Editor, params: None) -> None:
    editor.take(editor.lens_refreshes, params)


def _registered(editor: Editor, params: lsp.RegistrationParams) -> None:
    for item in params.registrations:
        assert item.method == lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES
        assert item.id not in editor.watched
        editor.watched[item.id] = {watcher["globPattern"] for watcher in item.register_options["watchers"]}
    editor._arrived.set()


def _unregistered(editor: Editor, params: lsp.UnregistrationParams) -> None:
    for item in params.unregisterations:
        del editor.watched[item.id]
    editor._arrived.set()


def _message(editor: Editor, params: lsp.ShowMessageParams) -> None:
    editor.take(editor.messages, params)


def _question(editor: Editor, params: lsp.ShowMessageRequestParams) -> lsp.MessageActionItem | None:
    """Answer with the action of that title, if there is one; else close the message."""
    editor.take(editor.messages, params)
    return next((action for action in params.actions or () if action.title == editor.choice), None)


def _shown(editor: Editor, params: lsp.ShowDocumentParams) -> lsp.ShowDocumentResult:
    editor.take(editor.shown_documents, params)
    return lsp.ShowDocumentResult(success=editor.shows_documents)


def _progress(editor: Editor, params: lsp.ProgressParams) -> None:
    editor.take(editor.progress_reports.setdefault(params.token, []), params.value)


def _hints_called_for(editor: Editor, params: None) -> None:
    editor.take(editor.hints_called_for, params)


OWN_FEATURES = {
    lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS: _published,
    lsp.WINDOW_SHOW_MESSAGE: _message,
    lsp.WINDOW_SHOW_MESSAGE_REQUEST: _question,
    lsp.WINDOW_SHOW_DOCUMENT: _shown,
    lsp.PROGRESS: _progress,
    lsp.WORKSPACE_INLAY_HINT_REFRESH: _hints_called_for,
    lsp.CLIENT_REGISTER_CAPABILITY: _registered,
    lsp.CLIENT_UNREGISTER_CAPABILITY: _unregistered,
    lsp.WORKSPACE_CODE_LENS_REFRESH: _refresh_lenses,
    "gage/runsChanged": _runs_changed,
}
