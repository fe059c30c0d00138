"""The documentation of keys is complete, reads well in each syntax, and its examples are valid."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from case_files import CASES, assert_expected

from gage.gagefile.check import check
from gage.gagefile.describe import describe, merged
from gage.gagefile.document import Document, Syntax
from gage.gagefile.file_kind import BOARD, GAGEFILE, SUMMARY, USER_CONFIG
from gage.gagefile.schema import Schema, alternatives, at, dereference, load

ROUTES = [
    ("$runs-dir",),
    ("train",),
    ("train", "default"),
    ("train", "version"),
    ("train", "exec"),
    ("train", "exec", "run"),
    ("train", "env"),
    ("train", "env", "NAME"),
    ("train", "config"),
    ("train", "config", "0", "type"),
    ("train", "config", "0", "choices"),
    ("train", "depends"),
    ("train", "depends", "type"),
    ("train", "depends", "link"),
    ("train", "depends", "files"),
    ("train", "output-summary"),
    ("train", "output-metrics"),
    ("train", "output-metrics", "loss"),
]


@pytest.mark.parametrize("syntax", ["toml", "yaml", "json"])
def test_keys_are_described_in_the_terms_of_the_syntax(syntax: Syntax) -> None:
    told = [f"# {'.'.join(route)}\n\n{describe(merged(at(load(), route)), syntax, route[-1])}\n" for route in ROUTES]
    assert_expected(CASES / "describe" / f"{syntax}.md", "\n".join(told))


def test_without_a_key_values_alone_are_the_examples() -> None:
    (tag,) = at(load(), ("train", "exec"))
    assert '\n["python", "train.py"]\n' in describe(tag, "toml")


def keys(schema: Schema, seen: tuple[str, ...] = ()) -> Iterator[tuple[str, Schema]]:
    """All keys that a schema knows by name, each with what it says of it."""
    for branch in alternatives(schema):
        for name, member in [*branch.get("properties", {}).items(), *branch.get("patternProperties", {}).items()]:
            if name not in seen:
                yield name, dereference(member)
                yield from keys(dereference(member), (*seen, name))
        for inner in ("items", "additionalProperties"):
            if isinstance(branch.get(inner), dict):
                yield from keys(dereference(branch[inner]), seen)


@pytest.mark.parametrize("kind", [GAGEFILE, BOARD, SUMMARY, USER_CONFIG])
@pytest.mark.parametrize("syntax", ["toml", "yaml", "json"])
def test_every_key_of_every_schema_has_a_title_and_words(kind: object, syntax: Syntax) -> None:
    found = list(keys(load(kind.schema)))
    assert found
    for name, schema in found:
        text = describe(schema, syntax, name)
        assert re.match(r"\*\*[^*]+\*\*", text), name
        assert len(text.split("\n\n")) >= 2, name


@pytest.mark.parametrize("syntax", ["toml", "yaml"])
def test_examples_of_operations_are_valid_gagefiles(syntax: Syntax) -> None:
    """In JSON an example is a member, which is no text of its own; it differs in nothing but the spelling."""
    known = load()["$defs"]["operation"]["properties"]
    for key, schema in known.items():
        (code,) = re.findall(r"```\w+\n(.*)\n```", describe(schema, syntax, key), re.DOTALL)
        for example in re.split(rf"\n+(?={re.escape(key)}\b)", code):
            rest = "" if key == "exec" else "exec = 'true'\n" if syntax == "toml" else "exec: 'true'\n"
            lines = f"{example}\n{rest}"
            text = f"[prepare]\n{lines}" if syntax == "toml" else "prepare:\n" + re.sub("(?m)^", "  ", lines)
            assert [problem.message for problem in check(Document(text, syntax))] == [], text
