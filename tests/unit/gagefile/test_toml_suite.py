"""Our TOML parser against toml-test: every valid document equal in value, every invalid one refused."""

from __future__ import annotations

import datetime
import json
import math
import re
from pathlib import Path
from typing import Any

import pytest
from suites import suite

from gage.gagefile.document import Document

# What TOML 1.0 forbids and 1.1 allows; we read 1.1.
ALLOWED_SINCE_1_0 = {
    "invalid/datetime/no-secs.toml",
    "invalid/inline-table/linebreak-01.toml",
    "invalid/inline-table/linebreak-02.toml",
    "invalid/inline-table/linebreak-03.toml",
    "invalid/inline-table/linebreak-04.toml",
    "invalid/inline-table/trailing-comma.toml",
    "invalid/local-datetime/no-secs.toml",
    "invalid/local-time/no-secs.toml",
    "invalid/string/basic-byte-escapes.toml",
}


@pytest.mark.parametrize("version", ["1.0.0", "1.1.0"])
def test_valid_documents_have_the_value_they_should(version: str) -> None:
    for path, text in documents(version, "valid"):
        document = Document(text, "toml")
        assert not document.problems, path
        expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        assert same(document.data, expected), path


@pytest.mark.parametrize("version", ["1.0.0", "1.1.0"])
def test_invalid_documents_are_refused(version: str) -> None:
    for path, text in documents(version, "invalid"):
        name = path.relative_to(path.parents[len(path.parts) - path.parts.index("invalid") - 1]).as_posix()
        if f"invalid/{name.removeprefix('invalid/')}" not in ALLOWED_SINCE_1_0 or version == "1.1.0":
            assert Document(text, "toml").problems, path


def documents(version: str, folder: str) -> list[tuple[Path, str]]:
    """The documents of a version as text; what is no UTF-8 is refused before any parser sees it."""
    root = suite("toml-test") / "tests"
    names = (root / f"files-toml-{version}").read_text(encoding="utf-8").split()
    found = []
    for name in names:
        if name.startswith(folder) and name.endswith(".toml"):
            try:
                found.append((root / name, (root / name).read_bytes().decode("utf-8")))
            except UnicodeDecodeError:
                assert folder == "invalid"
    assert len(found) > 150
    return found


def same(value: Any, expected: Any) -> bool:
    """Whether a value is the one toml-test describes by type and text."""
    if isinstance(expected, list):
        return isinstance(value, list) and len(value) == len(expected) and all(map(same, value, expected))
    if not (expected.keys() == {"type", "value"} and isinstance(expected["type"], str)):
        return value.keys() == expected.keys() and all(same(value[key], expected[key]) for key in value)
    return READERS[expected["type"]](expected["value"]) == (repr(value) if value != value else value)


def _float(text: str) -> Any:
    number = float(text)
    return repr(number) if math.isnan(number) else number


def _moment(text: str) -> str:
    """An ISO time as Python 3.10 reads it: a numeric zone, and six digits of a fraction, of which we keep as many."""
    text = re.sub(r"\.(\d+)", lambda match: "." + (match[1] + "000000")[:6], text)
    return text.replace("Z", "+00:00").replace("z", "+00:00")


READERS = {
    "string": str,
    "integer": int,
    "float": _float,
    "bool": lambda text: text == "true",
    "datetime": lambda text: datetime.datetime.fromisoformat(_moment(text)),
    "datetime-local": lambda text: datetime.datetime.fromisoformat(_moment(text)),
    "date-local": datetime.date.fromisoformat,
    "time-local": lambda text: datetime.time.fromisoformat(_moment(text)),
}
