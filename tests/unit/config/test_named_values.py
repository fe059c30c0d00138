"""Config values with a name of their own: flags are held to what the gagefile says of them."""

from __future__ import annotations

import pytest

from gage.config.named_values import resolve_named
from gage.config.project_config import ConfigError
from gage.config.scalar import Scalar
from gage.engine.flags import parse_flags
from gage.gagefile.model import ConfigValue

VALUES = (
    ConfigValue("epochs", "integer", 10, least=1, most=100),
    ConfigValue("lr", "number"),
    ConfigValue("optimizer", "string", "sgd", choices=("sgd", "adam")),
    ConfigValue("fast", "boolean", False),
    ConfigValue("size", "integer", choices=(1, 2)),
)


@pytest.mark.parametrize(
    ("flag", "value"),
    [
        ("epochs=100", 100),
        ("lr=1e-3", 0.001),
        ("lr=2", 2),
        ("optimizer=adam", "adam"),
        ("fast=true", True),
        ("size=2", 2),
    ],
)
def test_a_flag_that_fits_is_the_value(flag: str, value: Scalar) -> None:
    name, _, _ = flag.partition("=")
    found = resolve_named(VALUES, parse_flags([flag]))
    assert (found[name], type(found[name])) == (value, type(value))
    assert list(found) == [each.name for each in VALUES]


def test_without_flags_the_defaults_count() -> None:
    defaults = {"epochs": 10, "lr": None, "optimizer": "sgd", "fast": False, "size": None}
    assert resolve_named(VALUES, {}) == defaults


@pytest.mark.parametrize(
    ("flag", "message"),
    [
        ("epochs=0", "epochs=0 is too small; the least is 1"),
        ("epochs=101", "epochs=101 is too large; the most is 100"),
        ("epochs=1.0", "epochs=1.0 does not fit; 'epochs' is a whole number"),
        ("epochs=true", "epochs=true does not fit; 'epochs' is a whole number"),
        ("lr=fast", "lr=fast does not fit; 'lr' is a number"),
        ("fast=1", "fast=1 does not fit; 'fast' is true or false"),
        ("optimizer=rms", "optimizer=rms is none of its choices: sgd, adam"),
        ("size=3", "size=3 is none of its choices: 1, 2"),
    ],
)
def test_a_flag_that_does_not_fit_is_refused_with_the_reason(flag: str, message: str) -> None:
    with pytest.raises(ConfigError, match=rf"^{message}$"):
        resolve_named(VALUES, parse_flags([flag]))


def test_a_required_value_is_asked_for() -> None:
    values = [ConfigValue("data", required=True, description="where the data is")]
    with pytest.raises(ConfigError, match=r"^'data' \(where the data is\) must be given; add data=TEXT$"):
        resolve_named(values, {})


def test_text_stays_as_it_was_written() -> None:
    assert resolve_named([ConfigValue("version")], parse_flags(["version=1.10"])) == {"version": "1.10"}
