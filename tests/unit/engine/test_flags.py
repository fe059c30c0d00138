"""Flags: which arguments are flags, and what their values mean."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gage.config.scalar import Scalar
from gage.engine.flags import FlagError, is_flag, parse_flags, parse_value


@pytest.mark.parametrize(
    ("argument", "expected"),
    [
        ("lr=0.1", {"lr": 0.1}),
        ("lr = 0.1", {"lr": 0.1}),
        ("epochs=10", {"epochs": 10}),
        ("epochs=-10", {"epochs": -10}),
        ("epochs=+10", {"epochs": 10}),
        ("n=007", {"n": 7}),
        ("lr=1e-3", {"lr": 0.001}),
        ("lr=1E3", {"lr": 1000.0}),
        ("lr=.5", {"lr": 0.5}),
        ("lr=5.", {"lr": 5.0}),
        ("debug=true", {"debug": True}),
        ("debug=false", {"debug": False}),
        ("seed=null", {"seed": None}),
        ("debug=True", {"debug": "True"}),
        ("debug=None", {"debug": "None"}),
        ("name=", {"name": ""}),
        ("name=a b", {"name": "a b"}),
        ("name=a=b", {"name": "a=b"}),
        ("name='10'", {"name": "10"}),
        ('name="true"', {"name": "true"}),
        ("name=' a '", {"name": " a "}),
        ('name=""', {"name": ""}),
        ("name=it's", {"name": "it's"}),
        ("name='a'b", {"name": "'a'b"}),
        ("name='a' 'b'", {"name": "'a' 'b'"}),
        ('name="', {"name": '"'}),
        ("name=a\nb", {"name": "a\nb"}),
        ("x=nan", {"x": "nan"}),
        ("x=inf", {"x": "inf"}),
        ("x=-Infinity", {"x": "-Infinity"}),
        ("x=1e999", {"x": "1e999"}),
        ("x=1_0", {"x": "1_0"}),
        ("x=0x10", {"x": "0x10"}),
        ("x=[1,2]", {"x": "[1,2]"}),
        ("x=١", {"x": "١"}),
        ("x=" + "9" * 5000, {"x": "9" * 5000}),
        ("a.b-c=1", {"a.b-c": 1}),
        ("größe=1", {"größe": 1}),
        ('"my name"=1', {"my name": 1}),
        ("'a=b' = 1", {"a=b": 1}),
    ],
)
def test_a_flag_is_a_name_and_a_value(argument: str, expected: dict[str, Scalar]) -> None:
    flags = parse_flags([argument])
    assert flags == expected
    assert [isinstance(value, bool) for value in flags.values()] == [isinstance(v, bool) for v in expected.values()]
    assert is_flag(argument)


@pytest.mark.parametrize(
    ("argument", "hint"),
    [
        ("train", "NAME=VALUE"),
        ("", "NAME=VALUE"),
        ("=1", "before the equals sign"),
        ("-x=1", "does not begin with '-'"),
        ("a b=1", "in quotes"),
        ('""=1', "in quotes"),
    ],
)
def test_an_argument_that_is_no_flag_is_refused_with_the_right_form(argument: str, hint: str) -> None:
    assert not is_flag(argument)
    with pytest.raises(FlagError) as caught:
        parse_flags(["lr=1", argument])
    assert repr(argument) in str(caught.value)
    assert hint in str(caught.value)


def test_a_flag_given_twice_is_refused() -> None:
    with pytest.raises(FlagError, match="'lr' is given twice, the second time as 'lr=2'"):
        parse_flags(["lr=1", "epochs=3", "lr=2"])


def test_flags_keep_their_order() -> None:
    assert list(parse_flags(["b=1", "a=2", "c=3"])) == ["b", "a", "c"]


def test_a_number_remembers_how_it_was_written_and_is_plain_in_json() -> None:
    value = parse_value("1.10")
    assert getattr(value, "text", None) == "1.10"
    assert json.dumps([value, parse_value("007")]) == "[1.1, 7]"


@given(st.text())
def test_any_text_in_an_assignment_has_a_value(text: str) -> None:
    value = parse_flags([f"name={text}"])["name"]
    if isinstance(value, str):
        assert value in text
