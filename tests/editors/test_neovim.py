from __future__ import annotations

import json
import sys
from pathlib import Path

from editors.session import HERE, find_editor, run_session


def test_a_gagefile_is_mended_run_and_its_runs_seen_in_neovim(tmp_path: Path) -> None:
    project = tmp_path / "my prøject"
    project.mkdir()
    other = tmp_path / "pyproject.toml"
    other.write_text("[project]\n", encoding="utf-8")
    gagefile = project / "gage.toml"
    command = json.dumps([sys.executable, "-c", "print('trained')"])
    gagefile.write_text(f'# ♥\n"träin-😀" = {{ exce = {command} }}\n', encoding="utf-8")

    nvim = find_editor("nvim", "the development dependencies")
    session = [nvim, "--headless", "--clean", "-c", f"luafile {HERE / 'neovim_session.lua'}"]
    seen = run_session(session, tmp_path, "neovim", GAGEFILE=str(gagefile), OTHER=str(other))

    assert "failure" not in seen, seen["failure"]
    column = len('"träin-😀" = { '.encode())
    assert seen["encoding"] == "utf-8"
    assert seen["diagnostics"] == [[1, column, 1, column + 4]]
    assert seen["attached_elsewhere"] == 0
    assert seen["mended"] == ["# ♥", f'"träin-😀" = {{ exec = {command} }}']
    assert "gage.toml has unsaved changes: save it, then run" in seen["refusal"]
    assert seen["no_runs"][0].startswith("No runs yet in ")
    assert seen["lenses"] == ["Run"]
    head, *runs = seen["runs"]
    assert head.split() == ["name", "operation", "status", "started", "duration", "label"]
    assert len(runs) == 2
    assert all("träin-😀" in run and "completed" in run for run in runs)
    assert Path(seen["run_directory"]).parent == project / ".gage" / "runs"
    assert seen["notified"] == []
