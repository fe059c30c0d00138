from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest
from case_files import CASES, gagefile_cases
from published_schemas import departures

from gage.gagefile.check import check
from gage.gagefile.codes import codes
from gage.gagefile.document import SYNTAX_BY_SUFFIX, Document
from gage.gagefile.file_kind import kind_of
from gage.gagefile.problem import Problem, Severity
from gage.gagefile.text import Position, Span
from gage.report import github_format, gitlab_format, json_format, junit_format, sarif_format, text_format, verdict
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


def test_text_is_painted_only_where_asked() -> None:
    painted = text_format.render([checked("a = 1")], lambda text, style: f"<{style} {text}>")
    assert "gage.toml:1:5>: <error error>: " in painted
    assert "<" not in text_format.render([checked("a = 1")])


@pytest.mark.parametrize(
    "format_", [text_format, json_format, sarif_format, github_format, gitlab_format, junit_format]
)
def test_a_file_that_could_not_be_read_is_in_every_report(format_: Any) -> None:
    report = format_.render([unreadable("gage.toml", "byte 0xff is not UTF-8", Position(2, 4))])
    assert "byte 0xff is not UTF-8" in report
    assert "3" in report
    assert "5" in report


def every_kind() -> list[CheckedFile]:
    """Files with what reports differ in: none, several and related problems, fixes, warnings, one that is unreadable."""
    document = Document("[a]\n", "toml")
    warning = Problem("unused-ignore", '<no> "reason" & \ufffe\x1b', Span(1, 2), Severity.WARNING)
    return [
        checked(TEXT),
        checked('[a]\nexec = "x"\n', "b.toml"),
        CheckedFile("./c&d.toml", document, (warning, warning)),
        unreadable("e.toml", "there is no such file", None),
    ]


@pytest.mark.parametrize("folder", ["check", "files/broken"])
def test_sarif_holds_to_the_schema_of_its_specification(folder: str) -> None:
    """Every report of the cases, fixes and related places included, is what SARIF 2.1.0 says a log is."""
    paths = [case.values[0] for case in gagefile_cases(folder)]
    files = [checked_file(path) for path in paths]
    log = json.loads(sarif_format.render([*every_kind(), *files]))
    assert departures(log, "sarif-2.1.0") == []
    (run,) = log["runs"]
    assert len(run["results"]) == 5 + sum(len(file.problems) for file in files)
    for result in run["results"]:
        for location in [*result["locations"], *result.get("relatedLocations", [])]:
            hold_region(location["physicalLocation"]["region"])
            assert re.fullmatch(r"[\w.~/%-]+", location["physicalLocation"]["artifactLocation"]["uri"], re.ASCII)
    run["results"][0]["level"] = "fatal"
    assert departures(log, "sarif-2.1.0")


def checked_file(path: Path) -> CheckedFile:
    text = path.read_bytes().decode()
    document = Document(text, SYNTAX_BY_SUFFIX[path.suffix], kind=kind_of(path.name))
    return CheckedFile(path.relative_to(CASES).as_posix(), document, tuple(check(document)))


def hold_region(region: dict[str, int]) -> None:
    assert set(region) == {"startLine", "startColumn", "endLine", "endColumn"}
    assert all(number >= 1 for number in region.values())
    assert (region["startLine"], region["startColumn"]) <= (region["endLine"], region["endColumn"])


def test_sarif_explains_every_code() -> None:
    for code in codes():
        problem = Problem(code, "x", Span(0, 0))
        log = json.loads(sarif_format.render([CheckedFile("a.toml", Document("", "toml"), (problem,))]))
        assert log["runs"][0]["tool"]["driver"]["rules"][0]["help"]["markdown"]


def test_gitlab_has_what_a_code_quality_report_needs() -> None:
    entries = json.loads(gitlab_format.render(every_kind()))
    assert len(entries) == 5
    for entry in entries:
        assert set(entry) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert entry["severity"] in ("info", "minor", "major", "critical", "blocker")
        assert not entry["location"]["path"].startswith("./")
    assert entries[0]["location"] == {
        "path": "a b/gage.toml",
        "positions": {"begin": {"line": 5, "column": 1}, "end": {"line": 5, "column": 5}},
    }
    assert len({entry["fingerprint"] for entry in entries}) == 5
    assert [entry["severity"] for entry in entries[2:]] == ["minor", "minor", "blocker"]


def test_gitlab_knows_a_problem_again_when_lines_are_added_above_it() -> None:
    def fingerprints(text: str) -> list[str]:
        return [entry["fingerprint"] for entry in json.loads(gitlab_format.render([checked(text)]))]

    assert fingerprints(TEXT) == fingerprints("# more\n\n" + TEXT)


def test_junit_has_a_suite_a_file_and_a_case_a_problem() -> None:
    root = ET.fromstring(junit_format.render(every_kind()))
    assert root.attrib == {"name": "gage check", "tests": "6", "failures": "2", "errors": "1"}
    broken, valid, warned, unread = root
    assert broken.attrib == {"name": "a b/gage.toml", "tests": "2", "failures": "2", "errors": "0"}
    failure = broken[0][0]
    assert (broken[0].attrib["line"], failure.tag, failure.attrib["type"]) == ("5", "failure", "unknown-key")
    assert failure.text == f"a b/gage.toml:5:1: {failure.attrib['message']} [unknown-key]"
    assert (len(valid), len(valid[0])) == (1, 0)
    assert warned.attrib["name"] == "./c&d.toml"
    assert warned[0][0].tag == "system-out"
    assert '<no> "reason" & ' in (warned[0][0].text or "")
    assert unread[0][0].tag == "error"


def test_statistics_put_the_most_frequent_code_first() -> None:
    rows = [row.split() for row in verdict.statistics(every_kind()).splitlines()]
    assert rows[0] == ["2", "unused-ignore"]
    assert ["1", "unknown-key", "1", "with", "a", "fix"] in rows
    assert verdict.statistics([]) == ""
