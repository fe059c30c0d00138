from __future__ import annotations

from pathlib import Path

import pytest
from editors.session import HERE, find_editor, run_session

pytestmark = pytest.mark.slow

TEXT = """\
["träin-😀"]
exec = "python train.py --lr {lr}"
config = ["train.py#lr"]

[eval]
exec = [
  "python",
  "eval.py",
]
depends.operation = "träin-😀"
"""


def test_the_way_through_a_gagefile_is_found_in_neovim(tmp_path: Path) -> None:
    project = tmp_path / "my prøject"
    project.mkdir()
    gagefile = project / "gage.toml"
    gagefile.write_text(TEXT, encoding="utf-8")
    (project / "train.py").write_text("epochs = 3\nlr = 0.1\n", encoding="utf-8")

    nvim = find_editor("nvim", "the development dependencies")
    session = [nvim, "--headless", "--clean", "-c", f"luafile {HERE / 'neovim_navigation.lua'}"]
    seen = run_session(session, tmp_path, "neovim", GAGEFILE=str(gagefile))

    assert "failure" not in seen, seen["failure"]
    assert [1, 2, "[Function] träin-😀"] in seen["symbols"]
    assert [6, 1, "[Array] exec"] in seen["symbols"]
    assert seen["everywhere"] == [[5, 2, "[Function] eval"]]
    assert seen["definition"] == ["train.py", 2, 5]
    assert seen["colour"] == "namespace"
    assert seen["folds"] == [">1", "1", "<1", "0", ">1", ">2", "2", "<2", "1", "<1"]
    assert [place[:2] for place in seen["references"]] == [[1, 3], [10, 22]]
    assert "there is an operation 'eval' already; choose another name" in seen["refusal"]
    assert seen["renamed"] == TEXT.replace("träin-😀", "fit").splitlines()
    assert seen["notified"] == []
