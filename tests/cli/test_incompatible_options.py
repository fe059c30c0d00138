"""What does not go together is declared with each command, refused whatever its order and spelling, and told in help."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from gage_command import gage

from gage.cli.command import Parser, UsageError
from gage.cli.command_table import COMMANDS, load_command
from gage.cli.completion.command_line import complete
from gage.cli.exclusions import Exclusion
from gage.cli.typed import name_of, read_typed


def declared() -> Iterator[tuple[str, Exclusion]]:
    for name in COMMANDS:
        for exclusion in load_command(name)[1].exclusions:
            yield name, exclusion


DECLARED = list(declared())
PAIRS = [(name, exclusion, pair) for name, exclusion in DECLARED for pair in exclusion.pairs()]


def action_of(parser: Parser, name: str) -> argparse.Action:
    return next(action for action in parser._actions if name_of(action) == name)


def spellings(action: argparse.Action) -> Iterator[tuple[list[str], str]]:
    """The ways to type an argument, each with what a message calls it."""
    value = next((str(choice) for choice in action.choices or () if choice != action.default), "1")
    for option in action.option_strings:
        if action.nargs == 0:
            yield [option], option
        else:
            yield [option, value], option
            yield [f"{option}={value}" if option.startswith("--") else f"{option}{value}"], option
    if not action.option_strings:
        yield [value], f"'{value}'"


def before(parser: Parser, name: str) -> list[str]:
    """The words that must stand before those of an argument without a dash."""
    positional = [name_of(action) for action in parser._actions if not action.option_strings]
    return ["0"] * positional.index(name) if name in positional else []


def test_some_commands_declare_something() -> None:
    assert {name for name, _ in DECLARED} >= {"run", "show", "select", "label", "tag", "comment", "check", "delete"}


@pytest.mark.parametrize(
    ("command", "exclusion", "pair"), PAIRS, ids=lambda each: str(each) if isinstance(each, str) else ""
)
def test_two_that_exclude_each_other_are_refused_in_any_order_and_spelling(
    command: str, exclusion: Exclusion, pair: tuple[str, str]
) -> None:
    parser = load_command(command)[1]
    ways = [list(spellings(action_of(parser, name))) for name in pair]
    for one, one_shown in ways[0]:
        for other, other_shown in ways[1]:
            for words, shown in (
                ([*one, *other], (one_shown, other_shown)),
                ([*other, *one], (other_shown, one_shown)),
            ):
                ahead = before(parser, pair[0]) + before(parser, pair[1])
                with pytest.raises(UsageError) as refused:
                    parser.parse([*ahead, *words])
                assert str(refused.value).startswith(f"{shown[0]} and {shown[1]} exclude each other; {exclusion.why}")


@pytest.mark.parametrize(
    ("command", "exclusion"), DECLARED, ids=lambda each: str(each) if isinstance(each, str) else ""
)
def test_help_shows_what_excludes_what(command: str, exclusion: Exclusion) -> None:
    text = re.sub(r"\s+", " ", load_command(command)[1].format_help().partition("not together:")[2])
    assert exclusion.line() in text


@pytest.mark.parametrize(
    ("command", "exclusion", "pair"), PAIRS, ids=lambda each: str(each) if isinstance(each, str) else ""
)
def test_what_is_excluded_by_what_was_typed_is_not_offered(
    command: str, exclusion: Exclusion, pair: tuple[str, str]
) -> None:
    parser = load_command(command)[1]
    for name, other in (pair, pair[::-1]):
        for words, _ in spellings(action_of(parser, name)):
            offered = {each.text for each in complete([command, *before(parser, name), *words, "--"]).words}
            assert other not in offered


def test_no_command_uses_the_groups_that_argparse_checks_on_its_way() -> None:
    """They miss what comes before them, and say nothing of why."""
    assert not [name for name in COMMANDS if load_command(name)[1]._mutually_exclusive_groups]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["label", "1"], "one of --set, --append, --clear and --list is needed; 'gage label --help' says what can be written"),
        (["label", "1", "-cs", "x"], "-c and -s exclude each other; 'gage label --help' says what can be written"),
        (["delete", "1", "--all"], "'1' and --all exclude each other; name the runs that are meant, or take all"),
        (["delete", "-ay", "-3:"], "-a and '-3:' exclude each other; name the runs that are meant, or take all"),
        (["list", "-an5"], "-a and -n exclude each other; 'gage list --help' says what can be written"),
        (["associate", "1", ".", "-r"], "'.' and -r exclude each other; the run is to have none"),
        (["comment", "1", "-mx", "-l"], "-m and -l exclude each other; 'gage comment --help' says what can be written"),
        (["run", "--needed=source", "train", "--preview"], "--needed=source and --preview exclude each other; a preview runs nothing"),
        (["show", "--", "-c", "-s"], "'-s' is one argument too many; 'gage show --help' says what can be written"),
    ],
)  # fmt: skip
def test_both_are_named_as_they_were_typed(tmp_path: Path, arguments: list[str], message: str) -> None:
    done = gage(tmp_path, *arguments)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"gage: {message}\n")


def test_to_choose_what_is_the_case_anyway_excludes_nothing(tmp_path: Path) -> None:
    (tmp_path / "gage.toml").write_text('[train]\nexec = "echo"\n')
    assert gage(tmp_path, "check", "--diff", "--format", "text").returncode == 0


@pytest.mark.parametrize(
    ("command", "words", "options", "others", "pending"),
    [
        ("list", ["-an5", "2:3"], ["-a", "-n"], ["2:3"], False),
        ("list", ["-3:", "-1", "-"], [], ["-3:", "-1", "-"], False),
        ("list", ["--limit=5", "--", "--all"], ["--limit"], ["--all"], False),
        ("list", ["-s", "-started", "--sort"], ["-s", "--sort"], [], True),
        ("list", ["--nothing", "-xa"], [], [], False),
        ("run", ["--needed=source", "a", "b=1"], ["--needed=source"], ["a", "b=1"], False),
    ],
)  # fmt: skip
def test_words_are_sorted_into_options_and_others(
    command: str, words: list[str], options: list[str], others: list[str], pending: bool
) -> None:
    parser = load_command(command)[1]
    typed = read_typed(parser._actions, words, parser.spellings)
    assert [spelling for spelling, _ in typed.options] == options
    assert typed.words == others
    assert (typed.pending is not None) is pending
