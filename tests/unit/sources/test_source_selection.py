"""Which project files are source code, on real directory trees."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from permissions import as_someone_bound_by_permissions

from gage.sources.source_pattern import DEFAULT_PATTERNS, SourcePatternError
from gage.sources.source_selection import SourceSelection, select_sources

TREE = {
    "a.txt": 0,
    "b.txt": 0,
    "A/a.txt": 0,
    "A/b.bin": 20,
    "A/B/c.txt": 0,
    "C/a.txt": 0,
    "C/b.txt": 0,
    "C/c.bin": 20,
}

needs_links = pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege on Windows")


def make(root: Path, *paths: str) -> None:
    for path in paths:
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text("x\n")


def select(root: Path, *patterns: str, leave_out: tuple[Path, ...] = ()) -> SourceSelection:
    return select_sources(root, patterns, leave_out)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for path, size in TREE.items():
        make(tmp_path, path)
        (tmp_path / path).write_bytes(b"\1" * size)
    return tmp_path


ALL = ["A/B/c.txt", "A/a.txt", "A/b.bin", "C/a.txt", "C/b.txt", "C/c.bin", "a.txt", "b.txt"]


@pytest.mark.parametrize(
    ("patterns", "expected"),
    [
        (["*"], ["a.txt", "b.txt"]),
        (["*.txt"], ["a.txt", "b.txt"]),
        (["?.txt"], ["a.txt", "b.txt"]),
        (["a?.txt"], ["a.txt"]),
        (["a.txt"], ["a.txt"]),
        (["./a.txt"], ["a.txt"]),
        (["a.tx"], []),
        (["[ab].txt"], []),
        (["**"], []),
        (["A/**"], []),
        (["**/*"], ALL),
        (["**/**/*"], ALL),
        (["A/**/*"], ["A/B/c.txt", "A/a.txt", "A/b.bin"]),
        (["**/a.txt"], ["A/a.txt", "C/a.txt", "a.txt"]),
        (["**/C/a.txt"], ["C/a.txt"]),
        (["**/A/**/c.txt"], ["A/B/c.txt"]),
        (["**/B/**/c.txt"], ["A/B/c.txt"]),
        (["*/*.txt"], ["A/a.txt", "C/a.txt", "C/b.txt"]),
        (["A/*"], ["A/a.txt", "A/b.bin"]),
        (["**/*", "-a.txt"], [path for path in ALL if path != "a.txt"]),
        (["**/*", "- a.txt"], [path for path in ALL if path != "a.txt"]),
        (["**/*", "-**/*.bin"], [path for path in ALL if not path.endswith(".bin")]),
        (["**/*", "-**/*", "b.txt"], ["b.txt"]),
        (["**/*", "-A"], ALL),
        (["**/*", "-A dir"], [path for path in ALL if not path.startswith("A/")]),
        (["**/*", "-* dir", "A dir"], ["A/a.txt", "A/b.bin", "a.txt", "b.txt", "A/B/c.txt"]),
        (["**/* text"], [path for path in ALL if not path.endswith(".bin")]),
        (["**/* binary"], ["A/b.bin", "C/c.bin"]),
        (["**/* size>1"], ["A/b.bin", "C/c.bin"]),
        (["**/* size>20"], []),
        (["**/* size>19 size<21"], ["A/b.bin", "C/c.bin"]),
        (["**/* size<20"], [path for path in ALL if not path.endswith(".bin")]),
        (["**/*", "-**/b.* size<20"], ["A/B/c.txt", "A/a.txt", "A/b.bin", "C/a.txt", "C/c.bin", "a.txt"]),
        (["**/*", "-**/* dir sentinel=c.txt"], [path for path in ALL if path != "A/B/c.txt"]),
        (["**/*", "-**/* dir sentinel=B/c.txt"], [path for path in ALL if not path.startswith("A/")]),
        (["**/*", "-**/* dir sentinel=?/c.*"], [path for path in ALL if not path.startswith("A/")]),
        (["**/* max-matches=5"], ["A/B/c.txt", "A/a.txt", "A/b.bin", "a.txt", "b.txt"]),
        (["**/* max-matches=5", "-a.*"], ["A/B/c.txt", "A/a.txt", "A/b.bin", "b.txt"]),
        (["**/* max-matches=0"], []),
        (["../**/*"], []),
        (["A/../a.txt"], []),
    ],
)
def test_the_last_matching_pattern_decides(tree: Path, patterns: list[str], expected: list[str]) -> None:
    found = select(tree, *patterns)
    assert sorted(found.files) == sorted(expected)
    assert found.patterns == patterns


@pytest.mark.parametrize(
    ("patterns", "selected_by"),
    [
        (["*.txt"], {"a.txt": "*.txt", "b.txt": "*.txt"}),
        (["*", "a.*", "-b.*"], {"a.txt": "a.*"}),
        (["-*", "a.*"], {"a.txt": "a.*"}),
        (["C/*", "C/* binary"], {"C/a.txt": "C/*", "C/b.txt": "C/*", "C/c.bin": "C/* binary"}),
        (["*.py"], {}),
    ],
)
def test_each_file_names_the_pattern_that_decided(tree: Path, patterns: list[str], selected_by: dict[str, str]) -> None:
    assert select(tree, *patterns).selected_by == selected_by


def test_directories_come_before_files_in_order_of_name(tmp_path: Path) -> None:
    make(tmp_path, "b.py", "a.py", "z/b.py", "z/a.py", "z/y/c.py", "m/n.py")
    assert select(tmp_path, "**/*").files == ["m/n.py", "z/y/c.py", "z/a.py", "z/b.py", "a.py", "b.py"]


def test_quotes_and_backslashes_name_odd_files(tmp_path: Path) -> None:
    make(tmp_path, "with space.py", "-dash.py", "other.py")
    assert select(tmp_path, '"with space.py"', "\\-dash.py").files == ["-dash.py", "with space.py"]


@pytest.mark.parametrize("sourcecode", [False, ()])
def test_no_source_code_selects_nothing(tmp_path: Path, sourcecode: bool | tuple[str, ...]) -> None:
    make(tmp_path, "a.py")
    assert select_sources(tmp_path, sourcecode, []) == SourceSelection([], [], [], [])


def test_the_default_rules_take_text_and_leave_environments_and_hidden_directories(tmp_path: Path) -> None:
    make(tmp_path, "train.py", ".gitignore", "summary.json", "sub/summary.json", ".git/config", "sub/.cache/x.txt")
    make(tmp_path, "venv/bin/activate", "venv/lib/x.py", "data/.nocopy", "data/x.csv", "image.png")
    (tmp_path / "large.txt").write_bytes(b"x" * 100_000)
    (tmp_path / "nearly.txt").write_bytes(b"x" * 99_999)
    found = select_sources(tmp_path, True, [])
    assert found.files == ["sub/summary.json", ".gitignore", "nearly.txt", "train.py"]
    assert found.patterns == list(DEFAULT_PATTERNS)
    assert found.warnings == []


def test_patterns_that_only_exclude_are_added_to_the_default_rules(tmp_path: Path) -> None:
    make(tmp_path, "train.py", "notes.md", "data/x.csv", "image.png")
    found = select(tmp_path, "-*.md", "-data dir")
    assert found.files == ["train.py"]
    assert found.patterns == [*DEFAULT_PATTERNS, "-*.md", "-data dir"]


def test_a_reached_limit_is_told(tmp_path: Path) -> None:
    make(tmp_path, *(f"{number}.txt" for number in range(5)))
    found = select(tmp_path, "*.txt max-matches=3")
    assert found.files == ["0.txt", "1.txt", "2.txt"]
    assert found.warnings == ["source code: 3.txt and perhaps others are beyond the limit of '*.txt max-matches=3'"]


def test_a_reached_limit_of_exactly_all_files_is_no_matter(tmp_path: Path) -> None:
    make(tmp_path, "0.txt", "1.txt")
    assert select(tmp_path, "*.txt max-matches=2").warnings == []


@pytest.mark.parametrize(
    ("pattern", "named"),
    [
        ("*.py tekst", "tekst"),
        ("*.py size<1k", "size<1k"),
        ("*.py size=3", "size=3"),
        ("*.py max-matches=-1", "max-matches=-1"),
        ("*.py max-matches=", "max-matches="),
        ("*.py dir sentinel=", "sentinel="),
        ("*.py sentinel=x", "dir"),
        ("* dir sentinel=../x", "outside"),
        ("my file.py", "file.py"),
        ("'unclosed.py", "No closing quotation"),
        ("?????????.py", "question marks"),
        ("./", "names no file"),
        ("-", "names no file"),
    ],
)
def test_a_bad_pattern_is_refused_by_name(tmp_path: Path, pattern: str, named: str) -> None:
    with pytest.raises(SourcePatternError) as caught:
        select(tmp_path, "a.py", pattern)
    assert f"'{pattern}'" in str(caught.value)
    assert named in str(caught.value)


@pytest.mark.parametrize("patterns", [("**/*",), ("**/*", "runs dir"), ("runs/**/*.py",), ("runs/1/train.py",)])
def test_earlier_runs_are_never_source_code(tmp_path: Path, patterns: tuple[str, ...]) -> None:
    make(tmp_path, "train.py", "runs/1/train.py", "deep/runs/1/train.py")
    left_out = (tmp_path / "runs", tmp_path / "deep" / "runs", tmp_path / "not-there")
    assert select(tmp_path, *patterns, leave_out=left_out).files in ([], ["train.py"])


def test_a_runs_directory_around_the_project_leaves_the_project_alone(tmp_path: Path) -> None:
    make(tmp_path, "project/train.py")
    assert select(tmp_path / "project", "*.py", leave_out=(tmp_path,)).files == ["train.py"]


@needs_links
def test_links_into_the_runs_are_not_followed(tmp_path: Path) -> None:
    make(tmp_path, "train.py", ".runs/1/out.txt")
    (tmp_path / "latest").symlink_to(tmp_path / ".runs" / "1")
    (tmp_path / "out.txt").symlink_to(tmp_path / ".runs" / "1" / "out.txt")
    found = select(tmp_path, "**/*", leave_out=(tmp_path / ".runs",))
    assert found.files == ["train.py"]
    assert found.warnings == ["source code: out.txt links to a file of an earlier run, so it is left out"]


@needs_links
def test_links_to_directories_are_followed_once_and_never_in_a_circle(tmp_path: Path) -> None:
    make(tmp_path, "project/z/x.py", "outside/y.py", "train.py")
    project = tmp_path / "project"
    (project / "lib").symlink_to(tmp_path / "outside")
    (project / "again").symlink_to(project / "z")
    (project / "z" / "up").symlink_to(project)
    (project / "z" / "above").symlink_to(tmp_path)
    (project / "self").symlink_to("self")
    found = select(project, "**/*")
    assert found.files == ["lib/y.py", "z/x.py"]
    assert [warning.split()[2] for warning in found.warnings] == ["self", "again", "z/above", "z/up"]


@needs_links
def test_a_link_to_a_file_counts_as_a_file_and_a_broken_one_is_told(tmp_path: Path) -> None:
    make(tmp_path, "a.py")
    (tmp_path / "b.py").symlink_to("a.py")
    (tmp_path / "c.py").symlink_to("nothing.py")
    (tmp_path / "c.txt").symlink_to("nothing.txt")
    found = select(tmp_path, "*.py")
    assert found.files == ["a.py", "b.py"]
    assert found.warnings == ["source code: c.py is a broken link"]


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX file types")
def test_pipes_and_sockets_are_left_out_unopened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("socket")
        found = select(tmp_path, "** text", "* text")
    assert found.files == []
    assert found.warnings[1:] == [
        "source code: pipe is no regular file",
        "source code: socket is no regular file",
    ]


def test_unreadable_files_and_directories_are_told(tmp_path: Path) -> None:
    make(tmp_path, "a.py", "locked/b.py", "c.py")
    (tmp_path / "a.py").chmod(0)
    (tmp_path / "locked").chmod(0)
    code = (
        "import json, pathlib, sys; from gage.sources.source_selection import select_sources\n"
        "found = select_sources(pathlib.Path(sys.argv[1]), ('**/*',), [])\n"
        "print(json.dumps([found.files, found.warnings]))"
    )
    command = [*as_someone_bound_by_permissions(), sys.executable, "-c", code, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    (tmp_path / "locked").chmod(0o755)
    files, warnings = json.loads(done.stdout)
    assert files == ["c.py"]
    assert len(warnings) == 2


@pytest.mark.skipif(sys.platform != "linux", reason="names of any bytes")
def test_a_name_that_does_not_print_is_shown_escaped(tmp_path: Path) -> None:
    os.symlink("nothing", os.fsencode(tmp_path) + b"/a\n\xff")
    assert select(tmp_path, "*").warnings == ["source code: 'a\\n\\udcff' is a broken link"]


def test_directories_that_no_pattern_reaches_are_not_looked_at(tmp_path: Path) -> None:
    make(tmp_path, "src/a.py", "src/deep/b.py", "data/x.py")
    seen = []
    real_scandir = os.scandir

    def scandir(path: str) -> object:
        seen.append(Path(path).name)
        return real_scandir(path)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "scandir", scandir)
        assert select(tmp_path, "src/*.py").files == ["src/a.py"]
    assert seen == [tmp_path.name, "src"]
