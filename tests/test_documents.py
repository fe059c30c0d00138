"""Documents whose examples run: `docs/*.md` here, the topics of `gage help`, `docs/errors.md` and the README.

A block ```console holds commands after `$ ` and what they print; a block whose first line names a file after the
language, such as ```toml gage.toml, makes that file. In what is printed `…` stands for any text in a line, `...` alone
on a line for any lines, and `[exit code N]` on a last line for an end other than 0. Spaces that only give a column of a
table its width do not count. With UPDATE_CASES=1 a document is given what its commands print, for review in the diff.
"""

from __future__ import annotations

import difflib
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from gage_command import environment

HERE = Path(__file__).parent
TOPICS = sorted((HERE.parent / "gage" / "help").glob("*.md"))
ERRORS = HERE.parent / "docs" / "errors.md"
DOCUMENTS = [*sorted((HERE / "docs").glob("*.md")), *TOPICS, ERRORS, HERE.parent / "README.md"]

_FENCE = re.compile(r"^```(?P<language>\S+)(?: (?P<file>\S+))?\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Command:
    """A command of a document with the lines it is to print; ``line`` is 1-based."""

    line: int
    text: str
    expected: str


def steps(document: str) -> Iterator[tuple[str, str] | Command]:
    """The files, as path and content, and the commands of a document, in order."""
    for fence in _FENCE.finditer(document):
        if fence["language"] == "console":
            yield from commands(fence["body"], document.count("\n", 0, fence.start("body")) + 1)
        elif fence["file"]:
            yield fence["file"], fence["body"]


def commands(block: str, first_line: int) -> Iterator[Command]:
    """The commands of a block that begins at a line of its document."""
    for part in re.finditer(r"^\$ (?P<text>.*)\n(?P<expected>(?:(?!\$ ).*\n)*)", block, re.MULTILINE):
        yield Command(first_line + block.count("\n", 0, part.start()), part["text"], part["expected"])


def tidy(text: str) -> str:
    """Lines without spaces at their ends, no empty ones around them, and tables whose columns have no width."""
    return "\n".join(_narrow(line.rstrip()) for line in text.splitlines()).strip("\n")


def _narrow(line: str) -> str:
    return re.sub(r" +", " ", re.sub(r"-+", "-", line)) if line.startswith("|") else line


def matches(expected: str, actual: str) -> bool:
    """Whether tidy text is as expected."""
    lines = [r"(?:.*\n)*?" if line == "..." else f"{_pattern(line)}\n" for line in expected.split("\n")]
    return re.fullmatch("".join(lines), f"{actual}\n") is not None


def _pattern(line: str) -> str:
    return ".*?".join(re.escape(part) for part in line.split("…"))


def execute(command: str, directory: Path, home: Path) -> str:
    """What a command prints on both streams, and the exit code where it is not 0."""
    done = subprocess.run(
        ["sh", "-c", command],
        cwd=directory,
        env=environment(home),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    ending = f"\n[exit code {done.returncode}]" if done.returncode else ""
    return tidy(tidy(done.stdout) + ending)


def lasting(printed: str, directory: Path) -> str:
    """What a command printed, with `…` for what will not be the same the next time: places, times, ids and names."""
    printed = printed.replace(str(directory.parent), "…")
    printed = re.sub(r"^(\| \d+ \| )[a-z]{5} \|", r"\1… |", printed, flags=re.MULTILINE)
    printed = re.sub(r"\| (?:now|\d+ seconds? ago) \|", "| … |", printed)
    return re.sub(r"(?<![\w-])(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[a-z]{5}-[a-z]{5})\b", "…", printed)


def update(path: Path, command: Command, actual: str) -> None:
    """Put what a command printed in its document, for review in the diff."""
    document = path.read_text(encoding="utf-8")
    blank = command.expected[len(command.expected.rstrip("\n")) + 1 :]
    shown = f"$ {command.text}\n{command.expected}"
    assert document.count(shown) == 1, f"{path.name}: mend {command.text} by hand, it stands there twice"
    path.write_text(document.replace(shown, f"$ {command.text}\n{actual}\n{blank}"), encoding="utf-8")


def difference(command: Command, actual: str) -> str:
    return "\n".join(
        difflib.unified_diff(tidy(command.expected).split("\n"), actual.split("\n"), "document", "really", lineterm="")
    )


@pytest.mark.skipif(shutil.which("sh") is None, reason="needs a POSIX shell")
@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_what_a_document_shows_is_what_happens(path: Path, tmp_path: Path) -> None:
    directory = tmp_path / "project"
    directory.mkdir()
    for step in steps(path.read_text(encoding="utf-8")):
        if isinstance(step, Command):
            actual = execute(step.text, directory, tmp_path)
            if os.environ.get("UPDATE_CASES") and not matches(tidy(step.expected), actual):
                update(path, step, lasting(actual, directory))
                continue
            assert matches(tidy(step.expected), actual), (
                f"{os.path.relpath(path)}:{step.line}: $ {step.text}\n{difference(step, actual)}"
            )
        else:
            name, content = step
            (directory / name).parent.mkdir(parents=True, exist_ok=True)
            (directory / name).write_text(content, encoding="utf-8")


@pytest.mark.parametrize("path", DOCUMENTS[:-1], ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_document_has_commands(path: Path) -> None:
    assert any(isinstance(step, Command) for step in steps(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    ("expected", "actual", "same"),
    [
        ("run … is completed", "run babab-babab is completed", True),
        ("run … is completed", "run babab-babab is error", False),
        ("a\n...\nz", "a\nb\nc\nz", True),
        ("a\n...\nz", "a\nz", True),
        ("a\n...", "a\nb", True),
        ("a\n...\nz", "a\nb", False),
        ("a", "a\nb", False),
        ("1 + 1 (two)", "1 + 1 (two)", True),
        ("", "", True),
        ("", "something", False),
    ],
)
def test_expected_lines_match(expected: str, actual: str, same: bool) -> None:
    assert matches(expected, actual) is same


def test_commands_and_files_are_taken_in_order() -> None:
    document = "# T\n```toml gage.toml\n[a]\n```\n```console\n$ one\n1\n\n$ two\n```\n```python\nno file\n```\n"
    assert list(steps(document)) == [
        ("gage.toml", "[a]\n"),
        Command(6, "one", "1\n\n"),
        Command(9, "two", ""),
    ]
