"""Which literals of a Python file are values, and where they are."""

from __future__ import annotations

import codecs

import pytest

from gage.config.config_file import ConfigFileError
from gage.config.python_file import parse_python


def values(source: str | bytes) -> dict[str, object]:
    data = source.encode() if isinstance(source, str) else source
    return {key: literal.value for key, literal in parse_python(data).literals.items()}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("lr = 0.1", {"lr": 0.1}),
        ("lr: float = 0.1", {"lr": 0.1}),
        ("lr: float", {}),
        ("x = 1_000", {"x": 1000}),
        ("x = 0x10", {"x": 16}),
        ("x = 0b11", {"x": 3}),
        ("x = 0o17", {"x": 15}),
        ("x = 1e-3", {"x": 0.001}),
        ("x = -1", {"x": -1}),
        ("x = +1.5", {"x": 1.5}),
        ("x = ~5", {"x": -6}),
        ("x = ~5.0", {}),
        ("x = --1", {}),
        ("x = -True", {}),
        ("x = -'a'", {}),
        ("x = True", {"x": True}),
        ("x = None", {"x": None}),
        ("x = 'a\\nb'", {"x": "a\nb"}),
        ("x = r'a\\nb'", {"x": "a\\nb"}),
        ("x = u'a'", {"x": "a"}),
        ("x = '''a\nb'''", {"x": "a\nb"}),
        ("x = 'a' \"b\"", {"x": "ab"}),
        ("x = ('a'\n     'b')", {"x": "ab"}),
        ("x = b'a'", {}),
        ("x = f'a'", {}),
        ("x = {1, 2}", {}),
        ("x = f(1)", {}),
        ("x = 1 + 1", {}),
        ("x = 1j", {}),
        ("x = ...", {}),
        ("x = 1e999", {}),
        ("x = 0x1" + "0" * 2000, {}),
        ("x = [1, [2.0], f()]", {"x.0": 1, "x.1.0": 2.0}),
        ("x = (1, 'a')", {"x.0": 1, "x.1": "a"}),
        ("x = {'a': 1, 'b': {'c': None}, 3: 4, 'd.e': 5, **y}", {"x.a": 1, "x.b.c": None, "x.d.e": 5}),
        ("x = {'a': 1, 'a': 2}", {"x.a": 2}),
        ("a = b = 5", {"a": 5, "b": 5}),
        ("a, b = 1, 2", {}),
        ("a.b = 1", {}),
        ("a[0] = 1", {}),
        ("a = 1\na = 2", {"a": 2}),
        ("a = 1\na = f(a)", {"a": 1}),
        ("a = [1, 2]\na = 3", {"a": 3}),
        ("a = 3\na = [1]", {"a.0": 1}),
        ("a = 3\na = []", {}),
        ("a = 1; b = 2", {"a": 1, "b": 2}),
        ("if True:\n    a = 1\ndef f():\n    b = 2\nclass C:\n    c = 3", {}),
        ("a = 1 if b else 2", {}),
        ("a = 1 \\\n  \nb = (\n2)", {"a": 1, "b": 2}),
        ("", {}),
        ("x = '\\d'", {"x": "\\d"}),
    ],
)
def test_plain_literals_at_the_top_of_a_file_are_values(source: str, expected: dict[str, object]) -> None:
    found = values(source)
    assert found == expected
    assert [type(value) for value in found.values()] == [type(value) for value in expected.values()]


def test_values_come_in_order_of_place() -> None:
    assert list(values("b = 1\na = [2, 3]\nb = 4\nc = d = 5\n")) == ["a.0", "a.1", "b", "c", "d"]


@pytest.mark.parametrize(
    ("source", "spelled"),
    [
        ("é = 'é'; x = 'b'", ["'é'", "'b'"]),
        ("'😀'; x = 1_0", ["1_0"]),
        ("a = 1\r\nb = 22\r\n", ["1", "22"]),
        ("a = 1\rb = 22\r", ["1", "22"]),
        ("\x0ca = 1\n\x0c\nb = 22", ["1", "22"]),
        ("s = '''\x0c\u2028\r\n'''\r\nb = 22", ["'''\x0c\u2028\r\n'''", "22"]),
        ("a = (-1)", ["-1"]),
        ("a = ('x' # one\n 'y')", ["'x' # one\n 'y'"]),
        ("a = - 1", ["- 1"]),
    ],
)
def test_a_literal_knows_its_place_in_code_points(source: str, spelled: list[str]) -> None:
    file = parse_python(source.encode())
    assert [file.text[literal.start : literal.end] for literal in file.literals.values()] == spelled


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ("# coding: latin-1\nx = 'é'\n".encode("latin-1"), "iso8859-1"),
        ("#!/usr/bin/python\n# -*- coding: cp1251 -*-\nx = 'é'\n".replace("é", "д").encode("cp1251"), "cp1251"),
        ("# coding: euc-jp\nx = '日'\n".encode("euc-jp"), "euc_jp"),
        (codecs.BOM_UTF8 + "x = 'é'\n".encode(), "utf-8"),
        ("\r# coding: latin-1\rx = 'é'\r".encode("latin-1"), "iso8859-1"),
    ],
)
def test_the_encoding_a_file_declares_is_read_and_kept(data: bytes, encoding: str) -> None:
    file = parse_python(data)
    assert file.encoding == encoding
    assert file.encode(file.text) == data
    assert file.literals["x"].value in ("é", "д", "日")


@pytest.mark.parametrize(
    ("data", "message", "position"),
    [
        (b"a = 1\nb = (\n", r"'\(' was never closed", (1, 4)),
        (b"a = 1\nb = '\xff'\n", "byte 0xff is not utf-8", (1, 5)),
        (b"x = 1\0", "(?i)null|NUL", None),
        (b"# coding: nonsense\nx = 1", "unknown encoding: nonsense", None),
        (b"# coding: punycode\nx = 1", "encoding punycode is not supported", None),
        (b"# coding: unicode_escape\nx = 1", "not supported", None),
        (b"# coding: rot13\nx = 1", "not supported", None),
        (b"# coding: utf-7\nx = 1", "not supported", None),
        (codecs.BOM_UTF8 + b"# coding: latin-1\nx = 1", "encoding problem", None),
        (b"x = " + b"(" * 5000, ".", None),
        (b"x = " + b"-" * 50_000 + b"1", ".", None),
        (b"x = " + b"[" * 90 + b"]" * 89, ".", None),
        (b"x = 1" + b".a" * 100_000, ".", None),
        (b"x = " + b"9" * 10_000, ".", None),
    ],
)
def test_a_file_that_is_no_python_says_where(data: bytes, message: str, position: tuple[int, int] | None) -> None:
    with pytest.raises(ConfigFileError, match=message) as caught:
        parse_python(data)
    if position:
        assert caught.value.position == position
