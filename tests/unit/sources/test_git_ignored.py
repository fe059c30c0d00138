"""What Git ignores is no source code under the default rules: whole trees, held against the real `git ls-files`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gage.sources.matching_files import MatchingFiles
from gage.sources.source_selection import LeftOut, select_sources


def git(directory: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "protocol.file.allow=always"]
    done = subprocess.run(["git", "-C", directory, *identity, *arguments], capture_output=True, check=True)
    return done.stdout.decode()


def make(root: Path, files: dict[str, str]) -> Path:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    return root


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    git(tmp_path, "init", "--quiet")
    return tmp_path


def selected(directory: Path, *patterns: str) -> list[str]:
    return sorted(select_sources(directory, patterns or True, []).files)


def test_what_git_ignores_is_left_out_and_said_so(repository: Path) -> None:
    make(
        repository, {".gitignore": "# made\n*.log\nout/\n", "train.py": "", "a.log": "", "out/b.py": "", "x/c.log": ""}
    )
    found = select_sources(repository, True, [])
    assert found.files == [".gitignore", "train.py"]
    assert found.left_out == [
        LeftOut("a.log", "gitignore", ".gitignore:2: *.log"),
        LeftOut("out/", "gitignore", ".gitignore:3: out/"),
        LeftOut("x/c.log", "gitignore", ".gitignore:2: *.log"),
    ]


def test_patterns_that_only_exclude_go_with_the_default_rules(repository: Path) -> None:
    make(repository, {".gitignore": "*.log", "train.py": "", "notes.md": "", "a.log": ""})
    assert selected(repository, "-*.md") == [".gitignore", "train.py"]


@pytest.mark.parametrize("pattern", ["**/*", "*.log", "-x", "out/*"])
def test_who_asks_for_files_gets_them(repository: Path, pattern: str) -> None:
    make(repository, {".gitignore": "*.log\nout/", "a.log": "", "out/b.log": ""})
    asked = {
        "**/*": [".gitignore", "a.log", "out/b.log"],
        "*.log": ["a.log"],
        "-x": [".gitignore"],
        "out/*": ["out/b.log"],
    }
    assert [path for path in selected(repository, pattern) if not path.startswith(".git/")] == asked[pattern]


def test_without_a_repository_an_ignore_file_is_a_file(tmp_path: Path) -> None:
    make(tmp_path, {".gitignore": "*.py", "train.py": ""})
    (tmp_path / ".git").mkdir()  # holds no repository
    assert selected(tmp_path) == [".gitignore", "train.py"]


def test_ignore_files_above_the_project_count(repository: Path) -> None:
    make(repository, {".gitignore": "*.log\n/lab/tmp", "lab/.gitignore": "!keep.log"})
    make(repository, {"lab/project/.gitignore": "*.md", "lab/project/sub/.gitignore": "!b.md"})
    project = make(repository / "lab" / "project", {"a.log": "", "keep.log": "", "a.md": "", "sub/b.md": "", "tmp": ""})
    assert selected(project) == [".gitignore", "keep.log", "sub/.gitignore", "sub/b.md", "tmp"]


def test_a_project_in_a_directory_that_is_ignored_is_copied_as_if_git_were_not_there(repository: Path) -> None:
    """As in a home directory whose repository ignores all but a few files."""
    make(
        repository,
        {".gitignore": "*\n!.bashrc", "project/train.py": "", "project/.gitignore": "*.log", "project/a.log": ""},
    )
    assert selected(repository / "project") == [".gitignore", "a.log", "train.py"]


def test_what_git_keeps_is_not_ignored(repository: Path) -> None:
    make(
        repository, {".gitignore": "*.cfg\nout/", "kept.cfg": "", "other.cfg": "", "out/x/kept.py": "", "out/no.py": ""}
    )
    git(repository, "add", "--force", "kept.cfg", "out/x/kept.py")
    assert selected(repository) == [".gitignore", "kept.cfg", "out/x/kept.py"]


@pytest.mark.parametrize("version", ["2", "3", "4"])
def test_each_version_of_the_index_is_read(repository: Path, version: str) -> None:
    names = [f"{directory}/{'n' * length}.cfg" for directory in ("d", "deep/er") for length in range(1, 20)]
    make(repository, {".gitignore": "*.cfg", **dict.fromkeys(names, ""), "d/loose.cfg": ""})
    git(repository, "add", "--force", *names)
    if version == "3":  # its mark is one that an entry has which is only meant to be added
        git(repository, "rm", "--cached", "--quiet", "d/n.cfg")
        git(repository, "add", "--force", "--intent-to-add", "d/n.cfg")
    else:
        git(repository, "update-index", "--index-version", version)
    assert (repository / ".git" / "index").read_bytes()[7] == int(version)
    assert selected(repository) == sorted([".gitignore", *names])


def test_a_repository_with_long_ids_is_read(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet", "--object-format=sha256")
    make(tmp_path, {".gitignore": "*.cfg", "a.cfg": "", "b.cfg": "", "loose.cfg": ""})
    git(tmp_path, "add", "--force", "a.cfg", "b.cfg")
    assert selected(tmp_path) == [".gitignore", "a.cfg", "b.cfg"]


def test_a_damaged_index_lists_nothing(repository: Path) -> None:
    make(repository, {".gitignore": "*.cfg", "a.cfg": ""})
    git(repository, "add", "--force", "a.cfg")
    whole = (repository / ".git" / "index").read_bytes()
    for damaged in (
        b"",
        whole[:20],
        whole[:40],
        b"DIRC\0\0\0\2\xff\xff\xff\xff",
        b"DIRC\0\0\0\4\xff\xff\xff\xff" + b"\xff" * 99,
    ):
        (repository / ".git" / "index").write_bytes(damaged)
        assert selected(repository) == [".gitignore"]


def test_rules_of_the_clone_count_and_rules_of_the_person_do_not(
    repository: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path_factory.mktemp("home")
    make(home, {".config/git/ignore": "*.md"})
    monkeypatch.setenv("HOME", str(home))
    (repository / ".git" / "info" / "exclude").write_text("*.tmp\n*.log\n")
    make(repository, {".gitignore": "!b.log", "a.tmp": "", "b.log": "", "c.md": ""})
    assert selected(repository) == [".gitignore", "b.log", "c.md"]


def test_a_further_working_tree_has_the_rules_of_its_repository(
    repository: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    make(repository, {"train.py": ""})
    git(repository, "add", ".")
    git(repository, "commit", "--quiet", "-m", "first")
    tree = tmp_path_factory.mktemp("trees") / "tree"
    git(repository, "worktree", "add", "--quiet", str(tree))
    (repository / ".git" / "info" / "exclude").write_text("*.tmp\n")
    make(tree, {"a.tmp": "", "kept.tmp": ""})
    git(tree, "add", "--force", "kept.tmp")
    assert selected(tree) == [".git", "kept.tmp", "train.py"]


def test_a_repository_in_the_project_has_rules_of_its_own(
    repository: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    library = tmp_path_factory.mktemp("library")
    git(library, "init", "--quiet")
    make(library, {".gitignore": "*.md", "lib.py": ""})
    git(library, "add", ".")
    git(library, "commit", "--quiet", "-m", "first")
    make(repository, {".gitignore": "*.log"})
    git(repository, "submodule", "--quiet", "add", str(library), "lib")
    make(repository, {"lib/a.log": "", "lib/a.md": "", "a.log": ""})
    assert selected(repository) == [
        ".gitignore",
        ".gitmodules",
        "lib/.git",
        "lib/.gitignore",
        "lib/a.log",
        "lib/lib.py",
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege on Windows")
def test_links_are_names_to_git_and_lead_out_of_its_sight(
    repository: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = make(tmp_path_factory.mktemp("outside"), {"a.log": "", "lib.py": ""})
    make(repository, {"ignore": "*.log\nlinked/\nnever", "real.py": ""})
    os.symlink(outside, repository / "linked")  # `linked/` is for directories, and a link is none
    os.symlink(outside, repository / "never")
    os.symlink("ignore", repository / ".gitignore")  # which Git does not read
    assert selected(repository) == [".gitignore", "ignore", "linked/a.log", "linked/lib.py", "real.py"]
    (repository / ".gitignore").unlink()
    (repository / "ignore").rename(repository / ".gitignore")
    assert selected(repository) == [".gitignore", "linked/a.log", "linked/lib.py", "real.py"]


@pytest.mark.skipif(sys.platform == "win32", reason="pipes with names")
@pytest.mark.parametrize("name", [".gitignore", ".git/info/exclude", ".git/index"])
def test_what_is_no_regular_file_is_not_waited_for(repository: Path, name: str) -> None:
    make(repository, {"a.py": "", "a.log": ""})
    (repository / ".gitignore").write_text("*.log")
    (repository / name).unlink(missing_ok=True)
    os.mkfifo(repository / name)
    assert "a.py" in selected(repository)


@pytest.mark.parametrize(
    "pointer", ["gitdir: //host/share", "gitdir: \\\\host\\share", "gitdir: none", "nonsense", "\0"]
)
def test_a_pointer_that_leads_nowhere_makes_no_repository(tmp_path: Path, pointer: str) -> None:
    make(tmp_path, {".git": pointer, ".gitignore": "*.py", "a.py": ""})
    assert "a.py" in selected(tmp_path)


def test_an_answer_that_is_kept_knows_when_an_ignore_file_changes(repository: Path) -> None:
    """As the language server asks: counts in hovers are those of what is copied."""
    make(repository, {".gitignore": "*.log", "a.log": "", "b.md": "", "sub/c.md": ""})
    for path in (repository, repository / "sub", repository / ".gitignore", repository / ".git" / "info" / "exclude"):
        os.utime(path, (1, 1))
    matching = MatchingFiles(repository / ".gage" / "runs")
    assert matching.of(repository, True) == ("sub/c.md", ".gitignore", "b.md")
    with (repository / ".gitignore").open("w") as file:
        file.write("*.md")
    assert matching.of(repository, True) == (".gitignore", "a.log")
    os.utime(repository / ".gitignore", (1, 1))
    matching.of(repository, True)
    with (repository / ".git" / "info" / "exclude").open("w") as file:
        file.write("a.*")
    assert matching.of(repository, True) == (".gitignore",)
    git(repository, "add", "--force", "a.log")
    assert matching.of(repository, True) == (".gitignore", "a.log")


NAMES = st.sampled_from(["a.py", "b.log", "out", "src", "x", "b"])
TREES = st.lists(st.lists(NAMES, min_size=1, max_size=4).map("/".join), min_size=1, max_size=12, unique=True)
LINES = st.sampled_from(
    [
        "*.log",
        "!b.log",
        "out",
        "out/",
        "/src",
        "src/*",
        "!src/x",
        "x/**",
        "**/b",
        "/*",
        "!/src/",
        "*",
        "!a.py",
        "src/**/out",
    ]
)
IGNORE_FILES = st.dictionaries(st.sampled_from(["", "src/", "out/", "src/x/"]), st.lists(LINES, max_size=4), max_size=3)


@settings(max_examples=60, deadline=None)
@given(tree=TREES, ignore_files=IGNORE_FILES, kept=st.sets(st.integers(0, 11), max_size=3))
def test_of_any_tree_the_files_are_taken_that_git_lists(
    tree: list[str], ignore_files: dict[str, list[str]], kept: set[int]
) -> None:
    root = Path(tempfile.mkdtemp())
    try:
        git(root, "init", "--quiet")
        files = [path for path in tree if not any(other.startswith(f"{path}/") for other in tree)]
        made = {f"{directory}.gitignore": "\n".join(lines) for directory, lines in ignore_files.items()}
        blocked = [path for path in files if any(name.startswith(f"{path}/") for name in made)]
        make(root, {**dict.fromkeys((path for path in files if path not in blocked), ""), **made})
        for path in (files[number] for number in kept if number < len(files) and files[number] not in blocked):
            git(root, "add", "--force", path)
        listed = git(root, "ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0")[:-1]
        assert selected(root) == sorted(listed)
    finally:
        shutil.rmtree(root)
