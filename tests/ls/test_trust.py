"""A hostile project: to open it, type in it and ask everything about it executes nothing and reads nothing outside."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import pytest
from ls.questions import requests
from ls.wire import Wire

CANARY = "canary_7f3a9c"
"""Stands in files outside of the workspace only, as the name of a key and of a file."""

GAGEFILES = {
    "gage.toml": """
        '$runs-dir' = "linked/runs"
        [train]
        exec = "python train.py"
        config = ["train.py", "linked.py", "linked/outside.py", "linked/*.py#*", "../outside/outside.py", "{outside}/outside.py#x"]
        sourcecode = ["**/*", "linked/**", "../outside/*", "*.py size<9"]
        depends = [{ type = "project-files", files = ["linked/*", "../outside/*", "linked.csv", "{outside}/*"] }]
        exce = "wrong"
    """,
    "gage.yaml": """
        train:
          exec: python train.py
          config: [train.py, linked.py, linked/outside.py, ../outside/outside.py]
          sourcecode: ["linked/**"]
          exce: wrong
    """,
    "gage.json": """
        {"train": {"exec": "python train.py", "config": ["linked.py#", "linked/outside.py"], "exce": 1}}
    """,
}
MODULES = (
    "sitecustomize",
    "usercustomize",
    "gage",
    "gage_ls",
    "logging",
    "json",
    "asyncio",
    "argparse",
    "yaml",
    "jschon",
    "tomli",
    "train",
    "conftest",
    "setup",
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    project, outside = tmp_path / "project", tmp_path / "outside"
    project.mkdir()
    outside.mkdir()
    (outside / "outside.py").write_text(f"{CANARY} = 1\nlr = 2\n")
    (outside / f"{CANARY}.py").write_text("lr = 1\n")
    (outside / "gage.toml").write_text(f'[{CANARY}]\nexec = "x"\n')
    marker = f"open({str(tmp_path / 'executed')!r}, 'w').close()\n"
    for name in MODULES:
        (project / f"{name}.py").write_text(f"lr = 0.1\n{marker}")
    (project / "gage").mkdir()
    (project / "gage" / "__init__.py").write_text(marker)
    (project / "linked").symlink_to(outside, target_is_directory=True)
    (project / "linked.py").symlink_to(outside / "outside.py")
    (project / "linked.csv").symlink_to(outside / "outside.py")
    (project / "pyproject.toml").write_text("[tool.gage.check]\nignore = []\n")
    return project


@pytest.mark.parametrize("name", GAGEFILES)
def test_to_look_at_a_hostile_project_executes_nothing_and_reads_nothing_outside(project: Path, name: str) -> None:
    lines = [line.removeprefix(" " * 8) for line in GAGEFILES[name].splitlines()[1:-1]]
    text = "\n".join(lines).replace("{outside}", str(project.parent / "outside"))
    path = project / name
    path.write_text(text)
    uri = path.as_uri()
    # In the folder, as editors start it, by its name: `python -m gage_ls` would look for `gage_ls` there first.
    with Wire(cwd=project, command=[Path(sys.executable).with_name("gage-ls")]) as wire:
        able = wire.initialize(workspaceFolders=[{"uri": project.as_uri(), "name": "project"}])
        wire.open(uri, text)
        said = [wire.problems(uri)]
        for line, column in ((0, 0), *((line, len(lines[line]) // 2) for line in range(len(lines))), (2, 9)):
            for method, params in requests(able, uri, line, column):
                said.append(wire.answer(wire.begin(method, params)))
        for version, letter in enumerate('x = "lin', 2):
            end = {"line": 99, "character": 0}
            wire.change(uri, version, {"range": {"start": end, "end": end}, "text": letter})
            for method, params in requests(able, uri, len(lines), version):
                said.append(wire.answer(wire.begin(method, params)))
        wire.notify("textDocument/didSave", {"textDocument": {"uri": uri}})
        changed = [{"uri": (project / "train.py").as_uri(), "type": 2}]
        wire.notify("workspace/didChangeWatchedFiles", {"changes": changed})
        time.sleep(0.3)
        wire.ask("shutdown")
        wire.notify("exit")
        assert wire.exit_code() == 0
        told = json.dumps([said, wire.received, wire.asked])
        assert wire.complaints() == ""
    assert "unknown-key" in told
    assert CANARY not in told
    assert not (project.parent / "executed").exists()
