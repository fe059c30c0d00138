"""Values of INI files: those that configparser reads, and how others are written in their place."""

from __future__ import annotations

import configparser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gage.config.apply import apply_config
from gage.config.config_file import ConfigFileError
from gage.config.ini_file import parse_ini
from gage.config.project_config import ConfigError
from gage.config.read import read_config
from gage.config.resolve import resolve_config
from gage.gagefile.model import ConfigSection


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[a]\nx = 1\ny: two words # no comment\n", {"a.x": "1", "a.y": "two words # no comment"}),
        ("# one\n[a]\n; two\nx=1\n\n[b c]\nX = 2\n", {"a.x": "1", "b c.X": "2"}),
        ("[a]\nx =\ny = a=b:c\n", {"a.x": "", "a.y": "a=b:c"}),
        ("[a]\nx = one\n  two\n\n  # no\n  three\ny = 1", {"a.x": "one\ntwo\n\nthree", "a.y": "1"}),
        ("[a]\nx =\n  one\n  two\n", {"a.x": "\none\ntwo"}),
        ("[DEFAULT]\nx = 1\n[a]\ny = %(x)s\n", {"DEFAULT.x": "1", "a.y": "%(x)s"}),
        ("[a]\r\nx = 1\r\n  2\r\n", {"a.x": "1\n2"}),
        ("[a]\rx = 1\ry = 2\r", {"a.x": "1", "a.y": "2"}),
        ("\ufeff[é]\nñ = 😀\n", {"é.ñ": "😀"}),
        ("  [a]\n  x = 1\n  y = 2\n", {"a.x": "1", "a.y": "2"}),
        ("[a]\nx = [1]\n[b] # c\ny = 1\n", {"a.x": "[1]", "b.y": "1"}),
        ("", {}),
    ],
)
def test_values_are_texts_by_section_and_name(text: str, expected: dict[str, str]) -> None:
    assert {key: literal.value for key, literal in parse_ini(text.encode()).literals.items()} == expected


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        ("x = 1\n", "a \\[section\\] must come before the first value", 0),
        ("[a]\nx = 1\nnothing\n", "neither a section nor a value", 2),
        ("[a]\n[b]\n[a]\n", "there is a section \\[a\\] already", 2),
        ("[a]\nx = 1\nX = 2\n", "'x' is set twice in \\[a\\]", 2),
        ("[a]\nx" + " " * 100_000 + "y", "more than 100 spaces", 1),
    ],
)
def test_a_file_that_configparser_refuses_says_where(text: str, message: str, line: int) -> None:
    with pytest.raises(ConfigFileError, match=message) as caught:
        parse_ini(text.encode())
    assert caught.value.position
    assert caught.value.position.line == line


def applied(directory: Path, text: str, key: str, value: str) -> str:
    (directory / "p.ini").write_bytes(text.encode())
    config = read_config([ConfigSection(("p.ini#**.*",))], directory)
    apply_config(config, resolve_config(config, {key: value}), directory, [key])
    return (directory / "p.ini").read_bytes().decode()


@pytest.mark.parametrize(
    ("text", "value", "expected"),
    [
        ("[a]\n# one\nx = 1\ny=2\n", "5", "[a]\n# one\nx = 5\ny=2\n"),
        ("[a]\nx=1  \n; end", "a b", "[a]\nx=a b  \n; end"),
        ("[a]\nx :  1\n", "2", "[a]\nx :  2\n"),
        ("[a]\nx =\n", "2", "[a]\nx = 2\n"),
        ("[a]\nx=\n", "2", "[a]\nx=2\n"),
        ("[a]\nx =2\n", "3", "[a]\nx =3\n"),
        ("[a]\nx = 1\n", "", "[a]\nx = \n"),
        ("[a]\nx =\n  one\n  two\ny = 1\n", "three", "[a]\nx = three\ny = 1\n"),
        ("[a]\nx =\n  one\n", "\nb\nc", "[a]\nx =\n\tb\n\tc\n"),
        ("[a]\r\nx = 1\r\n", "b\nc", "[a]\r\nx = b\r\n\tc\r\n"),
        ("[a]\nx = 1\n", "[b] = # c", "[a]\nx = [b] = # c\n"),
    ],
)
def test_a_flag_rewrites_its_value(tmp_path: Path, text: str, value: str, expected: str) -> None:
    assert applied(tmp_path, text, "a.x", value) == expected


@pytest.mark.parametrize("value", [" a", "a ", "a\n# b", "a\r", "a\n b", "\udc80"])
def test_what_would_not_come_back_is_refused(tmp_path: Path, value: str) -> None:
    with pytest.raises(ConfigError, match=r"cannot be written into p\.ini"):
        applied(tmp_path, "[a]\nx = 1\n", "a.x", value)
    assert (tmp_path / "p.ini").read_text() == "[a]\nx = 1\n"


lines = st.lists(
    st.sampled_from(
        ["[a]", "[b c]", "[DEFAULT]", "x = 1", "y: a # b", "z=", "  more", "\t= w", "# c", "; d", "", "  ", "e", " [f]"]
    ),
    max_size=12,
)


@given(lines, st.sampled_from(["\n", "\r\n"]))
def test_what_is_read_is_what_configparser_reads(lines: list[str], end: str) -> None:
    text = end.join(lines)
    parser = configparser.RawConfigParser()
    try:
        parser.read_string(text.replace("\r\n", "\n"))
    except configparser.Error:
        with pytest.raises(ConfigFileError):
            parse_ini(text.encode())
        return
    expected = {f"DEFAULT.{name}": value for name, value in parser.defaults().items()}
    for section in parser.sections():
        own = parser[section].keys() - parser.defaults().keys()
        expected |= {f"{section}.{name}": parser[section][name] for name in own}
    found = parse_ini(text.encode()).literals
    assert expected.items() <= {key: literal.value for key, literal in found.items()}.items()
    for key, literal in found.items():
        section, _, name = key.rpartition(".")
        assert parser.get(section, name) == literal.value


@given(st.text(st.sampled_from("ab1 =:;#[]%\n\té"), max_size=8))
def test_a_value_set_is_read_again_or_refused(tmp_path_factory: pytest.TempPathFactory, value: str) -> None:
    directory = tmp_path_factory.mktemp("run")
    before, after = "# one\n[a]\ny = 1\nx = ", "\nz = 1  \n\n[b]\n"
    try:
        text = applied(directory, f"{before}old{after}", "a.x", value)
    except ConfigError:
        return
    assert text.startswith(before)
    assert text.endswith(after)
    assert parse_ini(text.encode()).literals["a.x"].value == value
