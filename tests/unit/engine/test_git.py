"""What is recorded of Git, in real repositories; a hostile one gets nothing executed."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path

import pytest

from gage.engine import git
from gage.engine.git import MOST_OF_DIFF, changes, find_repository, read_head
from gage.runs.process_identity import process_lives

ENVIRON = {
    **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.org",
    "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@example.org",
}  # fmt: skip

NOT_TRUSTED = "git does not trust the owner of the repository, or cannot read its configuration"


def call(directory: Path, *arguments: str) -> str:
    command = ["git", "-c", "protocol.file.allow=always", *arguments]
    done = subprocess.run(command, cwd=directory, env=ENVIRON, check=True, capture_output=True, encoding="utf-8")
    return done.stdout.strip()


def commit(directory: Path, **files: str) -> str:
    for name, text in files.items():
        (directory / name.replace("_", ".")).write_text(text)
    call(directory, "add", "--all")
    call(directory, "commit", "--quiet", "--message", "x")
    return call(directory, "rev-parse", "HEAD")


def head(directory: Path) -> tuple[str | None, str | None]:
    repository = find_repository(directory)
    assert repository
    return read_head(repository)


def changed(directory: Path) -> tuple[str | None, str | None]:
    repository = find_repository(directory)
    assert repository
    found = changes(repository, directory, ENVIRON)
    return None if found.diff is None else found.diff.decode(), found.note


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    directory = tmp_path / "repository"
    directory.mkdir()
    call(directory, "init", "--quiet", "--initial-branch", "main")
    return directory


def test_no_repository_is_none(tmp_path: Path) -> None:
    assert find_repository(tmp_path) is None


def test_commit_and_branch_are_what_git_says(repository: Path) -> None:
    assert head(repository) == (None, "main")  # nothing is committed yet
    first = commit(repository, a_txt="1\n")
    assert head(repository) == (first, "main")

    call(repository, "switch", "--quiet", "--create", "feature/größer")
    second = commit(repository, a_txt="2\n")
    assert head(repository) == (second, "feature/größer")

    call(repository, "pack-refs", "--all")
    assert not (repository / ".git/refs/heads/main").exists()
    assert head(repository) == (second, "feature/größer")
    call(repository, "switch", "--quiet", "main")
    assert head(repository) == (first, "main")

    call(repository, "switch", "--quiet", "--detach", second)
    assert head(repository) == (second, None)


def test_a_repository_of_sha256_has_longer_names(tmp_path: Path) -> None:
    call(tmp_path, "init", "--quiet", "--object-format", "sha256", "--initial-branch", "main")
    name = commit(tmp_path, a_txt="1\n")
    assert len(name) == 64
    assert head(tmp_path) == (name, "main")


def test_further_working_trees_and_submodules_have_a_file_in_place_of_the_directory(repository: Path) -> None:
    first = commit(repository, a_txt="1\n")
    tree = repository.parent / "tree"
    call(repository, "worktree", "add", "--quiet", "-b", "other", str(tree))
    assert (tree / ".git").is_file()
    assert head(tree) == (first, "other")
    (tree / "a.txt").write_text("2\n")
    diff, _ = changed(tree)
    assert diff is not None
    assert "+2\n" in diff
    assert changed(repository) == ("", None)

    above = repository.parent / "above"
    above.mkdir()
    call(above, "init", "--quiet", "--initial-branch", "top")
    call(above, "submodule", "--quiet", "add", str(repository), "sub")
    assert (above / "sub" / ".git").is_file()
    assert head(above / "sub") == (first, "main")


@pytest.mark.parametrize(
    "text",
    [
        "ref: refs/heads/../../../outside",
        "ref: /etc/hostname",
        "ref: refs/heads/.hidden",
        "ref: refs/heads/main\0",
        "0123",
        "",
        "\xff",
    ],
)
def test_a_head_that_makes_no_sense_is_no_commit(repository: Path, text: str) -> None:
    (repository.parent / "outside").write_text("0" * 40)
    (repository / ".git/HEAD").write_text(text, "latin-1")
    assert head(repository) == (None, None)


def test_refs_that_lead_round_in_a_circle_end(repository: Path) -> None:
    (repository / ".git/refs/heads/main").write_text("ref: refs/heads/main\n")
    assert head(repository) == (None, "main")


def test_the_diff_is_of_tracked_files_of_the_project_alone(repository: Path) -> None:
    commit(repository, a_txt="1\n")
    project = repository / "project"
    project.mkdir()
    commit(project, train_py="lr = 0.1\n")
    assert changed(project) == ("", None)
    (repository / "a.txt").write_text("2\n")
    (project / "new.py").write_text("untracked\n")
    assert changed(project) == ("", None)
    (project / "train.py").write_text("lr = 0.2\n")
    diff, note = changed(project)
    assert note is None
    assert diff is not None
    assert diff.splitlines()[:1] == ["diff --git a/project/train.py b/project/train.py"]
    assert diff.splitlines()[-2:] == ["-lr = 0.1", "+lr = 0.2"]


def test_the_diff_can_be_applied_whatever_the_settings(repository: Path) -> None:
    commit(repository, a_txt="1\n2\n")
    (repository / "a.txt").write_text("1\n3\n")
    for name in ("diff.noprefix", "diff.mnemonicPrefix", "diff.relative"):
        call(repository, "config", name, "true")
    call(repository, "config", "color.ui", "always")
    diff, _ = changed(repository)
    call(repository, "checkout", "--quiet", "a.txt")
    (repository / "patch").write_text(diff or "")
    call(repository, "apply", "patch")
    assert (repository / "a.txt").read_text() == "1\n3\n"


def test_a_large_diff_is_kept_up_to_a_whole_line(repository: Path) -> None:
    commit(repository, a_txt="")
    (repository / "a.txt").write_text("ä" * 60 + "\n")
    (repository / "a.txt").write_text(("ä" * 60 + "\n") * 20_000)
    diff, note = changed(repository)
    assert note == "only the first 256 KiB of the diff are kept"
    assert diff is not None
    assert MOST_OF_DIFF - 200 < len(diff.encode()) <= MOST_OF_DIFF
    assert diff.endswith("ä\n")


def programs(repository: Path, pwned: Path) -> None:
    """Every way the configuration of a repository can have `git diff` execute something, each with its own trace."""
    for name in ("fsmonitor", "external", "textconv", "command", "clean", "process"):
        script = repository / f"{name}.sh"
        script.write_text(f'#!/bin/sh\necho x >> "{pwned}/{name}"\ncat "$1" 2>/dev/null\nexit 0\n')
        script.chmod(0o755)
    hooks = repository / "hooks"
    hooks.mkdir()
    (hooks / "post-index-change").write_text(f'#!/bin/sh\necho x >> "{pwned}/hook"\n')
    (hooks / "post-index-change").chmod(0o755)
    settings = {
        "core.fsmonitor": f"{repository}/fsmonitor.sh",
        "core.hooksPath": str(hooks),
        "diff.external": f"{repository}/external.sh",
        "diff.c.command": f"{repository}/command.sh",
        "diff.t.textconv": f"{repository}/textconv.sh",
        "filter.f-1.clean": f"{repository}/clean.sh",
        "filter.p.process": f"{repository}/process.sh",
        "filter.f-1.required": "true",
    }
    for name, value in settings.items():
        call(repository, "config", name, value)
    (repository / ".gitattributes").write_text("*.c diff=c\n*.t diff=t\n*.f filter=f-1\n*.p filter=p\n")


def test_nothing_that_a_repository_configures_is_executed(repository: Path) -> None:
    files = {f"a_{ending}": "1\n" for ending in ("txt", "c", "t", "f", "p")}
    commit(repository, **files)
    pwned = repository.parent / "pwned"
    pwned.mkdir()
    programs(repository, pwned)
    for name in files:
        (repository / name.replace("_", ".")).write_text("2\n")
    state = (repository / ".git/index").read_bytes()
    diff, note = changed(repository)
    assert diff is not None, note
    assert diff.count("\n+2\n") == 5
    assert [path.name for path in pwned.iterdir()] == []
    assert (repository / ".git/index").read_bytes() == state
    # The same configuration is at work when nobody takes care.
    less = ("-c", "core.fsmonitor=false", "-c", "filter.f-1.required=false")
    for careless in (
        ("diff", "HEAD"),
        (*less, "-c", "filter.p.process=", "diff", "HEAD"),
        (*less, "-c", "filter.p.process=", "diff", "--no-ext-diff", "HEAD"),
        ("-c", "filter.p.process=", "status"),
    ):
        subprocess.run(["git", *careless], cwd=repository, env=ENVIRON, capture_output=True, check=False)
    executed = {"fsmonitor", "external", "command", "textconv", "clean", "process", "hook"}
    assert {path.name for path in pwned.iterdir()} == executed


def test_a_filter_whose_name_no_option_can_hold_is_not_executed_either(repository: Path) -> None:
    commit(repository, a_f="1\n")
    (repository / ".git/config").open("a").write(f'[filter "a=b"]\nclean = touch {repository}/pwned; cat\n')
    (repository / ".gitattributes").write_text("*.f filter=a=b\n")
    (repository / "a.f").write_text("2\n")
    diff, note = changed(repository)
    assert diff is None
    assert note == "the repository has filters that cannot be switched off"
    assert not (repository / "pwned").exists()


def test_changes_inside_of_submodules_are_not_looked_for(repository: Path) -> None:
    inner = repository.parent / "inner"
    inner.mkdir()
    call(inner, "init", "--quiet")
    commit(inner, a_txt="1\n")
    call(repository, "submodule", "--quiet", "add", str(inner), "sub")
    commit(repository)
    (repository / "sub" / "a.txt").write_text("2\n")
    pwned = repository.parent / "pwned"
    call(repository / "sub", "config", "core.fsmonitor", f"touch {pwned}; false")
    assert changed(repository) == ("", None)
    assert not pwned.exists()


def test_the_files_of_another_directory_are_not_compared(repository: Path) -> None:
    commit(repository, a_txt="1\n")
    outside = repository.parent / "outside"
    outside.mkdir()
    (outside / "a.txt").write_text("secret\n")
    call(repository, "config", "core.worktree", str(outside))
    assert changed(repository) == ("", None)


def test_objects_that_lack_are_not_fetched(repository: Path) -> None:
    commit(repository, a_txt="1\n")
    blob = call(repository, "rev-parse", "HEAD:a.txt")
    path = repository / ".git/objects" / blob[:2] / blob[2:]
    path.unlink()
    pwned = repository.parent / "pwned"
    for name, value in {
        "core.repositoryFormatVersion": "1",
        "extensions.partialClone": "origin",
        "remote.origin.promisor": "true",
        "remote.origin.url": "ssh://example.invalid/x",
        "core.sshCommand": f"touch {pwned};",
        "protocol.ssh.allow": "always",
    }.items():
        call(repository, "config", name, value)
    (repository / "a.txt").write_text("2\n")
    diff, note = changed(repository)
    assert (diff, note) == (None, "git diff ended with exit code 128")
    assert not pwned.exists()
    subprocess.run(["git", "diff", "HEAD"], cwd=repository, env=ENVIRON, capture_output=True, check=False)
    assert pwned.exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a directory away")
def test_a_repository_of_somebody_else_is_refused_by_git(repository: Path) -> None:
    commit(repository, a_txt="1\n")
    (repository / "a.txt").write_text("2\n")
    for path in (repository, *repository.rglob("*")):
        os.chown(path, 12345, 12345, follow_symlinks=False)
    assert changed(repository) == (None, NOT_TRUSTED)
    assert head(repository)[1] == "main"
    trusted = {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "safe.directory", "GIT_CONFIG_VALUE_0": "*"}
    found = find_repository(repository)
    assert found
    assert b"+2\n" in (changes(found, repository, {**ENVIRON, **trusted}).diff or b"")


def test_where_git_reads_no_configuration_nothing_is_compared(repository: Path) -> None:
    """Git's ``git diff`` would compare a file named HEAD with the directory."""
    commit(repository, a_txt="1\n", HEAD="1\n")
    (repository / ".git/config").write_text("[core\n")
    assert changed(repository) == (None, NOT_TRUSTED)


def test_the_repository_that_the_caller_works_in_is_not_taken_for_that_of_the_project(repository: Path) -> None:
    """A hook of Git may call `gage run`."""
    commit(repository, a_txt="1\n")
    other = repository.parent / "other"
    other.mkdir()
    call(other, "init", "--quiet")
    environ = {**ENVIRON, "GIT_DIR": str(other / ".git"), "GIT_INDEX_FILE": str(other / "index"), "GIT_PREFIX": "x/"}
    found = find_repository(repository)
    assert found
    assert changes(found, repository, environ) == (b"", None)


def test_where_git_is_missing_or_slow_the_note_says_so(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit(repository, a_txt="1\n")
    found = find_repository(repository)
    assert found
    assert changes(found, repository, {"PATH": str(repository)}).note == "git is not installed"

    slow = repository.parent / "bin"
    slow.mkdir()
    (slow / "git").write_text("#!/bin/sh\nsleep 600 & echo $! > pid\nwait\n")
    (slow / "git").chmod(0o755)
    monkeypatch.setattr(git, "_PATIENCE", 0.5)
    environ = {"PATH": f"{slow}{os.pathsep}{os.environ['PATH']}"}
    assert changes(found, repository, environ).note == "git took longer than 0.5 seconds"
    # What it had started is gone with it.
    started = int((repository / "pid").read_text())
    while process_lives(started):
        time.sleep(0.01)


def test_a_git_in_the_project_is_not_executed(repository: Path) -> None:
    commit(repository, a_txt="1\n")
    (repository / "git").write_text("#!/bin/sh\ntouch pwned\n")
    (repository / "git").chmod(0o755)
    found = find_repository(repository)
    assert found
    note = changes(found, repository, {"PATH": os.pathsep.join([".", "", str(repository)])}).note
    assert note == "the git that was found lies in the project"
    assert not (repository / "pwned").exists()


@pytest.mark.parametrize("text", ["gitdir: nowhere", "gitdir: \0", "gitdir:", "", "x" * 10_000, "gitdir: ."])
def test_a_git_file_that_leads_nowhere_is_no_repository_with_a_commit(tmp_path: Path, text: str) -> None:
    (tmp_path / ".git").write_text(text)
    found = find_repository(tmp_path)
    assert found is None or read_head(found) == (None, None)
