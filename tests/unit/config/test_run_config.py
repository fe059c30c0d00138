"""The values of a run that repeats another, in a project that may have changed in between."""

from __future__ import annotations

from pathlib import Path

import pytest

from gage.config.project_config import ConfigError
from gage.config.run_config import run_config
from gage.config.scalar import Scalar
from gage.gagefile.document import Document
from gage.gagefile.model import Gagefile

GAGEFILE = """{
  train: {
    exec: "python train.py --model {model}",
    config: ["train.py", { name: "model", default: "small" }, { name: "steps", type: "integer" }],
  }
}"""
SCRIPT = "lr = 0.1\nname = 'a'\nlimit = None\n"
OPERATION = Gagefile(Document(GAGEFILE, "json")).operations["train"]
OWN: dict[str, Scalar] = {"lr": 0.1, "name": "a", "limit": None, "model": "small", "steps": None}


@pytest.mark.parametrize(
    ("earlier", "flags", "values", "left_out"),
    [
        ({}, {}, {}, []),
        (OWN, {}, {}, []),
        ({"lr": 0.5, "model": "large", "steps": 9}, {}, {"lr": 0.5, "model": "large", "steps": 9}, []),
        ({"lr": 0.5, "model": "large"}, {"lr": 7, "model": "tiny"}, {"lr": 7.0, "model": "tiny"}, []),
        ({"limit": 3}, {}, {"limit": 3}, []),
        ({"gone": 1, "lr": 0.5}, {}, {"lr": 0.5}, ["gone=1"]),
        ({"gone": None, "away": True}, {}, {}, ["gone=null", "away=true"]),
        ({"name": "b c"}, {}, {"name": "b c"}, []),
    ],
)
def test_earlier_values_stand_in_for_flags(
    tmp_path: Path,
    earlier: dict[str, Scalar],
    flags: dict[str, Scalar],
    values: dict[str, Scalar],
    left_out: list[str],
) -> None:
    (tmp_path / "train.py").write_text(SCRIPT)
    config, found = run_config(OPERATION, tmp_path, flags, earlier)
    assert found == {**OWN, **values}
    assert config.warnings == [f"{text} of the earlier run is left out; nothing has that name now" for text in left_out]


def test_an_earlier_value_that_does_not_fit_any_more_is_refused_unless_a_flag_wins(tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text("lr = True\n")
    with pytest.raises(ConfigError, match=r"lr=0\.5 does not fit"):
        run_config(OPERATION, tmp_path, {}, {"lr": 0.5})
    assert run_config(OPERATION, tmp_path, {"lr": False}, {"lr": 0.5})[1]["lr"] is False
