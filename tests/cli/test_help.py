"""`gage help`: topics for people at a terminal and for whoever reads text, and what is said of others."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from gage_command import gage

from gage.cli.command_table import ALIASES, COMMANDS
from gage.cli.help_topics import TOPICS, topic
from gage.gagefile.check import check
from gage.gagefile.document import Document
from gage.gagefile.rules import EVERY_RULE
from gage.gagefile.schema import load

FOLDER = Path(__file__).parents[2] / "gage" / "help"
BLOCK = re.compile(r"^( *)```(.*)\n((?:.*\n)*?)\1```$", re.MULTILINE)
EXAMPLE_WIDTH = 110
"""Messages that examples print are as long as they are."""


def test_without_a_topic_they_are_listed_with_a_line_each(tmp_path: Path) -> None:
    done = gage(tmp_path, "help")
    assert (done.returncode, done.stderr) == (0, "")
    assert dict(re.findall(r"^  (\S+) +(.+)$", done.stdout, re.MULTILINE)) == TOPICS
    assert "'gage help TOPIC' explains one" in done.stdout
    assert all(len(line) <= 80 for line in done.stdout.splitlines())


def test_each_topic_has_a_file_and_each_file_is_a_topic() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == set(TOPICS)


@pytest.mark.parametrize("name", TOPICS)
def test_a_topic_is_printed_as_markdown_where_nobody_looks_at_a_terminal(name: str, tmp_path: Path) -> None:
    for term in ("dumb", "xterm"):
        done = gage(tmp_path, "help", name, TERM=term)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.startswith("# ")
        assert "<!--" not in done.stdout
        assert "\x1b" not in done.stdout


@pytest.mark.parametrize("name", TOPICS)
def test_every_example_of_a_topic_is_one_that_a_test_executes(name: str) -> None:
    """`tests/test_documents.py` makes the files and calls the commands; what else is shown comes from the schema."""
    written = (FOLDER / f"{name}.md").read_text(encoding="utf-8")
    blocks = [info for _, info, _ in BLOCK.findall(written)]
    assert blocks
    assert [info for info in blocks if info != "console" and " " not in info] == []


@pytest.mark.parametrize("name", TOPICS)
def test_the_lines_of_a_topic_fit_a_terminal(name: str) -> None:
    text = topic(name)
    prose = BLOCK.sub("", text)
    assert [line for line in prose.splitlines() if len(line) > 80] == []
    assert [line for line in text.splitlines() if len(line) > EXAMPLE_WIDTH] == []


@pytest.mark.parametrize("name", TOPICS)
def test_what_a_topic_refers_to_is_there(name: str) -> None:
    text = topic(name)
    assert set(re.findall(r"gage\s+help ([a-z]+)", text)) <= {*TOPICS, *COMMANDS}
    named = set(re.findall(r"`gage (?:-C \S+ |--runs \S+ )?([a-z]+)", text))
    assert named <= {*COMMANDS, *ALIASES}


def keys_of(text: str) -> set[str]:
    return set(re.findall(r"^- `([^`]+)`: ", text, re.MULTILINE))


def test_the_keys_of_a_gagefile_are_those_of_its_schema() -> None:
    schema = load()
    assert keys_of(topic("gagefile")) == {*schema["$defs"]["operation"]["properties"], *schema["properties"]}
    assert keys_of(topic("config")) == {
        *schema["$defs"]["config-section"]["properties"],
        *schema["$defs"]["config-value"]["properties"],
    }
    kinds = schema["$defs"]["dependency"]["oneOf"][1:]
    assert keys_of(topic("dependencies")) == {
        key for kind in kinds for key, described in kind["properties"].items() if not described.get("deprecated")
    }


def test_a_key_is_told_with_its_kinds_its_meaning_its_default_and_examples() -> None:
    default = topic("gagefile").partition("- `default`: ")[2].partition("- `version`")[0]
    schema = load()["$defs"]["operation"]["properties"]["default"]
    assert " ".join(default.partition("```")[0].split()) == f"true or false. {schema['description']} Default: `false`."
    assert "```toml\n  default = true\n  ```" in default


def test_each_generated_example_of_the_gagefile_is_valid() -> None:
    """Those of tables inside of operations are the schema's, too, whose test holds them to it."""
    for block in re.findall(r"^  ```toml\n((?:  .*\n)*?)  ```$", topic("gagefile"), re.MULTILINE):
        for line in block.splitlines():
            above = "" if line.strip().startswith('"$') else "[train]\n"
            command = "" if "exec" in line or not above else 'exec = "python train.py"\n'
            document = Document(f"{above}{command}{line.strip()}\n", "toml")
            errors = [each for each in check(document) if each.severity.name == "ERROR"]
            assert not errors, (line, errors)


def test_the_rules_are_those_that_gage_check_has() -> None:
    listed = keys_of(topic("check").partition("## Rules")[2])
    assert listed == {rule.code for rule in EVERY_RULE}


@pytest.mark.parametrize(("word", "command"), [("label", "label"), ("ls", "list"), ("ops", "operations")])
def test_a_command_is_explained_as_its_own_help_does(word: str, command: str, tmp_path: Path) -> None:
    assert gage(tmp_path, "help", word).stdout == gage(tmp_path, command, "--help").stdout


def test_where_topic_and_command_have_one_name_the_topic_names_the_other_help(tmp_path: Path) -> None:
    shown = gage(tmp_path, "help", "operations").stdout
    assert shown.startswith("# Operations\n")
    assert shown.endswith("`gage operations --help` says what the command takes.\n")
    assert "--help" not in gage(tmp_path, "help", "runs").stdout


@pytest.mark.parametrize(
    ("word", "message"),
    [
        ("filter", "there is no help topic 'filter'; did you mean 'filters'?"),
        ("lable", "there is no help topic 'lable'; did you mean 'label'?"),
        ("dependency", "there is no help topic 'dependency'; did you mean 'dependencies'?"),
        ("nothing-like-it", "there is no help topic 'nothing-like-it'; 'gage help' lists them"),
    ],
)
def test_an_unknown_topic_is_called_one(word: str, message: str, tmp_path: Path) -> None:
    done = gage(tmp_path, "help", word)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"gage: {message}")


def test_the_help_of_gage_leads_to_the_topics(tmp_path: Path) -> None:
    assert "'gage help'" in gage(tmp_path, "--help").stdout


def test_topics_and_commands_are_completed(tmp_path: Path) -> None:
    found = gage(tmp_path, "completion", "words", "help", "").stdout
    words = dict(line.split("\t") for line in found.splitlines())
    assert words.keys() == {*TOPICS, *COMMANDS}
    assert words["filters"] == TOPICS["filters"]
    assert gage(tmp_path, "completion", "words", "help", "depe").stdout.startswith("dependencies\t")


needs_pty = pytest.mark.skipif(sys.platform == "win32", reason="ptys are POSIX's")


@needs_pty
@pytest.mark.parametrize("columns", [80, 40])
@pytest.mark.parametrize("name", TOPICS)
def test_a_terminal_shows_all_of_a_topic_in_its_width(name: str, columns: int, tmp_path: Path) -> None:
    from cli.terminal import Terminal

    terminal = Terminal(tmp_path, [sys.executable, "-m", "gage", "help", name], columns, 20, PAGER="cat")
    assert terminal.finish() == 0
    shown = terminal.lines()
    assert shown[0] == topic(name).partition("\n")[0].removeprefix("# ").upper()
    assert "```" not in "\n".join(shown)
    spoken = re.sub(r"\W", "", "".join(shown))
    for _, info, body in BLOCK.findall(topic(name)):
        for line in body.splitlines():
            assert re.sub(r"\W", "", line) in spoken, (info, line)


@needs_pty
def test_what_is_longer_than_the_screen_comes_in_the_pager(tmp_path: Path) -> None:
    from cli.terminal import Terminal

    pager = f"{sys.executable} -c \"import sys; print('paged', len(sys.stdin.read().splitlines()) > 20)\""
    for name, lines in (("filters", ["paged True"]), ("operations", ["paged True"])):
        terminal = Terminal(tmp_path, [sys.executable, "-m", "gage", "help", name], 80, 20, PAGER=pager)
        assert terminal.finish() == 0
        assert terminal.lines() == lines


@needs_pty
def test_colours_are_left_out_where_they_are_not_wanted(tmp_path: Path) -> None:
    from cli.terminal import Terminal

    def colours(**settings: str) -> set[bytes]:
        terminal = Terminal(tmp_path, [sys.executable, "-m", "gage", "help", "exec"], PAGER="cat", **settings)
        terminal.finish()
        return set(re.findall(rb"\x1b\[([34]\d|\d+;3\d)", terminal.shown))

    assert not colours(NO_COLOR="1")
    assert colours(NO_COLOR="")
