from __future__ import annotations

import json
import uuid
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

MakeUpstream = Callable[..., str]


@pytest.fixture
def upstream_run(tmp_path: Path) -> MakeUpstream:
    """Make a run the way gage 0.1.2 leaves one behind: a version 4 id and, unless it is live, a zipped record.

    Keywords replace members (``__`` stands for ``/``); ``-`` leaves one out.
    """

    def make(*, begun: int = 1_700_000_000_000_000, live: bool = False, **members: str) -> str:
        given = {name.replace("__", "/"): text for name, text in members.items()}
        run_id = str(uuid.uuid4())
        content = {
            "__schema__": "1",
            "opref": "2 demo train 1.0",
            "id": run_id,
            "config.json": json.dumps({"lr": 0.1, "sub.name": "x"}, indent=2),
            "proc/cmd.json": '"python train.py"',
            "initialized": str(begun - 20),
            "staged": str(begun - 10),
            "started": str(begun),
            "stopped": str(begun + 1_500_000),
            "proc/exit": "0",
            "summary.json": json.dumps({"metrics": {"loss": {"value": 0.25}}}),
            "manifest": f"s {'0' * 64} train.py\ng {'1' * 64} out/my model.bin\n",
            "output/40_run": "hello\nworld\n",
            **given,
        }
        content = {name: text for name, text in content.items() if text != "-"}
        if live:
            for name, text in content.items():
                path = tmp_path / f"{run_id}.meta" / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text)
        else:
            with zipfile.ZipFile(tmp_path / f"{run_id}.meta.zip", "w") as archive:
                archive.writestr("output/", "")
                for name, text in content.items():
                    archive.writestr(name, text)
        (tmp_path / run_id / "out").mkdir(parents=True)
        (tmp_path / run_id / "train.py").write_text("print(1)")
        return run_id

    return make
