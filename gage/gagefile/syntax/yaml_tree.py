"""From the events of PyYAML's parser to nodes with places; neither recurses nor reads a second document."""

from __future__ import annotations

from typing import Any

import yaml

from gage.gagefile.node import Array, Entry, Node, Object, Scalar
from gage.gagefile.problem import Edit, Fix, Problem
from gage.gagefile.syntax import nesting
from gage.gagefile.syntax.nesting import MOST_LEVELS, TooDeepError
from gage.gagefile.syntax.pattern import Pattern
from gage.gagefile.syntax.wording import MOST_PROBLEMS, MOST_VALUES, duplicate_key, shorten
from gage.gagefile.syntax.yaml_anchors import Anchor, Anchors, merged, seen_at
from gage.gagefile.syntax.yaml_draft import Draft
from gage.gagefile.syntax.yaml_scalars import TYPED_STARTS, key_type_problem, plain_type, scalar, simple, tag_type
from gage.gagefile.text import Span

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_PROPERTIES = Pattern(r"(?:[&!][^\s,\[\]{}]*(?:\s|#[^\n\r]*)*){1,2}").match
_MOST_EVENTS = 2 * MOST_VALUES  # keys are events, too
_BLOCK_STYLES = ("|", ">")
_PENDING = Scalar("missing", 0, 0)
_TAG = Pattern(r"(?:&\S*\s+)?(!<[^>\s]*>|![^\s,\[\]{}]*)").match


class TooManyValuesError(Exception):
    """There is more to read than is read. ``index`` is where that begins in the text given to the loader."""

    def __init__(self, index: int) -> None:
        super().__init__(index)
        self.index = index


class _Level:
    """A collection being read. ``entry`` is the one whose value comes next; ``merging`` says that its key is ``<<``."""

    __slots__ = ("anchor", "entry", "height", "merges", "merging", "node", "repeated", "size_before")

    def __init__(self, node: Array | Object, anchor: Anchor | None, size_before: int) -> None:
        self.node = node
        self.anchor = anchor
        self.size_before = size_before
        self.height = 1
        self.entry: Entry | None = None
        self.merging = False
        self.merges: list[Node] = []
        self.repeated: list[Entry] = []


class TreeBuilder:
    """Builds the tree of the first document in a text.

    ``draft`` is the text given to the loader; its indexes become offsets of ``text``, the original. ``skipped`` maps
    offsets of brackets that nest too deep, and were replaced, to where they close.
    """

    def __init__(self, text: str, draft: Draft, anchors: Anchors, skipped: dict[int, int]) -> None:
        self.text = text
        self.place = draft.placing()
        self.shift = draft.shift
        self.anchors = anchors
        self.skipped = skipped
        self.problems: list[Problem] = []
        self.root: Node | None = None
        self.end = 0
        self._levels: list[_Level] = []
        self.size = 0
        self._documents = 0

    def read(self, text: str) -> None:
        """Read the events of a text and keep what is read.

        Raises yaml.YAMLError, ValueError, TooDeepError and TooManyValuesError.
        """
        handlers = {
            yaml.ScalarEvent: self._scalar,
            yaml.MappingStartEvent: self._open,
            yaml.SequenceStartEvent: self._open,
            yaml.MappingEndEvent: self._close,
            yaml.SequenceEndEvent: self._close,
            yaml.AliasEvent: self._alias,
            yaml.DocumentStartEvent: self._document,
        }
        loader: Any = LOADER(text)
        next_event, end = loader.get_event, yaml.StreamEndEvent
        try:
            for _ in range(_MOST_EVENTS):
                if self._documents > 1 or type(event := next_event()) is end:
                    return
                if handler := handlers.get(type(event)):
                    handler(event)
            raise TooManyValuesError(event.start_mark.index)
        except yaml.scanner.ScannerError as error:
            # libyaml 0.2.6 has a limit too, and reaches it before it tells of the collections that go beyond ours.
            if error.problem == "exceeded maximum nesting depth":
                raise self._too_deep(text, event.end_mark.index, error) from error
            raise
        finally:
            loader.dispose()

    def _too_deep(self, text: str, read_to: int, error: Any) -> TooDeepError:
        """Where a text opens the first level too many, behind what was told of it; at worst where libyaml gave up."""
        opened = nesting.nth_open(text, read_to, MOST_LEVELS - len(self._levels))
        if opened is not None and opened < error.problem_mark.index:
            return TooDeepError(opened, in_brackets=True)
        return TooDeepError(error.problem_mark.index, in_brackets="flow" in (error.context or ""))

    def close_all(self) -> None:
        """End the collections that are still open where reading stopped."""
        known = len(self.problems)
        while self._levels:
            level = self._levels.pop()
            if level.entry:
                level.entry.value = Scalar("missing", level.entry.key_end, level.entry.key_end)
            self._settle(level)
            self._put(level.node, level.height)
        del self.problems[known:]  # of collections that were never finished

    def _document(self, event: Any) -> None:
        self._documents += 1
        if self._documents == 1:
            return
        start = self.place(event.start_mark.index)
        end = start + 3 if self.text.startswith("---", start) else start + 1
        message = "a gagefile is one document; a second one begins here and is not read"
        self._report("yaml-several-documents", start, end, message)

    def _report(self, code: str, start: int, end: int, message: str, *fixes: Fix) -> None:
        self._note(Problem(code, message, Span(start, max(start, end)), fixes=fixes))

    def _note(self, problem: Problem) -> None:
        if not self._is_full:
            self.problems.append(problem)

    @property
    def _is_full(self) -> bool:
        """Whether no more problems are kept, so that none need be made."""
        return len(self.problems) >= MOST_PROBLEMS

    def _scalar(self, event: Any) -> None:
        start, end = event.start_mark.index, event.end_mark.index
        if self.shift is None:
            start, end = self.place(start), self.place(end)
        elif self.shift:
            start, end = start + self.shift, end + self.shift
        self.size += 1
        if event.anchor or event.tag:
            start = self._after_properties(start, end)
        if event.style in _BLOCK_STYLES:
            end = start + len(self.text[start:end].rstrip())
        elif self.skipped and start in self.skipped:
            end = self.skipped[start]
        if end > self.end:
            self.end = end
        value = event.value
        if not (event.tag or event.anchor or self.skipped or (event.implicit[0] and value[:1] in TYPED_STARTS)):
            self._put(Scalar("string", start, end, value))
            return
        level = self._levels[-1] if self._levels else None
        is_key = level is not None and level.entry is None and type(level.node) is Object
        node = self._typed_scalar(event, start, end, is_key)
        if event.anchor:
            anchor = self._anchor(event)
            anchor.node, anchor.size = node, 1
        if is_key and level and event.value == "<<" and event.implicit[0] and not event.tag:
            level.entry, level.merging = Entry("<<", start, end, node), True
            level.node.entries.append(level.entry)  # type: ignore[union-attr]
        else:
            self._put(node)

    def _after_properties(self, start: int, end: int) -> int:
        """Where a value begins behind its anchor and tag."""
        match = _PROPERTIES(self.text, start)
        return min(match.end(), end) if match else start

    def _typed_scalar(self, event: Any, start: int, end: int, is_key: bool) -> Scalar:
        """A scalar that may be no string."""
        text, tag = event.value, event.tag
        if tag is None and event.implicit[0] and not self.skipped and (node := simple(text, start, end)):
            return node
        if start in self.skipped:
            return Scalar("error", start, end, "")
        if tag is None or tag == "!":
            type_name: str | None = plain_type(text) if event.implicit[0] else "str"
            if is_key and type_name in ("value", "merge"):
                type_name = "str"
        else:
            type_name = tag_type(tag)
        if type_name == "str":
            return Scalar("string", start, end, text)
        if type_name is None:
            self._unknown_tag(event)
            return Scalar("error", start, end, text)
        read = scalar(type_name, text, Span(start, end))
        if isinstance(read, Scalar):
            return read
        self._note(read)
        return Scalar("error", start, end, text)

    def _unknown_tag(self, event: Any) -> None:
        if self._is_full:
            return
        start = self.place(event.start_mark.index)
        match = _TAG(self.text, start)
        span = Span(*match.span(1)) if match else Span(start, start + 1)
        shown = shorten(self.text[span.start : span.end])
        remove = Fix(f"Remove {shown}", (Edit(span, ""),))
        message = f"the tag {shown} means nothing in a gagefile; remove it, or put the text in quotes"
        self._report("yaml-tag", *span, message, remove)

    def _anchor(self, event: Any) -> Anchor:
        start = self.place(event.start_mark.index)
        found = self.text.find("&" + event.anchor, start, self.place(event.end_mark.index))
        start = max(start, found)
        anchor, problem = self.anchors.define(event.anchor, Span(start, start + 1 + len(event.anchor)))
        if problem:
            self._note(problem)
        return anchor

    def _open(self, event: Any) -> None:
        if len(self._levels) >= MOST_LEVELS:
            raise TooDeepError(event.start_mark.index, bool(event.flow_style))
        is_mapping = type(event) is yaml.MappingStartEvent
        if event.tag and event.tag not in ("!", "tag:yaml.org,2002:map" if is_mapping else "tag:yaml.org,2002:seq"):
            self._unknown_tag(event)
        start = self.place(event.start_mark.index)
        if event.anchor or event.tag:
            start = self._after_properties(start, len(self.text))
        node = Object(start, start) if is_mapping else Array(start, start)
        self.size += 1
        self._levels.append(_Level(node, self._anchor(event) if event.anchor else None, self.size))

    def _close(self, event: Any) -> None:
        level = self._levels.pop()
        # The end of a block, and of a pair without braces, is marked at the token after it.
        if event.end_mark.index > event.start_mark.index:
            end = self.place(event.end_mark.index)
            if self.text[end - 1 : end] in ("}", "]"):
                self.end = end
        self._settle(level)
        self._put(level.node, level.height)

    def _settle(self, level: _Level) -> None:
        """Finish a collection: where it ends, which entries count, what its anchor stands for."""
        node = level.node
        node.end = max(self.end, node.start)
        if isinstance(node, Object) and (level.repeated or level.merges):
            node.by_key.update((entry.key, entry) for entry in level.repeated)
            node.by_key = merged(level.merges, node.by_key)
        if level.anchor:
            level.anchor.node = node
            level.anchor.size = self.size - level.size_before + 1
            level.anchor.height = level.height

    def _alias(self, event: Any) -> None:
        span = Span(self.place(event.start_mark.index), self.place(event.end_mark.index))
        self.end = span.end
        anchor = self.anchors.resolve(event.anchor, span, len(self._levels))
        if isinstance(anchor, Problem):
            self._note(anchor)
            self.size += 1
            self._put(Scalar("error", *span, self.text[span.start : span.end]))
        else:
            assert anchor.node is not None, "what is not read to its end is a problem"
            self.size += anchor.size
            self._put(seen_at(anchor.node, *span), anchor.height)

    def _put(self, node: Node, height: int = 0) -> None:
        """Give a finished node to the collection around it."""
        if not self._levels:
            self.root = node
            return
        level = self._levels[-1]
        if height >= level.height:
            level.height = height + 1
        entry, parent = level.entry, level.node
        if entry is not None:
            entry.value = node
            level.entry = None
            if level.merging:
                level.merging = False
                self._merge(level, node)
        elif isinstance(parent, Array):
            parent.items.append(node)
        else:
            key = node.value if isinstance(node, Scalar) and node.kind == "string" else self._odd_key(node)
            level.entry = entry = Entry(key, node.start, node.end, _PENDING)
            parent.entries.append(entry)
            first = parent.by_key.setdefault(key, entry)
            if first is not entry:
                self._repeat(level, entry, first)

    def _repeat(self, level: _Level, entry: Entry, first: Entry) -> None:
        if not self._is_full:
            self.problems.append(duplicate_key(entry, first))
        level.repeated.append(entry)

    def _odd_key(self, node: Node) -> str:
        """The source of a key that YAML does not read as text, reported."""
        source = self.text[node.start : node.end].strip()
        if self._is_full:
            return source
        if not source:
            self._report("yaml-key-type", node.start, node.end, "there is no key before this colon")
        elif not isinstance(node, Scalar):
            self._report("yaml-key-type", node.start, node.end, "a key must be text, not a list or a mapping")
        elif node.kind != "error":
            self._note(key_type_problem(node, source))
        return source

    def _merge(self, level: _Level, node: Node) -> None:
        sources = node.items if isinstance(node, Array) else [node]
        wrong = next((source for source in sources if not isinstance(source, Object)), None)
        if wrong is None:
            level.merges.append(node)
        elif wrong.kind != "error":
            message = "<< takes a mapping, mostly an alias like *name, or a list of such"
            self._report("yaml-merge", wrong.start, wrong.end, message)
