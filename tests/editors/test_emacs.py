from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from editors.session import HERE, find_editor, run_session

pytestmark = pytest.mark.slow

TRAIN = """\
import os, time
print('trained', flush=True)
while os.path.exists(os.path.join(os.environ['PROJECT_DIR'], 'wait')):
    time.sleep(0.05)
"""


def test_a_gagefile_is_mended_run_and_its_runs_seen_in_emacs(tmp_path: Path) -> None:
    emacs = find_editor("emacs", "Emacs 28 or later with eglot")
    project = tmp_path / "my prøject"
    project.mkdir()
    other = tmp_path / "pyproject.toml"
    other.write_text("[project]\n", encoding="utf-8")
    gagefile = project / "gage.toml"
    command = json.dumps([sys.executable, "-c", TRAIN])
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
    newest, labelled = seen["both-runs"].splitlines()
    assert labelled.endswith("best")
    assert "träin-😀" in newest
    assert "terminated" in newest
    assert seen["output"] == "trained\n"
    assert Path(seen["run-directory"]).parent == project / ".gage" / "runs"


TEXT = """\
["träin-😀"]
exec = "python train.py --lr {lr}"
config = "train.py#lr"

[eval]

exec = "true"
depends.operation = "träin-😀"
"""


def test_a_gagefile_is_written_and_read_in_emacs(tmp_path: Path) -> None:
    emacs = find_editor("emacs", "Emacs 28 or later with eglot")
    project = tmp_path / "my prøject"
    project.mkdir()
    (project / "train.py").write_text("epochs = 3\nlr = 0.1\n", encoding="utf-8")
    gagefile = project / "gage.toml"
    gagefile.write_text(TEXT, encoding="utf-8")

    session = [emacs, "--batch", "-l", str(HERE / "emacs_language.el")]
    seen = run_session(session, tmp_path, "emacs", GAGEFILE=str(gagefile))

    assert "failure" not in seen, seen["failure"]
    assert seen["completed"] == "description = "  # the cursor stands where the value goes
    assert {"description", "config", "summary"} <= set(seen["offered"])
    assert "exec" not in seen["offered"]
    assert "python train.py --lr 0.1" in seen["hover"]
    assert seen["definition"] == ["train.py", 2]
    assert seen["renamed"] == TEXT.replace("träin-😀", "fit")
