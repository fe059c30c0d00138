from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from editors.session import HERE, find_editor, run_session

pytestmark = pytest.mark.slow


def test_a_gagefile_is_mended_run_and_its_runs_seen_in_neovim(tmp_path: Path) -> None:
    project = tmp_path / "my prøject"
    project.mkdir()
    other = tmp_path / "pyproject.toml"
    other.write_text("[project]\n", encoding="utf-8")
    gagefile = project / "gage.toml"
    (project / "train.py").write_text('lr = 0.1\nname = "x"\nprint("trained", lr, name)\n', encoding="utf-8")
    command = json.dumps([sys.executable, "train.py"])
    gagefile.write_text(f'# ♥\n"träin-😀" = {{ exce = {command}, config = "train.py" }}\n', encoding="utf-8")

    nvim = find_editor("nvim", "the development dependencies")
    session = [nvim, "--headless", "--clean", "-c", f"luafile {HERE / 'neovim_session.lua'}"]
    seen = run_session(session, tmp_path, "neovim", GAGEFILE=str(gagefile), OTHER=str(other))

    assert "failure" not in seen, seen["failure"]
    column = len('"träin-😀" = { '.encode())
    assert seen["encoding"] == "utf-8"
    assert seen["diagnostics"] == [[1, column, 1, column + 4]]
    assert seen["attached_elsewhere"] == 0
    assert seen["mended"] == ["# ♥", f'"träin-😀" = {{ exec = {command}, config = "train.py" }}']
    assert "gage.toml has unsaved changes; save it, then run" in seen["refusal"]
    assert seen["no_runs"][0].startswith("No runs yet in ")
    *lenses, last = seen["lenses"]
    assert lenses == ["Run", "Stage", "Preview"]
    assert last.startswith("✓ completed ")
    assert set(seen["line"].split(" | ")) == {*lenses, last}
    assert seen["flags_asked"] == {"prompt": "Flags of träin-😀: ", "default": "lr=0.1 name=x"}
    assert seen["output"] == ["trained 0.5 a b"]
    assert seen["phases"][1] == f'"träin-😀" = {{ exec.run = {command}, config = "train.py" }}'
    head, *runs = seen["runs"]
    assert head.split() == ["name", "operation", "status", "started", "duration", "label"]
    assert len(runs) == 3
    assert all("träin-😀" in run and "completed" in run for run in runs)
    assert Path(seen["run_directory"]).parent == project / ".gage" / "runs"
    assert seen["notified"] == []


FLAGS: list[tuple[str, dict[str, str], dict[str, str] | list[str]]] = [
    ("", {"lr": "0.1"}, {}),
    ("lr=0.1 ", {"lr": "0.1"}, {}),
    (" lr=0.2  name=x", {"lr": "0.1"}, {"lr": "0.2", "name": "x"}),
    ('name="a b" lr=1', {}, {"name": "a b", "lr": "1"}),
    ('name="a b"', {"name": '"a b"'}, {}),
    (r'name="say \"é\" \\"', {}, {"name": 'say "é" \\'}),
    ('name="" x=', {}, {"name": "", "x": ""}),
    ("a=b=c", {}, {"a": "b=c"}),
    ("lr=1 what", {}, ["what"]),
    ('lr=1 name="open', {}, ['name="open']),
    ('name="a"b', {}, ['name="a"b']),
    ("=1", {}, ["=1"]),
]


def test_flags_are_words_that_differ_from_the_present_config(tmp_path: Path) -> None:
    cases = tmp_path / "cases.json"
    cases.write_text(json.dumps([{"text": text, "present": present} for text, present, _ in FLAGS]), encoding="utf-8")
    nvim = find_editor("nvim", "the development dependencies")
    session = [nvim, "--headless", "--clean", "-c", f"luafile {HERE / 'neovim_flags.lua'}"]
    seen = run_session(session, tmp_path, "neovim", CASES=str(cases))["seen"]
    assert seen == [expected for _, _, expected in FLAGS]


def test_what_a_gagefile_comes_to_is_seen_in_neovim(tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text("lr = 0.1\n", encoding="utf-8")
    gagefile = tmp_path / "gage.toml"
    gagefile.write_text("['träin-😀']\nexec = 'echo 😀 {lr}'\nconfig = 'train.py#lr' # 😀\n", encoding="utf-8")

    nvim = find_editor("nvim", "the development dependencies")
    session = [nvim, "--headless", "--clean", "-c", f"luafile {HERE / 'neovim_hover.lua'}"]
    seen = run_session(session, tmp_path, "neovim", GAGEFILE=str(gagefile))

    assert "failure" not in seen, seen["failure"]
    assert seen["hints"] == [[2, len("config = 'train.py#lr'"), "= 0.1"]]
    assert seen["hover"][0] == "**träin-😀**"
    assert "echo 😀 0.1" in seen["hover"]
    assert "- `lr` = `0.1` · train.py, line 1" in seen["hover"]
    assert seen["hover"][-1] == "It has not been run yet."
