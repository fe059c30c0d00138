"""The topics of `gage help`: which there are, and what each says; what the schema and rules say, it says not again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

# topic: what it is about, shown in lists without reading its file
TOPICS = {
    "gagefile": "where operations are declared, and every key",
    "operations": "naming operations, the default one, how their runs are listed",
    "exec": "commands, phases and platforms",
    "config": "values that a run can change, and flags",
    "sourcecode": "which files a run gets a copy of",
    "dependencies": "files that a run needs: data, other runs, addresses",
    "metrics": "what a run reports: metrics and attributes, step by step",
    "runs": "naming runs; labels, tags, comments, the trash",
    "filters": "selecting and sorting runs with an expression",
    "tables": "columns, saved views, CSV, and runs side by side",
    "batches": "many runs at once",
    "remotes": "files and runs on other machines",
    "check": "problems of gagefiles, every rule, and silencing them",
    "environment": "variables, the runs directory, colours and your own config",
    "editors": "problems, completion and runs where you write",
    "troubleshooting": "when something does not go as it should",
    "migrating": "coming from gage 0.1.2 or Guild AI",
}

_FOLDER = Path(__file__).parents[1] / "help"
_WIDTH = 80
_GENERATED = re.compile(r"^<!-- (keys|rules)(?: (\S+))? -->$", re.MULTILINE)


def topic(name: str) -> str:
    """A topic as Markdown; the name must be one of ``TOPICS``."""
    text = (_FOLDER / f"{name}.md").read_text(encoding="utf-8")
    return _GENERATED.sub(_generated, text)


def _generated(mark: re.Match[str]) -> str:
    return "\n".join(_rules() if mark[1] == "rules" else _keys(mark[2])).rstrip("\n")


def _keys(pointer: str) -> Iterator[str]:
    """The keys that the schema of gagefiles allows at a pointer into it, with kinds, meaning, default and examples."""
    from gage.gagefile.describe import default, examples
    from gage.gagefile.file_kind import GAGEFILE
    from gage.gagefile.schema import dereference, described_at
    from gage.gagefile.words import either, expected

    for key, described in described_at(GAGEFILE.schema, *_segments(pointer))["properties"].items():
        schema = dereference(described)
        if schema.get("deprecated"):
            continue
        kinds = either(expected([schema], "toml"))
        counts = default(schema, "toml")
        yield _item(f"`{key}`: {kinds}. {schema['description']}" + (f" {counts}." if counts else ""))
        yield ""
        yield from (f"  {line}".rstrip() for line in examples(schema, "toml", key).split("\n"))
        yield ""


def _segments(pointer: str) -> Iterator[str | int]:
    return (int(part) if part.isdecimal() else part for part in pointer.split("/") if part)


def _rules() -> Iterator[str]:
    """Each rule with the sentence that its documentation begins with."""
    from gage.gagefile.codes import explanation
    from gage.gagefile.rules import EVERY_RULE

    for code in sorted(rule.code for rule in EVERY_RULE):
        first, _, _ = explanation(code).partition("\n\n")
        yield _item(f"`{code}`: {' '.join(first.split())}")


def _item(text: str) -> str:
    """An item of a list whose lines are no longer than those of the topics."""
    import textwrap

    lines = textwrap.wrap(text, _WIDTH - 2, break_long_words=False, break_on_hyphens=False)
    return "- " + "\n  ".join(lines)
