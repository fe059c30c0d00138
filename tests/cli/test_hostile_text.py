"""What people and programs wrote is printed as text: neither markup nor a control sequence, wherever it is shown."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest
from gage_command import gage

if sys.platform == "win32":
    pytest.skip("ptys are POSIX's", allow_module_level=True)

from cli.terminal import Terminal

from gage.cli.output import visible
from gage.runs.annotate import add_comment
from gage.runs.store import RunStore

MARKUP = ["bad [/close]", "[b]bold[/b]", "[link=https://x.org]y[/link]", "[red on blue]z", ":smile:", r"\[x]", "{lr}"]
CONTROL = [
    "\x1b[31mred\x1b[0m",
    "\x1b]8;;https://x.org\x1b\\link\x1b]8;;\x1b\\",
    "\x1b]0;title\x07",
    "\x1b]52;c;ZWNobwo=\x07",
    "\x9b31mC1",
    "a\rb",
    "a\b\bb",
    "\u202etxt.exe",
    "\u2066isolate",
    "\u200bzero",
    "\u2028line",
]
HOSTILE = [*MARKUP, *CONTROL]
ALLOWED = re.compile(r"\x1b\[[\d;]*m")
"""Colours, which are Gage's own."""


FILES = [text.replace("/", "|") for text in HOSTILE if "\r" not in text]
"""A list of files is one of lines."""


def word(text: str) -> str:
    """A text as the name of an operation."""
    return re.sub(r"[\s=]", "_", text)


def quiet(text: str) -> str:
    """A text as it may be printed."""
    return "".join(char if char.isprintable() else "\ufffd" for char in text)


@pytest.mark.parametrize(
    "text",
    [
        "1\N{NO-BREAK SPACE}000",
        "日本\N{IDEOGRAPHIC SPACE}語",
        "می\N{ZERO WIDTH NON-JOINER}خواهم",
        "👩\N{ZERO WIDTH JOINER}💻",
        "two\n\tlines",
    ],
)
def test_languages_stay_as_they_are(text: str) -> None:
    assert visible(text) == text


@pytest.mark.parametrize("text", CONTROL, ids=ascii)
def test_what_steers_a_terminal_does_not(text: str) -> None:
    assert visible(text) == quiet(text) != text


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose two runs have nothing but hostile texts, each in every place."""
    directory = tmp_path_factory.mktemp("hostile") / "project"
    directory.mkdir()
    texts = dict.fromkeys(HOSTILE, 1)
    operations = {
        word(text): {"description": f"about {text}", "exec": "true", "config": {"name": "lr", "default": text}}
        for text in HOSTILE
    }
    (directory / "gage.json").write_text(json.dumps(operations, indent=1))
    store = RunStore(directory / ".gage/runs")
    for index in range(2):
        values = {f"{text} {index}": text for text in HOSTILE}
        run_id = store.make_run(
            {
                "opref": b"2 project [b]op[/b]",
                "config.json": json.dumps(values).encode(),
                "summary.json": json.dumps({"metrics": texts, "attributes": values}).encode(),
                "proc/exit": b"0",
                "proc/cmd.json": json.dumps(HOSTILE).encode(),
                "manifest": "".join(f"g {'0' * 64} {name}\n" for name in FILES).encode(),
            },
            label=" ".join(HOSTILE),
            tags=[word(text) for text in HOSTILE],
        )
        for text in HOSTILE:
            add_comment(store, run_id, text)
        (store.runs_dir / run_id).mkdir()
        for name in FILES:
            (store.runs_dir / run_id / name).touch()
    return directory


def shown(project: Path, *arguments: str, keys: bytes = b"") -> str:
    """What reaches a wide terminal, without the colours."""
    settings = {"NO_COLOR": "", "GAGE_PAGER": "cat", "COLUMNS": ""}
    terminal = Terminal(project, [sys.executable, "-m", "gage", *arguments], 2_000, 200, **settings)
    terminal.type(keys)
    terminal.finish()
    return ALLOWED.sub("", terminal.shown.decode()).replace("\r\n", "\n")


def assert_harmless(printed: str) -> None:
    assert {char for char in printed if not char.isprintable()} <= {"\n", "\t"}
    assert "Traceback" not in printed


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("list",), HOSTILE),
        (("list", "--where", "label ~ bad"), HOSTILE),
        (("show", "1"), HOSTILE),
        (("show", "1", "--config"), HOSTILE),
        (("show", "1", "--summary"), HOSTILE),
        (("show", "1", "--files"), FILES),
        (("cat", "1"), FILES),
        (("compare",), HOSTILE),
        (("diff",), MARKUP),
        (("comment", "1", "--list"), HOSTILE),
        (("select", "1", "--label"), HOSTILE),
        (("operations",), [word(text) for text in HOSTILE]),
        (("check",), []),
        (("check", "--fix", "--diff"), []),
        (("watch", "1"), []),
        (("list", "--where", "label = [b]x\x1b[31m"), ["label = [b]x"]),
        (("list", "--sort", "[b]x\x1b[31m"), []),
        (("show", "[b]x\x1b[31m"), ["[b]x"]),
        (("label", "[b]x\x1b[31m", "--set", "y", "-y"), ["[b]x"]),
        (("run", "[b]x\x1b[31m", "-y"), ["[b]x"]),
        (("run", "[b]bold[/b]", "-y", "[b]\x1b[31m=1"), ["[b]"]),
        (("check", "[b]x\x1b[31m.toml"), ["[b]x"]),
        (("[b]x\x1b[31m",), ["[b]x"]),
        (("list", "--[b]x\x1b[31m"), ["--[b]x"]),
        (("-C", "[b]x\x1b[31m", "list"), ["[b]x"]),
    ],
    ids=lambda value: " ".join(value).encode("unicode_escape").decode()[:40] if isinstance(value, tuple) else "",
)
def test_it_is_shown_as_it_is_written(project: Path, arguments: tuple[str, ...], said: list[str]) -> None:
    printed = shown(project, *arguments)
    assert_harmless(printed)
    for text in said:
        assert quiet(text) in printed, text


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_the_prompt_of_a_run_says_it_as_it_is_written(project: Path, text: str) -> None:
    printed = shown(project, "run", word(text), keys=b"n\n")
    assert_harmless(printed)
    assert f"You are about to run {quiet(word(text))}\n" in printed
    assert f"lr: {quiet(text)}" in printed


@pytest.mark.parametrize("command", ["delete", "label", "tag"])
def test_so_do_the_prompts_of_changes(project: Path, command: str) -> None:
    change = {"delete": (), "label": ("--set", "x"), "tag": ("--add", "x")}[command]
    printed = shown(project, command, "1", *change, keys=b"n\n")
    assert_harmless(printed)
    assert "[b]op[/b]  " + " ".join(map(quiet, HOSTILE)) in printed


@pytest.mark.parametrize("line", ["run ", "label ", "list ", "list --where ", "tag 1 --remove ", "run '[b]bold[/b]' "])
def test_what_is_completed_can_be_typed(project: Path, line: str) -> None:
    """A word with a control character is no candidate: as one of a line it would be several, or do something."""
    printed = gage(project, "completion", "words", "--line", f"gage {line}").stdout
    assert_harmless(printed)
    words = {row.partition("\t")[0] for row in printed.splitlines()}
    assert not {text for text in CONTROL if any(quiet(text) in word for word in words)}
    if line == "run ":
        assert set(map(word, MARKUP)) <= words
