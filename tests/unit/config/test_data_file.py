"""Values of JSON, TOML and YAML files: which there are, and how others are written in their place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from gage.config.apply import apply_config
from gage.config.config_file import parse_config_file
from gage.config.project_config import ConfigError
from gage.config.read import read_config
from gage.config.resolve import resolve_config
from gage.engine.flags import parse_flags
from gage.gagefile.model import ConfigSection


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        (
            "p.json",
            '{"a": 1, "b": [1.5, {"c": null}], "d": true, "e": "\\u00e9"}',
            "a=1 b.0=1.5 b.1.c=None d=True e='é'",
        ),
        ("p.json", "{a: 'x', /* c */ b: +1, c: 0x10, d: .5,}", "a='x' b=1 c=16 d=0.5"),
        ("p.json", '{"a": 1e999, "b": NaN, "c": Infinity}', ""),
        ("p.json", '{"a": 1, "a": 2}', "a=2"),
        ("p.json", "[1, [2]]", "0=1 1.0=2"),
        ("p.json", "1", ""),
        ("p.json", "{}", ""),
        ("p.toml", "a = 1\nb.c = 2\n[t]\nd = '''\nx'''\n", "a=1 b.c=2 t.d='x'"),
        ("p.toml", "[[u]]\nv = 0x1F\n[[u]]\nv = 1_0\ny = {a = 1, b = 'c'}", "u.0.v=31 u.1.v=10 u.1.y.a=1 u.1.y.b='c'"),
        ("p.toml", "a = 2001-01-01\nb = inf\nc = nan\n", ""),
        ("p.toml", '"d.e" = 5\n', "d.e=5"),
        ("p.toml", "", ""),
        ("p.yaml", "a: 1\nb:\nc: ~\nd: yes\ne: 1.0\n", "a=1 b=None c=None d=True e=1.0"),
        ("p.yaml", "a: 1e-3\nb: 0o7\nc: 010\nd: 1.0e-3\n", "a='1e-3' b='0o7' c=8 d=0.001"),
        ("p.yaml", "a: .inf\nb: 2001-01-01\n", ""),
        ("p.yaml", "a: |\n  x\n  y\nb: >-\n  z\n\nc: 1\n", "a='x\\ny\\n' b='z' c=1"),
        ("p.yaml", "a: !!str 5\nb: !!float 3\n", "a='5' b=3.0"),
        ("p.yaml", "x: {a: 1, b: [2, three]}\n", "x.a=1 x.b.0=2 x.b.1='three'"),
        ("p.yaml", "base: &b {a: 1, c: 2}\nd:\n  <<: *b\n  a: 3\n", "base.a=1 base.c=2 d.c=2 d.a=3"),
        ("p.yaml", "x: &q 3\ny: *q\n", "x=3 y=3"),
        ("p.yaml", "0: zero\ntrue: 1\n", "0='zero' true=1"),
        ("p.yaml", "a: 1\na: 2\n", "a=2"),
        ("p.yml", "%YAML 1.1\n---\na: 1\n...\n", "a=1"),
        ("p.yaml", "# nothing\n", ""),
        ("P.YAML", "a: 1\r\nb: é\r\n", "a=1 b='é'"),
    ],
)
def test_plain_values_have_dotted_names(name: str, text: str, expected: str) -> None:
    found = parse_config_file(name, text.encode()).literals
    assert " ".join(f"{key}={literal.value!r}" for key, literal in found.items()) == expected


class Run:
    """A file of a project that is its own copy."""

    def __init__(self, directory: Path, name: str, data: bytes) -> None:
        self.directory, self.name = directory, name
        (directory / name).write_bytes(data)
        self.config = read_config([ConfigSection((f"{name}#**.*",))], directory)

    def apply(self, *flags: str) -> str:
        given = parse_flags(flags)
        apply_config(self.config, resolve_config(self.config, given), self.directory, given)
        return (self.directory / self.name).read_bytes().decode()


JSON = [
    ('{"x": 1}', "x=2", '{"x": 2}'),
    ('{"x" :  1.0 , "y": 1}', "x=2", '{"x" :  2.0 , "y": 1}'),
    ('{"x": 1E3}', "x=1000", '{"x": 1E3}'),
    ('{"x": 1E3}', "x=1e-5", '{"x": 1e-05}'),
    ('{"x": true}', "x=false", '{"x": false}'),
    ('{"x": null}', "x=abc", '{"x": "abc"}'),
    ('{"x": null}', "x=true", '{"x": true}'),
    ('{"x": "a"}', 'x=say "hi"', '{"x": "say \\"hi\\""}'),
    ('{"x": "a"}', "x=c:\\new", '{"x": "c:\\\\new"}'),
    ('{"x": "a"}', "x=a\nb\x00\u2028c", '{"x": "a\\nb\\u0000\\u2028c"}'),
    ('{"x": "a"}', "x=日😀", '{"x": "日😀"}'),
    ('{"x": "a"}', "x=\U000e0001", '{"x": "\\udb40\\udc01"}'),
    ('{"x": "\\u0061"}', "x=a", '{"x": "\\u0061"}'),
    ("{x: 'a', // one\n}", 'x=it\'s "so"', "{x: 'it\\'s \"so\"', // one\n}"),
    ('{"x": {"y": [1, 2,3]}}', "x.y.1=9", '{"x": {"y": [1, 9,3]}}'),
    ('{"x": 1, "x": 2}', "x=3", '{"x": 1, "x": 3}'),
    ('\ufeff{"x": 1}\r\n', "x=2", '\ufeff{"x": 2}\r\n'),
]
TOML = [
    ("x = 1 # one", "x=2", "x = 2 # one"),
    ("x = 1_000", "x=1000", "x = 1_000"),
    ("x = 0xFF", "x=1", "x = 1"),
    ("x = 1.5", "x=1e30", "x = 1e+30"),
    ("x = 'a'", "x=b", "x = 'b'"),
    ("x = 'a'", "x=c:\\new", "x = 'c:\\new'"),
    ("x = 'a'", "x=it's", 'x = "it\'s"'),
    ("x = 'a'", "x=a\tb", 'x = "a\\tb"'),
    ('x = "a"', 'x="', 'x = "\\""'),
    ('x = "a"', "x=\x00\U000e0001", 'x = "\\u0000\\U000e0001"'),
    ("x = '''\na\n''' # one", "x=b", "x = 'b' # one"),
    ('x = """\na"""', "x=b\nc", 'x = "b\\nc"'),
    ("[t]\nx = {a = 1, b = [true]}", "t.x.b.0=false", "[t]\nx = {a = 1, b = [false]}"),
    ("[[t]]\nx = 1\r\n[[t]]\nx = 2", "t.0.x=3", "[[t]]\nx = 3\r\n[[t]]\nx = 2"),
]
YAML = [
    ("x: 1 # one", "x=2", "x: 2 # one"),
    ("x: 0x10", "x=16", "x: 0x10"),
    ("x: 1.0", "x=1e-5", "x: 1.0e-05"),
    ("x: 1.0", "x=3", "x: 3.0"),
    ("x: yes", "x=false", "x: false"),
    ("x:\ny: 1", "x=5", "x: 5\ny: 1"),
    ("x: # one\ny: 1", "x=five", "x: five # one\ny: 1"),
    ("x:", "x=a b", "x: a b"),
    ("{x: , y: 1}", "x=5", "{x: 5, y: 1}"),
    ("-\n- 1", "0=5", "- 5\n- 1"),
    ("x: ~", "x=5", "x: 5"),
    ("x: a", "x=b", "x: b"),
    ("x: a", "x=5", 'x: "5"'),
    ("x: a", "x=true", 'x: "true"'),
    ("x: a", "x=no", 'x: "no"'),
    ("x: a", "x=n", 'x: "n"'),
    ("x: a", "x=null", 'x: "null"'),
    ("x: a", "x=", 'x: ""'),
    ("x: a", "x=2001-01-01", 'x: "2001-01-01"'),
    ("x: a", "x=1e-3", 'x: "1e-3"'),
    ("x: 1e-3", "x=1e-4", "x: 1e-4"),
    ("x: 1e-3", "x=0.01", 'x: "0.01"'),
    ("x: a", "x=b: c", 'x: "b: c"'),
    ("x: a", "x=b #c", 'x: "b #c"'),
    ("x: a", "x=- b", 'x: "- b"'),
    ("x: a", "x=/data/x-1.csv", "x: /data/x-1.csv"),
    ("x: a", 'x=say "hi"', "x: 'say \"hi\"'"),
    ("x: a", "x=a\nb", 'x: "a\\nb"'),
    ("x: 'a'", "x=it's", "x: 'it''s'"),
    ("x: 'a'", "x=5", "x: '5'"),
    ("x: 'a'", "x=\x07", 'x: "\\u0007"'),
    ('x: "a"', "x=b\\", 'x: "b\\\\"'),
    ("x: one\n  two # c\ny: 1", "x=b", "x: b # c\ny: 1"),
    ("x: |\n  one\n  two\ny: 1", "x=b", "x: b\ny: 1"),
    ("x: >-\r\n  one\r\n\r\ny: 1\r\n", "x=b", "x: b\r\n\r\ny: 1\r\n"),
    ("x: &q 3\ny: *q # c\n", "x=4", "x: &q 4\ny: *q # c\n"),
    ("x: &q 3\ny: *q # c\n", "y=4", "x: &q 4\ny: *q # c\n"),
    ("b: &b {a: 1, c: 2}\nd:\n  <<: *b\n  a: 3\n", "d.a=4", "b: &b {a: 1, c: 2}\nd:\n  <<: *b\n  a: 4\n"),
    ("b: &b {a: 1, c: 2}\nd:\n  <<: *b\n  a: 3\n", "d.c=4", "b: &b {a: 1, c: 4}\nd:\n  <<: *b\n  a: 3\n"),
    ("x: [a, 'b', {c: d}]", "x.2.c=e f", "x: [a, 'b', {c: e f}]"),
    ("é: é # ñ\nx: 😀\n", "x=ö", "é: é # ñ\nx: ö\n"),
]


@pytest.mark.parametrize(
    ("name", "source", "flag", "expected"),
    [(name, *case) for name, cases in (("p.json", JSON), ("p.toml", TOML), ("p.yaml", YAML)) for case in cases],
)
def test_a_flag_rewrites_its_value(tmp_path: Path, name: str, source: str, flag: str, expected: str) -> None:
    assert Run(tmp_path, name, source.encode()).apply(flag) == expected


def test_what_is_written_is_what_other_readers_take_it_for(tmp_path: Path) -> None:
    run = Run(tmp_path, "p.yaml", b"a: x\nb: 1.0\nc: y\nd:\n")
    written = run.apply("a=012", "b=1e-7", "c=on", "d=0.5")
    assert yaml.safe_load(written) == {"a": "012", "b": 1e-7, "c": "on", "d": 0.5}
    run = Run(tmp_path, "p.json", b'{"a": "x", "b": 1.0}')
    assert json.loads(run.apply("a=\ud83d", "b=1e300")) == {"a": "\ud83d", "b": 1e300}


@pytest.mark.parametrize(
    ("name", "source", "flag", "reason"),
    [
        ("p.yaml", "x: {y, z: 1}", "x.y=1", "x.y=1 cannot be written into p.yaml"),
        ("p.yaml", "a: &b 1\nx: *b\n", "a=x", "a=x does not fit; 'a' is a number in p.yaml"),
        ("p.toml", "x = 'a'", "x=\udc80", "x=.* cannot be written into p.toml"),
        ("p.json", '{"x": true}', "x=1", "x=1 does not fit; 'x' is a boolean in p.json"),
    ],
)
def test_what_cannot_be_written_is_refused_and_the_file_kept(
    tmp_path: Path, name: str, source: str, flag: str, reason: str
) -> None:
    run = Run(tmp_path, name, source.encode())
    with pytest.raises(ConfigError, match=reason):
        run.apply(flag)
    assert (tmp_path / name).read_text() == source
