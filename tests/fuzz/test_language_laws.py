"""The laws of the gagefile language on gagefiles that were damaged at random, in the three syntaxes."""

from __future__ import annotations

from typing import Literal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from language_laws import hold

SEEDS: dict[Literal["toml", "yaml", "json"], str] = {
    "toml": (
        '"$namespace" = "demo"\n# first\n[train]\ndefault = true\nexec = "python train.py"\n'
        'env = { THREADS = 4, MODE = "fast" }\nsourcecode = [ "*.py", # all\n  "-x.py" ]\n'
        "summary.filename = 'metrics.json'\n[[train.depends]]\ntype = \"project-files\"\n[train.progress]\nrun = '''tqdm'''\n"
    ),
    "yaml": (
        "$namespace: demo\n# first\nbase: &base\n  exec: python a.py\ntrain:\n  <<: *base\n  default: true\n"
        "  env: {THREADS: 4, MODE: 'fast'}\n  sourcecode:\n  - '*.py' # all\n  - -x.py\n  description: |\n    Two\n    lines\n"
        '  progress: "tqdm"\n  version: 1.10\n'
    ),
    "json": (
        '{\n  "$namespace": "demo", // first\n  train: {\n    default: true,\n    "exec": "python train.py",\n'
        '    "env": {"THREADS": 4, \'MODE\': "fast"},\n    "sourcecode": ["*.py", /* all */ "-x.py",],\n  },\n'
        '  "b": {"exec": ["a", "b"], "progress": "tqd"}\n}\n'
    ),
}
WORDS = (
    *('"""', "'''", "[[", "]]", "\r\n", "\ufeff", "\u2028", "\ud800", "\U0001f600", "a: ", "- ", "a = ", "  ", "exec"),
    *("\n[train]\n", "\ntrain:\n", "<<: *base", "&base ", "*x", "!!int ", "---\n", "1e5", "true", "null", "nan", "0x"),
    *("2026-13-01", "//", "/*", '"a": ', "},\n", "\\u12", "a.b.c"),
    *("<<<<<<< a\n", "=======\n", "\n>>>>>>> b\n", '"b "c" d"', "'it's'"),
    *("“", "”", "=>", ";", "\n  -c\n", "|\n  a b\n", "a b = 1", "run[a] = ", "012", "\n  c"),
)
PIECES = st.sampled_from([*"[]{}\"'\\:=,.#-&*!|>%@`?/ \n\t\r\0é", *WORDS])
DAMAGE = st.lists(
    st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 12), PIECES | st.just("")), min_size=1, max_size=4
)


@pytest.mark.parametrize("syntax", SEEDS)
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(damage=DAMAGE)
def test_a_damaged_gagefile_breaks_no_law(
    syntax: Literal["toml", "yaml", "json"], damage: list[tuple[float, int, str]]
) -> None:
    text = SEEDS[syntax]
    for place, length, piece in damage:
        start = int(place * len(text))
        text = text[:start] + piece + text[start + length :]
    hold(text, syntax)


@pytest.mark.parametrize("syntax", SEEDS)
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=st.lists(PIECES, max_size=40).map("".join))
def test_scraps_of_the_three_syntaxes_break_no_law(syntax: Literal["toml", "yaml", "json"], text: str) -> None:
    hold(text, syntax)


def test_an_alias_inside_of_its_own_anchor_is_ours_to_refuse() -> None:
    hold("base: &base\n  exec: python\n  <<: *base\n", "yaml")


@pytest.mark.parametrize(
    "text",
    [
        " R:\n >\"'",  # a command to be wrapped behind a colon that is not there
        "a:\n  exec: b\n  exec: [c, tran:\ni  ]\n",  # a key that stands twice, and a list that goes on in the first column
        "-\r\n\ntrain:\n",  # an item without a value, above an operation
        "-\tb\ntrain:\n",
        "train:\n|\n  a b\n",  # a text as the value of the key above it
        "train:\n!",
        "t\n$a:b\nc:d}\nrun: {e: f,-id: 1\nc:d}\nrun: {e: f,-id: 1\n",  # keys that others bring when they are read as one
        "train:\r\ufeff >-\r\n  pyt#",  # a byte-order mark that libyaml passes over, and a colon that it makes us miss
    ],
)
def test_what_the_fuzzer_found_breaks_no_law(text: str) -> None:
    hold(text, "yaml")
