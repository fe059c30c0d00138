"""The lines of ignore files mean what they mean to Git: each law is held against the real `git check-ignore`."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gage.sources.gitignore import IgnoreRules, read_ignore_rules


def ignored(content: bytes, paths: Sequence[str]) -> dict[str, int | None]:
    """The number of the line that ignores each path; of a path that is a directory the slash at the end says so."""
    rules = read_ignore_rules(content, 1000)
    return {path: _line(rules, path) for path in paths}


def _line(rules: IgnoreRules, path: str) -> int | None:
    levels = path.rstrip("/").split("/")
    for depth in range(1, len(levels) + 1):
        is_directory = depth < len(levels) or path.endswith("/")
        rule = rules.decide("/".join(levels[:depth]).encode(), is_directory)
        if rule and not rule.negated:
            return rule.line
    return None


@pytest.mark.parametrize(
    ("content", "takes", "leaves"),
    [
        ("*.log", ["a.log", "x/b.log", ".log"], ["a.logs", "log"]),
        ("build/", ["build/", "x/build/", "build/a.py"], ["build", "x/build"]),
        ("/build", ["build", "build/"], ["x/build"]),
        ("doc/*.txt", ["doc/a.txt"], ["doc/x/a.txt", "x/doc/a.txt"]),
        ("**/cache", ["cache", "x/y/cache"], ["caches"]),
        ("data/**", ["data/x", "data/x/y"], ["data/", "data"]),
        ("a/**/b", ["a/b", "a/x/b", "a/x/y/b"], ["ab", "x/a/b"]),
        ("*.log\n!keep.log", ["a.log"], ["keep.log"]),
        ("out/\n!out/keep.py", ["out/keep.py"], []),  # nothing comes back from a directory that is left out
        ("# a comment\n\\#name\n\\!name", ["#name", "!name"], ["# a comment", "name"]),
        ("space \nkept\\ ", ["space", "kept "], ["space ", "kept"]),
        ("windows\r\nnext", ["windows", "next"], ["windows\r"]),
        ("[ab].py\n[!x]z\n[[:digit:]]", ["a.py", "yz", "7"], ["c.py", "xz", "x"]),
        ("?.py", ["a.py"], ["ab.py", ".py"]),
        ("[a-\n[[:no:]]x\nend\\", [], ["a", "x", "end"]),  # malformed ones match nothing
        ("\ufefffirst", ["first"], ["\ufefffirst"]),
        ("", [], ["a"]),
    ],
)
def test_what_lines_ignore(content: str, takes: list[str], leaves: list[str]) -> None:
    found = ignored(content.encode(), [*takes, *leaves])
    assert [path for path, line in found.items() if line] == takes


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("repository")
    subprocess.run(["git", "init", "--quiet", path], check=True)
    return path


NAMES = st.sampled_from(["a", "b", "ab", "foo", "bar", "a.b", "x-y", "[a]", "é", "!", "#x", "a b", "A1", "a\\b"])
PATHS = st.lists(st.lists(NAMES, min_size=1, max_size=4).map("/".join), min_size=1, max_size=20, unique=True)
PIECES = st.sampled_from(
    [
        *(
            "*",
            "**",
            "***",
            "/",
            "**/",
            "/**",
            "/a/",
            "?",
            "a",
            "b",
            "foo",
            "bar",
            ".",
            "x-y",
            "é",
            "!",
            "#",
            " ",
            "\\ ",
        ),
        *("[ab]", "[!a]", "[^/]", "[a-c]", "[b-a]", "[]a]", "[a", "[a-]", "[-a]", "[\\]]", "[a/b]", "[[:alpha:]]"),
        *("[[:bad:]]", "[[:digit:]x]", "[[:al]", "[:a]", "\\", "\\*", "\\a", "\\/", "\r"),
    ]
)
LINES = st.lists(st.lists(PIECES, min_size=1, max_size=6).map("".join), min_size=1, max_size=4)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=LINES, paths=PATHS)
def test_any_lines_mean_what_they_mean_to_git(repository: Path, lines: list[str], paths: list[str]) -> None:
    content = "\n".join(lines).encode()
    (repository / ".gitignore").write_bytes(content)
    command = ["git", "-C", repository, "check-ignore", "--no-index", "--stdin", "-z", "--verbose", "--non-matching"]
    asked = "\0".join(paths).encode() + b"\0"
    fields = subprocess.run(command, input=asked, capture_output=True, check=False).stdout.decode().split("\0")
    told = {fields[at + 3]: fields[at + 1 : at + 3] for at in range(0, len(fields) - 1, 4)}
    git = {path: int(line) if line and not rule.startswith("!") else None for path, (line, rule) in told.items()}
    assert git
    assert {path: line for path, line in ignored(content, paths).items() if path in git} == git


@pytest.mark.parametrize(
    "pattern",
    [
        "*a" * 120 + "b",
        "**/" + "*a*" * 60 + "/b",
        "**/a" * 120 + "/b",
        "a/**/" * 100 + "b",
        "[" * 1000,
        "?*" * 300 + "b",
    ],
)
def test_no_pattern_makes_matching_slow(pattern: str) -> None:
    """Each takes longer than the age of the universe where all ways to match are tried."""
    rules = read_ignore_rules(f"{pattern}\n".encode() * 20, 1000)
    assert not rules.decide(b"a" * 255, False)
    assert not rules.decide(b"a/" * 120 + b"a", False)


def test_a_file_has_no_more_rules_than_asked_for_and_no_endless_ones() -> None:
    assert len(read_ignore_rules(b"a\n" * 5000, 1000)) == 1000
    assert len(read_ignore_rules(b"a" * 5000 + b"\nb", 1000)) == 1
