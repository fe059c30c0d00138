"""What a person wrote may be of any length; a message that repeats it is read on a line."""

from __future__ import annotations

import json

import pytest

from gage.gagefile.check import check
from gage.gagefile.document import Document
from gage.gagefile.file_kind import BOARD, SUMMARY, USER_CONFIG

LONG = "x" * 3000
OPERATION = {"exec": "true"}


@pytest.mark.parametrize(
    "gagefile",
    [
        {f"${LONG}": 1},
        {LONG: 1},
        {LONG: {}},
        {LONG: {"exec": ""}},
        {LONG: {"exec": {"finalize": "x"}}},
        {LONG: {**OPERATION, LONG: 1}},
        {LONG: {**OPERATION, "default": True}, f"{LONG}y": {**OPERATION, "default": True}},
        {f"{LONG} {LONG}": OPERATION},
        {"a": {**OPERATION, "env": {LONG: []}}},
        {"a": {**OPERATION, "env": {f"{LONG}_SECRET_KEY": LONG}}},
        {"a": {**OPERATION, "exec": {LONG: 1}}},
        {"a": {**OPERATION, "exec": f"echo {{{LONG}}}", "config": [{"name": "lr", "default": 1}]}},
        {"a": {**OPERATION, "config": [{"name": LONG}, {"name": LONG}]}},
        {"a": {**OPERATION, "depends": {"run-select": f"op = {LONG}", "files": "*"}}},
        {"a": {**OPERATION, "depends": {"operation": LONG, "files": "*"}}},
        {LONG: {**OPERATION, "depends": {"operation": LONG, "files": "*"}}},
        {"a": {**OPERATION, "progress": LONG, "version": LONG}},
        {"a": {**OPERATION, "output-summary": f"({LONG}"}},
        {"a": {**OPERATION, "sourcecode": LONG, "config": f"{LONG}#{LONG}"}},
        {"a": {**OPERATION, "depends": {"type": LONG, LONG: LONG}}},
    ],
)
def test_messages_about_gagefiles_are_short(gagefile: object) -> None:
    hold_short(Document(json.dumps(gagefile), "json"))


@pytest.mark.parametrize(
    ("kind", "file"),
    [
        (BOARD, {LONG: 1, "columns": [LONG, {LONG: 1}], "run-select": {LONG: LONG}}),
        (SUMMARY, {"metrics": {LONG: "x"}, "attributes": {LONG: {}}, LONG: 1}),
        (USER_CONFIG, {"repos": {LONG: {}}, "check": {LONG: 1, "ignore": [LONG], "severity": {LONG: LONG}}}),
    ],
)
def test_messages_about_other_files_are_short(kind: object, file: object) -> None:
    hold_short(Document(json.dumps(file), "json", kind=kind))


def hold_short(document: Document) -> None:
    for problem in check(document):
        texts = [
            problem.message,
            *(related.message for related in problem.related),
            *(fix.title for fix in problem.fixes),
        ]
        assert all(len(text) < 500 for text in texts), (problem.code, [len(text) for text in texts])
