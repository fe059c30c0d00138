"""Every message and every help page reads as `docs/messages.md` says."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import pytest
from messages import Message, messages
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
    return re.findall(r"^\| `([^`]+)` \|", GUIDE.partition(f"## {heading}")[2].partition("\n## ")[0], re.MULTILINE)


VERBS = "|".join(listed("Where to read on"))
SENTENCES = [message for message in messages() if message.kind == "say" and not message.text.startswith("gage: ")]
REMARKS = [message for message in messages() if message not in SENTENCES]


def bare(message: Message) -> str:
    """The message without the word that all remarks begin with."""
    return message.text.removeprefix("gage: ")


def wrong(told: list[Message], pattern: str) -> list[str]:
    """The messages in which a pattern is found."""
    return [str(message) for message in told if re.search(pattern, bare(message))]


def test_there_are_messages_of_both_kinds() -> None:
    assert len(REMARKS) > 150
    assert len(SENTENCES) > 10


def test_a_remark_begins_in_lower_case_or_with_what_it_is_about() -> None:
    assert wrong(REMARKS, r"^(?![a-z'\"{-])") == []


def test_a_remark_has_no_final_period_and_asks_only_what_was_meant() -> None:
    assert wrong(REMARKS, r"[.!:,;]\s*$") == []
    assert wrong(REMARKS, r"\?$(?<!did you mean '{…}'\?)(?<!is it the one you meant\?)") == []


def test_a_remark_is_one_sentence_whose_clauses_are_joined() -> None:
    assert wrong(REMARKS, r"[a-z]\. [A-Z]") == []


def test_a_sentence_in_the_place_of_a_result_reads_as_one() -> None:
    framing = r"^You are about to|^Aborted!$|^checking again|^ |^--fix"
    assert [str(each) for each in SENTENCES if not re.search(rf"^['A-Z{{].*\.$|{framing}|^{MARK}$", each.text)] == []


@pytest.mark.parametrize("word", listed("Words that are not said"))
def test_some_words_are_not_said(word: str) -> None:
    assert wrong(messages(), rf"(?i)(?<![\w'\"]){re.escape(word)}(?![\w'\"])") == []


def test_quotes_come_in_pairs_and_there_are_no_others() -> None:
    for message in messages():
        text = re.sub(r"\w'\w", "", message.text)  # the apostrophe of a run's directory
        assert text.count("'") % 2 == 0, message
        assert text.count('"') % 2 == 0, message
    assert wrong(messages(), "[`‘’“”]") == []


def test_a_command_that_tells_more_is_referred_to_in_one_way() -> None:
    told = [message for message in messages() if "'gage " in message.text]
    assert len(told) > 10
    form = rf"'gage [^']+'(?: (?:{VERBS})\b|, then|$)|(?:with|which) 'gage [^']+'"
    for message in told:
        for reference in re.finditer(r"(?:\w+ )?'gage [^']*'(?: \w+|, \w+)?", message.text):
            assert re.search(form, reference[0]), message


def test_what_was_meant_is_asked_in_one_way() -> None:
    assert wrong(messages(), r"(?i)did you mean (?!'{…}'\?)|perhaps|maybe") == []


def test_a_message_is_not_longer_than_two_lines() -> None:
    """But for what is put into it."""
    lengths = {str(message): len(line) for message in messages() for line in message.text.split("\n")}
    assert {text: length for text, length in lengths.items() if length > 230} == {}


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


def test_what_was_provoked_reads_as_the_guide_says() -> None:
    named = "|".join(map(re.escape, listed("Metavars")))
    for step in provoked():
        for line in re.findall(r"^gage: (.*)", step.expected, re.MULTILINE):
            assert re.match(rf"(?:{named})\b|[^A-Z]", line), (step.text, line)
            assert not re.search(r"[.!]$", line), (step.text, line)
