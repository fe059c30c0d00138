"""What holds for any text at all, read as a gagefile of any syntax; shared by the hypothesis tests and the fuzzer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from gage.gagefile.check import check
from gage.gagefile.document import Document, Syntax
from gage.gagefile.facts import ConfigFacts, Facts, SourceFacts
from gage.gagefile.model import Gagefile
from gage.gagefile.node import Array, Node, Object, Scalar, to_data, walk
from gage.gagefile.problem import Edit, Fix, Problem, apply
from gage.gagefile.second_opinion import heard
from gage.gagefile.syntax import json_syntax, toml_syntax, yaml_syntax
from gage.gagefile.syntax.wording import MOST_PROBLEMS
from gage.gagefile.text import Span
from gage.report import github_format, json_format, sarif_format, text_format
from gage.report.checked import CheckedFile


class NoOpinionError(Exception):
    """A reader cannot be asked about a text, or is known to be wrong about it."""


OUR_OWN = {"duplicate-key", "nesting-too-deep", "yaml-key-type", "yaml-tag", "yaml-alias-expansion"}
"""Syntax problems of texts that other readers accept."""


class _Same(Mapping[Any, Any]):
    """The same fact of whatever is asked for."""

    def __init__(self, fact: object) -> None:
        self._fact = fact

    def __getitem__(self, _: object) -> Any:
        return self._fact

    def __iter__(self) -> Iterator[Any]:
        return iter(("*",))

    def __len__(self) -> int:
        return 1


BAD_NEWS = [
    Facts(
        directory="/",
        shadowed_by=".gage/gage.toml",
        config_paths=_Same(ConfigFacts(("a.py",), ("missing", "a.py"))),
        sources=_Same(SourceFacts(refused=_Same("[ is not closed"))),
        files=_Same(False),
    ),
    Facts(
        directory="/project",
        config_paths=_Same(ConfigFacts(("a.py", "b.py"), key="lr", keys=("rate", "epochs"))),
        picked=_Same({"a.py": ("lr",), "b.py": ("lr",)}),
        sources=_Same(SourceFacts(idle=frozenset("a*"), reaching_runs=frozenset("*"), selects_nothing=True)),
        exposed_runs="runs",
    ),
    Facts(
        config_paths=_Same(ConfigFacts(trouble=("unsupported", "a.py cannot be read"))),
        sources=_Same(SourceFacts(selects_nothing=True)),
    ),
]
"""What a project may be like, so that every rule that asks has something to say."""


PARSERS = {"toml": toml_syntax.parse, "yaml": yaml_syntax.parse, "json": json_syntax.parse}


def hold(text: str, syntax: Syntax) -> None:
    """Fails where a law is broken: nothing raises, all places are in the text, every report and fix can be made."""
    document = Document(text, syntax)
    to_data(document.root)
    for route, node in walk(document.root):
        assert 0 <= node.start <= node.end <= len(text), (route, node)
    for key, entry in [*document.root.by_key.items()][-5:] if isinstance(document.root, Object) else ():
        found = document.node((key,))
        assert found
        assert shape(found) == shape(entry.value)
    assert len(document.problems) <= MOST_PROBLEMS
    _in_order(document.problems)
    problems = check(document)
    assert heard(document, problems) == problems
    _in_order(problems)
    for known in BAD_NEWS:
        for problem in check(document, known):
            _place_is_in(text, problem)
    gagefile = Gagefile(document)
    assert all(operation.name for operation in gagefile.operations.values())
    checked = [CheckedFile("gage." + syntax, document, tuple(problems))]
    for report in (text_format, json_format, sarif_format, github_format):
        assert isinstance(report.render(checked), str)
    for fix in [fix for problem in check(document)[:5] for fix in problem.fixes[:2]]:
        mended = document
        for edit in reversed(fix.edits):
            mended = mended.edited(*edit)
        assert_same(mended, Document(apply(text, fix), syntax))
    _holds_after_edits(document)
    _agrees_with_others(text, syntax)


def _holds_after_edits(document: Document) -> None:
    """A character typed and one deleted, at places that follow from the text."""
    size = len(document.text)
    for place, typed in ((size // 3, document.text[size // 2 : size // 2 + 1]), (size // 2, "\n"), (2 * size // 3, "")):
        document = document.edited(Span(place, min(place + (not typed), len(document.text))), typed)
    assert_same(document, Document(document.text, document.syntax))


def shape(node: Node) -> Any:
    """A tree as plain data that two equal trees share."""
    if isinstance(node, Object):
        entries = [(e.key, *e.key_span, e.mentions or [e.key_span], shape(e.value)) for e in node.entries]
        return node.start, node.end, entries, {key: (e.key_start, e.value.start) for key, e in node.by_key.items()}
    if isinstance(node, Array):
        return node.start, node.end, [shape(item) for item in node.items]
    return node.kind, node.start, node.end, repr(node.value) if isinstance(node, Scalar) else None


def assert_same(document: Document, fresh: Document) -> None:
    assert document.text == fresh.text
    assert shape(document.root) == shape(fresh.root)
    assert document.problems == fresh.problems
    assert check(document) == check(fresh)


def _in_order(problems: list[Problem]) -> None:
    spans = [problem.span for problem in problems]
    assert spans == sorted(spans)


def _place_is_in(text: str, problem: Problem) -> None:
    assert problem.message
    assert problem.code
    spans = [problem.span, *(related.span for related in problem.related)]
    assert all(0 <= span.start <= span.end <= len(text) for span in spans), problem
    for fix in problem.fixes:
        _edits_are_disjoint(text, fix)


def _edits_are_disjoint(text: str, fix: Fix) -> None:
    before = Edit(Span(0, 0), "")
    for edit in fix.edits:
        assert before.span.end <= edit.span.start <= edit.span.end <= len(text), fix
        before = edit


def _agrees_with_others(text: str, syntax: Syntax) -> None:
    """What the language's own reader accepts has no syntax problem here, and what it refuses has one."""
    problems = PARSERS[syntax](text)[1]
    codes = {problem.code for problem in problems}
    try:
        _others_read(text, syntax)
    except (NoOpinionError, RecursionError):
        return
    except (ValueError, TypeError, AttributeError, LookupError, ArithmeticError):
        assert codes, "refused by others, accepted here"
        return
    # PyYAML takes an alias inside of its own anchor, which is the one alias problem with a related place.
    endless = [problem for problem in problems if problem.code == "yaml-alias" and problem.related]
    codes = {problem.code for problem in problems if problem not in endless}
    assert codes <= OUR_OWN, codes


def _others_read(text: str, syntax: Syntax) -> Any:
    if syntax == "toml":
        import tomli

        return tomli.loads(text.removeprefix("\ufeff"))
    if syntax == "json":
        import json5

        # Its grammar is slow, and an empty text is a problem of its own here.
        if len(text) > 400:
            raise NoOpinionError
        return json5.loads(text)
    import yaml

    if "\ufeff" in text[1:]:  # libyaml leaves them out where a text begins with one
        raise NoOpinionError
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return yaml.load(text, Loader=loader)
    except yaml.YAMLError as error:
        raise ValueError(str(error)) from error
