"""Every message and every help page reads as `docs/messages.md` says."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import pytest
from messages import messages
from test_documents import Command, steps

from gage.cli.command import Parser
from gage.cli.command_table import COMMANDS, load_command
from gage.cli.shared_options import shared_parser

ROOT = Path(__file__).parents[1]
GUIDE = (ROOT / "docs" / "messages.md").read_text(encoding="utf-8")
ERRORS = ROOT / "docs" / "errors.md"

MARK = "{…}"
"""What a message holds where something is put in when it is said."""


def listed(heading: str) -> list[str]:
    """The names in the first column of the guide's table below a heading."""
    rows = re.findall(r"^\| (`.+?`) \|", GUIDE.partition(f"## {heading}")[2].partition("\n## ")[0], re.MULTILINE)
    return [name for row in rows for name in re.findall("`([^`]+)`", row)]


VERBS = "|".join(listed("Where to read on"))
SENTENCES = [message for message in messages() if message.kind == "say" and not message.text.startswith("gage: ")]
REMARKS = [message for message in messages() if message not in SENTENCES]


def bare(text: str) -> str:
    """A message without the word that all remarks begin with, and without apostrophes, which are no quotes."""
    return re.sub(r"(?<=\w)'(?=\w)", "", text.removeprefix("gage: "))


def rule(says: str, broken_by: str, pattern: str) -> pytest.param:
    """What a pattern must not be found in, and a message that it is found in."""
    return pytest.param(broken_by, re.compile(pattern), id=says)


OF_REMARKS = [
    rule("begins in lower case", "No run matches", r"^(?![a-z'\"{-]|[A-Z]+_[A-Z])"),
    rule("has no final period", "no run matches.", r"[.!:,;]\s*$"),
    rule("asks only what was meant", "really?", r"\?$(?<!did you mean '{…}'\?)(?<!is it the one you meant\?)"),
    rule("asks in one way", "no run; did you mean {…}?", r"(?i)did you mean (?!'{…}'\?)"),
    rule("is one sentence", "there is no run. Make one", r"[a-z]\. [A-Z]"),
]
OF_ALL = [
    rule("closes single quotes", "no key 'lr", r"^[^']*'(?:[^']*'[^']*')*[^']*$"),
    rule("closes double quotes", 'no key "lr', r'^[^"]*"(?:[^"]*"[^"]*")*[^"]*$'),
    rule("has no other quotes", "no key `lr`", "[`‘’“”]"),
    rule("quotes commands", "make one with gage run", rf"(?<!')\bgage (?:{'|'.join(COMMANDS)})\b"),
    rule(
        "says what a command does",
        "no run; run 'gage list' for more",
        rf"(?<!with )(?<!which )'gage [^']+'(?!(?:, '.*'| and '.*')? (?:{VERBS}|show|does|reads|cannot)\b)",
    ),
    rule("is no longer than two lines", "long " * 50, r"(?m)^.{230}"),
    *(
        rule(f"does not say {word}", word, rf"(?i)(?<![\w'\"]){re.escape(bare(word))}(?![\w'\"])")
        for word in listed("Words that are not said")
    ),
]


def test_there_are_messages_of_both_kinds() -> None:
    assert len(REMARKS) > 150
    assert len(SENTENCES) > 10
    assert len([message for message in messages() if "'gage " in message.text]) > 10


@pytest.mark.parametrize(("broken_by", "pattern"), OF_REMARKS)
def test_a_remark(broken_by: str, pattern: re.Pattern[str]) -> None:
    assert pattern.search(bare(broken_by))
    assert [str(message) for message in REMARKS if pattern.search(bare(message.text))] == []


@pytest.mark.parametrize(("broken_by", "pattern"), OF_ALL)
def test_a_message(broken_by: str, pattern: re.Pattern[str]) -> None:
    assert pattern.search(bare(broken_by))
    assert [str(message) for message in messages() if pattern.search(bare(message.text))] == []


def test_a_sentence_in_the_place_of_a_result_reads_as_one() -> None:
    framing = r"^You are about to|^Aborted!$|^checking again|^ |^--fix|:$|^{…}: "
    assert [str(each) for each in SENTENCES if not re.search(rf"^['A-Z{{].*\.$|{framing}|^{MARK}$", each.text)] == []


def problems() -> set[str]:
    """The messages of `gage check` in the reports of all cases."""
    form = re.compile(r"^\S+:\d+:\d+: (?:error|warning|information|hint): (.*) \[[\w-]+\]$", re.MULTILINE)
    reports = sorted((ROOT / "tests" / "cases").rglob("*.txt"))
    return {message for path in reports for message in form.findall(path.read_text(encoding="utf-8"))}


def test_what_is_said_of_a_problem_reads_like_a_remark() -> None:
    """It may begin with what was written, and with the name of a syntax."""
    assert len(problems()) > 200
    begins = r"[a-z'\"]|(?:TOML|YAML|JSON)\b|\S+ is not a value"
    assert [message for message in problems() if not re.match(begins, message) or message[-1] in ".!:;,"] == []


# Help pages


def parsers() -> list[pytest.param]:
    return [
        pytest.param(shared_parser(), id="gage"),
        *(pytest.param(load_command(name)[1], id=name) for name in COMMANDS),
    ]


def arguments(parser: Parser) -> list[argparse.Action]:
    return [action for action in parser._actions if action.help != argparse.SUPPRESS]


def metavars(parser: Parser) -> set[str]:
    return {str(each.metavar or each.dest.upper()) for each in arguments(parser) if each.nargs != 0}


@pytest.mark.parametrize("parser", parsers())
def test_a_help_page_begins_with_a_sentence(parser: Parser) -> None:
    assert re.match(r"[A-Z][^\n]*[.:]", parser.description or "")
    assert (parser.description or "").endswith(".")


@pytest.mark.parametrize("parser", parsers())
def test_what_is_said_of_an_argument_is_no_sentence(parser: Parser) -> None:
    named = "|".join(map(re.escape, listed("Metavars")))
    for action in arguments(parser):
        assert action.help, (parser.prog, action.dest)
        assert re.match(rf"[a-z'-]|(?:{named})\b", action.help), (parser.prog, action.help)
        assert not action.help.endswith("."), (parser.prog, action.help)


@pytest.mark.parametrize("parser", parsers())
def test_metavars_are_those_of_the_guide(parser: Parser) -> None:
    others = metavars(parser) - set(listed("Metavars"))
    assert not others, f"{parser.prog}: describe them in docs/messages.md, or take one that stands there"


def test_the_guide_lists_no_metavar_that_nothing_has() -> None:
    named = {metavar for parser in parsers() for metavar in metavars(parser.values[0])}
    assert set(listed("Metavars")) <= named


@pytest.mark.parametrize("columns", ["80", "120"])
@pytest.mark.parametrize("parser", parsers())
def test_a_help_page_fits_the_terminal(parser: Parser, columns: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert [line for line in parser.format_help().splitlines() if len(line) > int(columns)] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_the_line_of_a_command_in_the_list_is_no_sentence(name: str) -> None:
    assert re.fullmatch(r"[a-z][^\n]{0,57}[^.\n]", COMMANDS[name])


# The errors that were provoked


def provoked() -> list[Command]:
    return [step for step in steps(ERRORS.read_text(encoding="utf-8")) if isinstance(step, Command)]


def test_each_command_has_errors_that_were_provoked() -> None:
    failed = [step for step in provoked() if "[exit code " in step.expected]
    assert len(failed) >= 100
    named = {word for step in failed for word in re.findall(r"[a-z]+", step.text)}
    assert set(COMMANDS) - named == set()


def test_no_traceback_is_among_what_is_printed() -> None:
    assert [step for step in provoked() if re.search(r"Traceback|Error\b|Errno|File \"", step.expected)] == []


@pytest.mark.parametrize("pattern", [rule.values[1] for rule in OF_ALL[:5]], ids=[rule.id for rule in OF_ALL[:5]])
def test_what_was_provoked_reads_as_the_guide_says(pattern: re.Pattern[str]) -> None:
    """Also where it was put together in several places."""
    for step in provoked():
        for line in re.findall(r"^gage: .*", step.expected, re.MULTILINE):
            assert not pattern.search(bare(re.sub('"[^"]*"', "", line))), step.text


def test_what_was_provoked_begins_and_ends_as_the_guide_says() -> None:
    named = "|".join(map(re.escape, listed("Metavars")))
    for step in provoked():
        for line in re.findall(r"^gage: (.*)", step.expected, re.MULTILINE):
            assert re.match(rf"(?:{named})\b|[^A-Z]", line), (step.text, line)
            assert not re.search(r"[.!]$", line), (step.text, line)
