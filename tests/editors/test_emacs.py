from __future__ import annotations

import json
import sys
from pathlib import Path

from editors.session import HERE, find_editor, run_session


def test_a_gagefile_is_mended_run_and_its_runs_seen_in_emacs(tmp_path: Path) -> None:
    emacs = find_editor("emacs", "Emacs 28 or later with eglot")
    project = tmp_path / "my prøject"
    project.mkdir()
    other = tmp_path / "pyproject.toml"
    other.write_text("[project]\n", encoding="utf-8")
    gagefile = project / "gage.toml"
    command = json.dumps([sys.executable, "-c", "print('trained')"])
    gagefile.write_text(f'# ♥\n"träin-😀" = {{ exce = {command} }}\n', encoding="utf-8")

    session = [emacs, "--batch", "-l", str(HERE / "emacs_session.el")]
    seen = run_session(session, tmp_path, "emacs", GAGEFILE=str(gagefile), OTHER=str(other))

    assert "failure" not in seen, seen["failure"]
    assert seen["attached-elsewhere"] is False
    assert seen["problems"] == ["exce"]
    assert seen["mended"] == f'# ♥\n"träin-😀" = {{ exec = {command} }}\n'
    assert seen["no-runs"] == ""
    [run] = seen["runs"].splitlines()
    assert "träin-😀" in run
    assert "completed" in run
    assert Path(seen["run-directory"]).parent == project / ".gage" / "runs"
