"""The gagefiles, boards and so on a client has open, as the client has them; knows no project and touches no disk."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from lsprotocol import types as lsp

from gage.gagefile.document import SYNTAX_BY_SUFFIX, Document, Syntax
from gage.gagefile.facts import NO_FACTS, Facts
from gage.gagefile.file_kind import GAGEFILE, FileKind, kind_of
from gage.gagefile.parts import Reading
from gage.gagefile.problem import Problem, Severity
from gage.gagefile.silence import NO_SETTINGS, Settings
from gage.gagefile.text import Encoding, Lines, Span
from gage_ls.checking import SLICE, Checking
from gage_ls.convert import Places, path_of
from gage_ls.runnable import Runnable

LARGEST = 5_000_000
"""Code points. A text beyond is kept, so that edits stay right, and not looked into."""

_SHORT = 50_000
"""Code points that are read in a slice."""


class OpenDocument:
    """One version of one open file. Immutable; read once, in steps or when it is first asked for, checked in slices."""

    def __init__(
        self,
        uri: str,
        version: int,
        text: str,
        syntax: Syntax,
        encoding: Encoding,
        facts: Facts = NO_FACTS,
        document: Document | None = None,
        settings: Settings = NO_SETTINGS,
        near: int = 0,
        *,
        saved: bool = False,
    ) -> None:
        self.uri = uri
        self.version = version
        self.text = text
        self._syntax = syntax
        self._encoding = encoding
        self.facts = facts
        self._document = document
        self._reading = Reading("" if self.is_too_large else text, syntax)
        self.settings = settings
        self._near = near
        self.saved = saved

    @cached_property
    def path(self) -> Path | None:
        """The file the document is saved in, or None for one that is not saved yet."""
        return path_of(self.uri)

    @cached_property
    def document(self) -> Document:
        """The text as a document of its kind; an empty one if the text is too large."""
        if self._document:
            return self._document
        text = "" if self.is_too_large else self.text
        document = Document(text, self._syntax, self._reading.finish(), self.kind)
        gc.freeze()  # nobody waits while all of its tree, which stays, is looked through for garbage
        return document

    @property
    def is_read(self) -> bool:
        """Whether ``document`` is there at once, or as good as; a megabyte takes a quarter of a second."""
        return self._document is not None or self._reading.parts is not None or len(self.text) <= _SHORT

    def read_on(self) -> None:
        """Read some milliseconds further."""
        self._reading.go_on()

    @property
    def kind(self) -> FileKind:
        """What kind of file this is, by its name."""
        return kind_at(self.uri)

    @cached_property
    def places(self) -> Places:
        """Conversions between this text and the client."""
        return Places(Lines(self.text) if self.is_too_large else self.document.lines, self._encoding)

    @cached_property
    def checking(self) -> Checking:
        """The check of this version, as far as it has gone."""
        checking = Checking(self.document, self.facts, self.settings, self._near, saved=self.saved)
        if self.is_too_large:
            words = f"this file is not checked; it has more than {LARGEST:,} characters"
            checking.refuse(Problem("not-checked", words, Span(0, 0), Severity.INFORMATION))
        return checking

    @property
    def problems(self) -> list[Problem]:
        """What is known to be wrong, in order of place; what is asked for sooner than it is told is not waited for."""
        self.checking.go_on(SLICE / 2)
        return self.checking.problems

    def is_sound(self, operation: Runnable) -> bool:
        """Whether no error lies in the text of an operation."""
        stretches = [self.document.parts.stretch(place.start) for place in operation.places]
        errors = [problem.span.start for problem in self.problems if problem.severity is Severity.ERROR]
        near = [place for place in errors if any(start <= place <= end for start, end in stretches)]
        at = (self.document.operation_at(place) for place in near)
        return all(entry is None or entry.key != operation.name for entry in at)

    def changed(self, version: int, changes: Sequence[lsp.TextDocumentContentChangeEvent]) -> OpenDocument:
        """The document after a client's changes, each of which is meant for the text the one before it left."""
        after = self
        for change in changes:
            if isinstance(change, lsp.TextDocumentContentChangeWholeDocument):
                after = after._with(version, change.text)
            else:
                after = after._edited(version, after.places.span(change.range), change.text)
        return after

    def _edited(self, version: int, span: Span, replacement: str) -> OpenDocument:
        text = self.text[: span.start] + replacement + self.text[span.end :]
        if self.is_too_large or len(text) > LARGEST:
            return self._with(version, text)
        return self._with(version, text, self.document.edited(span, replacement), span.start)

    def _with(self, version: int, text: str, document: Document | None = None, near: int = 0) -> OpenDocument:
        return OpenDocument(
            self.uri, version, text, self._syntax, self._encoding, self.facts, document, self.settings, near
        )

    @property
    def is_too_large(self) -> bool:
        """Whether the text is so large that it is not looked into."""
        return len(self.text) > LARGEST

    def within(self, facts: Facts, settings: Settings) -> OpenDocument:
        """The same version, checked with other facts and settings of its project, and by a second reader."""
        return OpenDocument(
            self.uri,
            self.version,
            self.text,
            self._syntax,
            self._encoding,
            facts,
            self.document,
            settings,
            self._near,
            saved=True,
        )


class Workspace:
    """All open gagefiles by URI. Other files, and documents never opened, read as None."""

    def __init__(self) -> None:
        self.encoding: Encoding = "utf-16"
        self._open: dict[str, OpenDocument] = {}

    def get(self, uri: str) -> OpenDocument | None:
        """The newest version of an open gagefile."""
        return self._open.get(uri)

    def at(self, path: Path) -> OpenDocument | None:
        """The newest version of the gagefile at a path, if it is open."""
        return next((document for document in self._open.values() if document.path == path), None)

    @property
    def uris(self) -> list[str]:
        """The open gagefiles."""
        return list(self._open)

    def open(self, item: lsp.TextDocumentItem) -> None:
        """Take in a document if its name is a gagefile's; the client's language id says nothing we can rely on."""
        syntax = _syntax_of(item.uri)
        if syntax:
            self._open[item.uri] = OpenDocument(item.uri, item.version, item.text, syntax, self.encoding)

    def change(self, params: lsp.DidChangeTextDocumentParams) -> None:
        """Apply a client's changes to a document it opened."""
        uri = params.text_document.uri
        before = self._open.get(uri)
        if before:
            self._open[uri] = before.changed(params.text_document.version, params.content_changes)

    def learn(self, uri: str, facts: Facts, settings: Settings) -> bool:
        """Check a document that was opened or saved with facts and settings of its project; whether that is news."""
        known = self._open.get(uri)
        if known is None or (known.saved and (known.facts, known.settings) == (facts, settings)):
            return False
        learnt = self._open[uri] = known.within(facts, settings)
        return (known.facts, known.settings) != (facts, settings) or learnt.problems != known.problems

    def close(self, uri: str) -> None:
        """Forget a document."""
        self._open.pop(uri, None)


def kind_at(uri: str) -> FileKind:
    """The kind of a file by its URI."""
    return kind_of(_path(uri).as_posix())


def _syntax_of(uri: str) -> Syntax | None:
    stem, dot, suffix = _file_name(uri).partition(".")
    suffix = dot + suffix if stem == "gage" else _path(uri).suffix if kind_at(uri) is not GAGEFILE else ""
    return SYNTAX_BY_SUFFIX.get(suffix)


def _file_name(uri: str) -> str:
    return _path(uri).name


def _path(uri: str) -> PurePosixPath:
    try:
        return PurePosixPath(unquote(urlsplit(uri).path))
    except ValueError:
        return PurePosixPath()
