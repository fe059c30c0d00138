"""Flags over project values: what fits, and what is refused in which words."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from gage.config.project_config import ConfigError, ProjectConfig
from gage.config.read import read_config
from gage.config.resolve import resolve_config, same
from gage.config.scalar import Scalar
from gage.engine.flags import parse_flags
from gage.gagefile.model import ConfigSection

SOURCE = "whole = 1\nreal = 0.1\nname = 'x'\ndebug = False\nseed = None\na = b = 5\n"


@pytest.fixture
def config(tmp_path: Path) -> ProjectConfig:
    (tmp_path / "train.py").write_text(SOURCE)
    (tmp_path / "other.py").write_text("whole = 'text'\nreal = True\n")
    return read_config([ConfigSection(("train.py", "other.py#whole"))], tmp_path)


@pytest.mark.parametrize(
    ("flag", "value"),
    [
        ("whole=2", 2),
        ("whole=2.5", 2.5),
        ("real=2", 2.0),
        ("real=2.5", 2.5),
        ("name=1", "1"),
        ("name=1.10", "1.10"),
        ("name=007", "007"),
        ("name=true", "true"),
        ("name=null", "null"),
        ("name=", ""),
        ("debug=true", True),
        ("seed=3", 3),
        ("seed=false", False),
        ("seed=abc", "abc"),
        ("seed=null", None),
    ],
)
def test_a_flag_takes_the_type_of_the_value_it_replaces(config: ProjectConfig, flag: str, value: Scalar) -> None:
    name = flag.partition("=")[0]
    resolved = resolve_config(config, parse_flags([flag]))
    assert same(resolved[name], value)
    assert {key: resolved[key] for key in resolved if key != name} == {
        key: config.values[key] for key in resolved if key != name
    }
    assert list(resolved) == list(config.values)


@pytest.mark.parametrize(
    ("flag", "message"),
    [
        ("whole=abc", "whole=abc does not fit; 'whole' is a number in train.py, as in whole=1"),
        ("whole=true", "whole=true does not fit; 'whole' is a number"),
        ("whole=null", "whole=null does not fit; 'whole' is a number"),
        ("whole='2'", "whole=2 does not fit"),
        ("real=x", "real=x does not fit; 'real' is a number in train.py, as in real=0.1"),
        ("debug=1", "debug=1 does not fit; 'debug' is a boolean in train.py, so write true or false"),
        ("debug=True", "debug=True does not fit"),
        ("nam=x", "there is no flag 'nam'; did you mean 'name'?"),
        ("zzz=x", "there is no flag 'zzz'; the flags are whole,"),
    ],
)
def test_a_flag_that_does_not_fit_is_refused_with_the_reason(config: ProjectConfig, flag: str, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        resolve_config(config, parse_flags([flag]))
    assert message in str(caught.value)


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_a_number_that_no_file_can_hold_is_refused(config: ProjectConfig, value: float) -> None:
    with pytest.raises(ConfigError, match="no number that a file can hold"):
        resolve_config(config, {"real": value})


def test_a_flag_for_an_operation_without_config_says_so() -> None:
    with pytest.raises(ConfigError, match="no config values"):
        resolve_config(ProjectConfig({}, [], {}), {"lr": 1})


def test_names_of_one_literal_change_together(config: ProjectConfig) -> None:
    resolved = resolve_config(config, {"a": 9})
    assert (resolved["a"], resolved["b"]) == (9, 9)
    assert resolve_config(config, {"a": 9, "b": 9})["b"] == 9
    with pytest.raises(ConfigError, match=r"a and b share one value in train\.py"):
        resolve_config(config, {"a": 9, "b": 7})


def test_no_flags_leave_the_project_values(config: ProjectConfig) -> None:
    assert resolve_config(config, {}) == config.values


def test_a_value_too_large_for_a_float_stays_whole(config: ProjectConfig) -> None:
    assert resolve_config(config, {"real": 10**400})["real"] == 10**400
