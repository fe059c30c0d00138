from __future__ import annotations

import json
from typing import Any

import pytest

from gage.gagefile.check import check
from gage.gagefile.document import Document
from gage.gagefile.text import Position
from gage.report import github_format, json_format, sarif_format, text_format
from gage.report.checked import CheckedFile, unreadable

TEXT = '[a]\nexec = "é🚀"\ndefault = true\n[b]\nexce = "x"\ndefault = true\n'


def checked(text: str, path: str = "a b/gage.toml") -> CheckedFile:
    document = Document(text, "toml")
    return CheckedFile(path, document, tuple(check(document)))


def test_json_names_places_from_one_and_offsets_from_zero() -> None:
    (file,) = json.loads(json_format.render([checked(TEXT)]))["files"]
    assert file["path"] == "a b/gage.toml"
    assert not file["valid"]
    unknown, second = file["problems"]
    start = TEXT.index("exce")
    assert unknown == {
        "code": "unknown-key",
        "severity": "error",
        "message": "unknown key 'exce' in operation 'b'; did you mean 'exec'?",
        "start": {"line": 5, "column": 1, "offset": start},
        "end": {"line": 5, "column": 5, "offset": start + 4},
        "related": [],
        "fix": {
            "title": "Change 'exce' to 'exec'",
            "edits": [
                {
                    "start": {"line": 5, "column": 1, "offset": start},
                    "end": {"line": 5, "column": 5, "offset": start + 4},
                    "text": "exec",
                }
            ],
        },
    }
    assert second["code"] == "one-default"
    assert second["related"][0]["start"]["line"] == 3
    assert second["fix"] is None


def test_a_valid_file_is_reported_as_valid() -> None:
    text = '[a]\nexec = "x"\n'
    assert json.loads(json_format.render([checked(text)])) == {
        "files": [{"path": "a b/gage.toml", "valid": True, "problems": []}]
    }
    assert text_format.render([checked(text)]) == ""
    assert github_format.render([checked(text)]) == ""


def test_sarif_has_what_code_scanning_reads() -> None:
    log: dict[str, Any] = json.loads(sarif_format.render([checked(TEXT), checked("a = 1]\n", "other.toml")]))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert rules == sorted(set(rules))
    for result in run["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
        assert result["level"] == "error"
        assert result["message"]["text"]
    first = run["results"][0]
    location = first["locations"][0]["physicalLocation"]
    assert location["artifactLocation"]["uri"] == "a%20b/gage.toml"
    assert location["region"] == {"startLine": 5, "startColumn": 1, "endLine": 5, "endColumn": 5}
    (change,) = first["fixes"][0]["artifactChanges"]
    assert change["replacements"][0]["insertedContent"] == {"text": "exec"}


def test_github_annotations_escape_what_would_end_them() -> None:
    report = github_format.render([checked('"a,b:%" = "x\\ny"\n', "a,b.toml")])
    assert report.startswith("::error file=a%2Cb.toml,line=1,endLine=1,col=11,endColumn=17,title=wrong-type::")
    assert "operation 'a,b:%25' must be" in report
    assert report.count("\n") == 1


def test_github_gives_no_columns_where_a_problem_spans_lines() -> None:
    report = github_format.render([checked('a = [\n "x"]\n')])
    assert "line=1,endLine=2,title=" in report


def test_text_shows_the_place_under_wide_and_combining_characters() -> None:
    lines = text_format.render([checked('"漢x́" = 1\n')]).splitlines()
    assert lines[1] == '  1 | "漢x́" = 1'
    assert lines[2] == "    |         ^"


def test_text_shows_no_character_that_could_steer_the_terminal() -> None:
    report = text_format.render([checked("a = 1 # \x1b[31m \u202e\n")])
    assert "\x1b" not in report
    assert "\u202e" not in report


def test_text_cuts_long_lines_around_the_place() -> None:
    report = text_format.render([checked(f'a = {{ exec = "{"x" * 500}", nope = 1, env = {{ A = "{"y" * 500}" }} }}\n')])
    source, underline = report.splitlines()[1:3]
    assert len(source) < 130
    assert source[underline.index("^") :].startswith("nope")


def test_text_has_color_only_where_asked() -> None:
    assert "\x1b[" in text_format.render([checked("a = 1")], color=True)
    assert "\x1b[" not in text_format.render([checked("a = 1")])


@pytest.mark.parametrize("format_", [text_format, json_format, sarif_format, github_format])
def test_a_file_that_could_not_be_read_is_in_every_report(format_: Any) -> None:
    report = format_.render([unreadable("gage.toml", "byte 0xff is not UTF-8", Position(2, 4))])
    assert "byte 0xff is not UTF-8" in report
    assert "3" in report
    assert "5" in report
