"""Texts that ask for more work than they are worth: a head, and a stretch that is repeated up to any length."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from gage.gagefile.document import Syntax


class Hostile(NamedTuple):
    """A text without an end. In ``unit``, ``%d`` stands for a number that counts up."""

    syntax: Syntax
    head: str
    unit: str

    def text(self, length: int) -> str:
        """About so many characters of it."""
        if "%d" in self.unit:
            count = length // (len(self.unit) + 4)
            return self.head + "".join(self.unit.replace("%d", str(index)) for index in range(count))
        return self.head + self.unit * (length // len(self.unit))


_EVERY_SYNTAX = (
    *("[", "{", "]", "}", '"', "'", "\\", ",", ":", "=", "#", "-", ".", "/", "\n", "\r", "\r\n", "\t", " ", "\0", "é"),
    *("\ufeff", "\u2028", "\x85", "\ud800", "1", "a ", "a\n", "# c\n", "// c\n", "[}", "{]", "[]", "[1,", "1,", "a:[{"),
    *('"a" ', '"a": ', "'a\n", '"\n', '"\\"', '"\\u', "\\\n", "- ", "a.", "[\n", "{\n", "  x\n", "}\n", "]\n", "true "),
)
_OWN: dict[Syntax, tuple[tuple[str, str], ...]] = {
    "toml": (
        *(("", unit) for unit in ('a = """\n[b]\n', "a = 1\n", "[a]\n", "[[a]]\n", "a.b = 1\n", "[a.", "a = [1\n", "k: v\n")),
        *(("", unit) for unit in ("k%d = 1\n", "[t%d]\nexec = 1\n", "a.k%d.b = 1\n", "a = 1 b\n", 'a = "x\n', "a = @\n")),
        *(("x = [", unit) for unit in ("1,", ",", "a", "[a=[", "{a=", "{", "'a", "#\0\n", "1 ", "[1]\n")),
        *(("x = {a = ", unit) for unit in ("1,", '"', "{", "[", "\r", "1, a = ", "{\0", "a=[1\n")),
        *(("x = " + "[" * 140, unit) for unit in ("\n", " ", "#\n", "#\0\n")),
        *(("[a]\nexec = [", unit) for unit in ("1,", "'a',", "[],", "{},", "1, 'a',")),
        *(("[a]\n", unit) for unit in ("k%d = 1\n", "exec.k%d = 1\n", "'' = 1\n", "env.k%d = 'v'\n", "env.k%d = []\n")),
        *(("", unit) for unit in ("[[a.depends]]\nfiles = 1\n", "[a%d]\nexce = 1\n", "[a]\nexec = 1\n", "[a.b%d]\n")),
        *(("", unit) for unit in ("a 1\n", "a b\n", "a b ", "; ", "a=1 b=2 ", "a['b'] = ", "“a", "a = “b”\n", "a = 01\n")),
        *(("x = [", unit) for unit in ("“", "“a”", "‘,", "//\n", "0", "{a b c d e ")),
        ("x = 0", "0"),
        ("x = ", "9"),
        ("x = 1.", "1"),
        ('x = """', "a\n"),
        ('x = "', "\\u00e9"),
    ),
    "yaml": (
        *(("", unit) for unit in ("a: [\n", "a: {\n", 'a: "x\n', "a: b\n", "a:\n", "a: *b\n", "a: &b c\n", "@a\n", "|\n")),
        *(("", unit) for unit in ("k%d: 1\n", "k%d: [\n", "k%d: &a%d b\n", "&a%d k%d: 1\n", "a\n b: 1\n", "---\n", "? a\n", "<<: *a\n")),
        *(("x: [", unit) for unit in ("! ", "!a ", "&a ", "*a ", "\n", "#\n", "a,", "1,", "a: b\n", "[],")),
        *(("x:\n", unit) for unit in ("  a: [\n", "  a: b: c\n", "\ta: 1\n", "  - x: [\n", '  "\\q"\n', "  k%d: @\n", "  a: 1\n a: 2\n")),
        ("a: &a {b: 1}\n", "k%d: {<<: *a}\n"),
        ("a: &a [1, 2, 3]\n", "k%d: *a\n"),
        ("x: 1\ny: [\n", "k%d: 1\n"),
        *(("a:\n  exec:\n", unit) for unit in ("  - 1\n", "  - a\n", "  - [b]\n", "  - {}\n")),
        *(("a:\n", unit) for unit in ("  k%d: 1\n", "  env: {k%d: []}\n", "  ? []\n", "  %d: 1\n", "  <<: {b: 1}\n")),
        *(("", unit) for unit in ("a%d: {exce: 1}\n", "%d: {exec: a}\n", "a%d: !!set {b}\n", "a: {exec: 1}\n", "[a, b]: 1\n")),
        *(("a:\n  b:\n", unit) for unit in ("  -c\n", "  - c\n  -d\n", "  c = d\n", "  c: |\n  d\n", "  =\n")),
        ("a:\n  b: |\n", "  c\n"),
        ("a:\n  b: c\n  ", ":"),
        ("{", "a,"),
        ("x: ", "9"),
        ("x: ", "1:"),
        ('x: "', "\\u00e9"),
    ),
    "json": (
        *(("{", unit) for unit in ("1,", "a b\n", '"x\n', '"a": 1,', '"k%d": 1,', '"a" 1\n', "a:", "}]", '"a": {\n', "a\n")),
        *(("[", unit) for unit in ("1,", ",", ":", "#\n", "/", "'a", "a b ", "+", "\\u0061", "x y\n", "{a:", "1 ")),
        *(("{\n", unit) for unit in ("[}", "k: \n", "    k: {\n", "k: 1\n", '"k": [}\n')),
        *(("[" * 149, unit) for unit in ("/*a*/", "/*", "\n", "//a\n", "}", "]{")),
        *(("{'a': {'exec': [", unit) for unit in ("1,", "'a',", "[],", "{},")),
        *(("{'a': {", unit) for unit in ("'k%d': 1,", "'exec': 1,", "'': 1,")),
        *(("{\n", unit) for unit in ("  'a%d': {'exce': 1},\n", "  'a': {'exec': 'b'},\n", "  'a%d': {\n")),
        *(("{", unit) for unit in ("'a' = 1, ", "a=", "a:1;", ";", "'a': \"b\nc", "a: 'b\r\n", "“a", "“a”:1,")),
        *(("{a: 'b", unit) for unit in ("\nc", "\r\n", "\n ", " \n 'c")),
        *(("[", unit) for unit in ("“", "‘a, ", ";", "'a\n b\n", "/*\n'a'\n")),
        ("{" * 149, "] "),
        ("", "/*a*/"),
        ("", "9"),
        ("1.", "1"),
    ),
}  # fmt: skip


def hostile() -> Iterator[Hostile]:
    """All of them, syntax by syntax."""
    for syntax, own in _OWN.items():
        for head, unit in (*(("", unit) for unit in _EVERY_SYNTAX), *own):
            yield Hostile(syntax, head, unit)
