"""What a cursor is in, on whole and on half-typed text; ``|`` is the cursor."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ls.completed import split_at_cursor

from gage.gagefile.cursor import Cursor, cursors_at
from gage.gagefile.document import Document, Syntax

Case = tuple[str, list[str]]


TOML: list[Case] = [
    ("[train]\nex|", ["key train 'ex'"]),
    ("[train]\nexec = |", ["value train.exec ''"]),
    ("[train.|", ["header train ''"]),
    ("[|", ["header root ''"]),
    ("[[a.depends]]\nty|", ["key a.depends.0 'ty'"]),
    ('[[a.depends]]\ntype = "run|', ["value a.depends.0.type 'run'"]),
    ("[train]\nexec = { ru|", ["key train.exec 'ru'"]),
    ("[train]\nexec = { run = |", ["value train.exec.run ''"]),
    ('[train]\nexec = { run = "a", |', ["key train.exec '' beside run"]),
    ('[train]\nconfig = [ "a", |', ["value train.config.1 ''"]),
    ('[train]\nex|\n\n[eval]\nexec = "b"\n', ["key train 'ex'"]),
    ('[train]\n|\n[eval]\nexec = "b"\n', ["key train ''"]),
    ("[train]\nexec.ru|", ["key train.exec 'ru'"]),
    ("[train]\ndepends = [{ ty|", ["key train.depends.0 'ty'"]),
    ("|", ["key root ''"]),
    ("tr|", ["key root 'tr'"]),
    ("$r|", ["key root '$r'"]),
    ('[train]\nexec = "a" |', []),
    ("[train] # c|\n", []),
    ('[train]\nsourcecode = [\n  "a",\n  "*.p|"\n]\n', ["value train.sourcecode.1 '*.p'"]),
    ('[train]\nsourcecode = [\n  "a"\n  "|\n]\n', ["value train.sourcecode.1 ''"]),
    ('[train]\n|exec = "a"', ["key train ''"]),
    ('[train]\nex|ec = "a"\nenv={}', ["key train 'ex' beside env"]),
    ("train.ex|", ["key train 'ex'"]),
    ("train = { ex| }", ["key train 'ex'"]),
    ("[a]\nx=1\n[tr|ain]\n", ["header root 'tr' beside a"]),
    ("[[train.|]]", ["header train ''"]),
    ("[train.|]", ["header train ''"]),
    ('["tr|', ["header root 'tr'"]),
    ('[train."|', ["header train ''"]),
    ('[train]\nexec = """\npython {na|\n"""\n', ["value train.exec 'python {na'"]),
    ("[a]\ndefault = tr|ue\n", ["value a.default 'tr'"]),
    ("[train]\nexec = 'py|'\n", ["value train.exec 'py'"]),
    ('[train]\nexec = { run = "a" | }', ["key train.exec '' beside run"]),
    ('[train]\nexec = { | run = "a" }', ["key train.exec '' beside run"]),
    ('[train]\ndepends = [{ type = "file" }, {|}]', ["key train.depends.1 ''"]),
    ("[train]\nenv.A = 1\n|\n", ["key train '' beside env"]),
    ('[train]\n"ex|', ["key train 'ex'"]),
    ('[train]\nexec = "a\n|', ["key train '' beside exec"]),
    ("[train]\nexec =|", ["value train.exec ''"]),
    ('[train]\nexec = { run = "a"| }', []),
    ('[train]\nsourcecode = ["a"|]', []),
    ('[train]\nsourcecode = ["a", |, "b"]', ["value train.sourcecode.1 ''"]),
    ('[train]\nsourcecode = ["a",\n  |\n  "b"]', ["value train.sourcecode.1 ''"]),
    ('[train]\nexec = | "a"', []),
    ("[tr|ain.env]\nA = 1", ["header root 'tr'"]),
    ('[[train.depends]]\nfiles = "a"\n\n[[|', ["header root '' beside train"]),
    ("[a]\nx = 1\n|[b]\n", []),
    ("[train]\nenv.A = 1\n[eval]\n[train.sum|]", ["header train 'sum' beside env"]),
    ('[train]\nexec = "a\\\\|"\n', ["value train.exec 'a\\\\'"]),
    ("[train]\r\nex|\r\n", ["key train 'ex'"]),
    ('[train]\nexec = "♥😀|"', ["value train.exec '♥😀'"]),
    ('"tr.a"."|"', ["key tr.a ''"]),
    ("a.b.|", ["key a.b ''"]),
    ("[train]\nexec=1|0", ["value train.exec '1'"]),
    ("[train]\ndefault = tr|", ["value train.default 'tr'"]),
    ("[train]\nexec = '''\na|\n'''", ["value train.exec 'a'"]),
]


YAML: list[Case] = [
    ('",|', []),  # what is put in here to find the place becomes part of the key
    ("train:\n  ex|", ["key train 'ex'"]),
    ("train:\n  exec: |\n", ["value train.exec ''"]),
    ("train:\n  exec: a\n  con|\neval:\n  exec: b\n", ["key train 'con' beside exec"]),
    ("train:\n  exec: { ru|\neval:\n  exec: b\n", ["key train.exec 'ru'"]),
    ("train:\n  depends:\n    - ty|", ["key train.depends.0 'ty'", "value train.depends.0 'ty'"]),
    ("train:\n  depends:\n    - type: a\n      fi|\n    - type: b\n", ["key train.depends.0 'fi' beside type"]),
    ("train:\n  exec:\n    |\neval: {}\n", ["key train.exec ''"]),
    ("train:\n  exec: a\n  |", ["key train '' beside exec"]),
    ("tr|\neval:\n  exec: b\n", ["key root 'tr' beside eval"]),
    ("train:\n  depends:\n    - type: run|\n", ["value train.depends.0.type 'run'"]),
    ("|", ["key root ''"]),
    ("train:\n  exec: a\n|", ["key root '' beside train"]),
    ("train:\n  |", ["key train ''"]),
    ("train:\n  sourcecode:\n    - |\n", ["key train.sourcecode.0 ''", "value train.sourcecode.0 ''"]),
    ("train:\n  sourcecode: [a, |]\n", ["value train.sourcecode.1 ''"]),
    ("train:\n  exec: a\n    |", []),
    ("train:\n  exec: a\n |", []),
    ('train:\n  exec: "py|"\n', ["value train.exec 'py'"]),
    ('train:\n  exec: "py|\n', ["value train.exec 'py'"]),
    ("train:\n  exec: |-\n    python |\n", ["value train.exec 'python '"]),
    ("train:\n  exec: a # |\n", []),
    ("# |\n", []),
    ('train:\n  "ex|"\n', ["key train 'ex'"]),
    ("train:\n  ex|: a\n", ["key train 'ex'"]),
    ("train:\n  exec: {run: a |}\n", ["value train.exec.run 'a '"]),
    ("train:\n  depends:\n  - type: a\n    |\n", ["key train.depends.0 '' beside type"]),
    ("train:\n  depends:\n  - type: a\n  |\n", ["key train '' beside depends"]),
    ("train:\n  exec:|\n", ["value train 'exec:'"]),
    ("train:\n  exec: tr|ain.py\n", ["value train.exec 'tr'"]),
    ("train:\n  depends:\n    - |", ["key train.depends.0 ''", "value train.depends.0 ''"]),
    ("train:\n  |\n  exec: a\n", ["key train '' beside exec"]),
    ("train:\n  exec: a\n\n  |\n\neval:\n  exec: b\n", ["key train '' beside exec"]),
    ("train:\n  env:\n    A: 1\n  |", ["key train '' beside env"]),
    ("train:\n  env:\n    A: 1\n    |", ["key train.env '' beside A"]),
    ("train:\n  exec: a | b\n", ["value train.exec 'a '"]),
    ("train:\r\n  ex|\r\n", ["key train 'ex'"]),
    ("train: {exec: a, |}\n", ["key train '' beside exec"]),
    ("train: {|\n", ["key train ''"]),
    ("train:\n\tex|", ["value train 'ex'"]),
    ("train:\n  depends: [{|}]\n", ["key train.depends.0 ''"]),
    ("train:\n  sourcecode:\n  - a\n  - |\n", ["key train.sourcecode.1 ''", "value train.sourcecode.1 ''"]),
    ("train:\n  exec: 'it''s |'\n", ['value train.exec "it\'s "']),
    ("train:\n  default: tr|ue\n", ["value train.default 'tr'"]),
    ("- |", ["key 0 ''", "value 0 ''"]),
    ("train:\n  |\n    run: a\n", []),
    ('"tr|"', ["key root 'tr'"]),
    ("train:\n  exec: ♥😀 |\n", ["value train.exec '♥😀 '"]),
    ("&a train:\n  ex|\nb: *a\n", ["key train 'ex'"]),
    ("---\ntr|", ["key root 'tr'"]),
    ("train:\n  exec: >\n    a |\n    b\n", ["value train.exec 'a '"]),
]


JSON: list[Case] = [
    ('{ "train": { "ex|', ["key train 'ex'"]),
    ('{"train": {"exec": |}}', ["value train.exec ''"]),
    ('{"train": {"|', ["key train ''"]),
    ('{ "train": { ex| }, "eval": {"exec": "b"}}', ["key train 'ex'"]),
    ('{"train": {"exec": {"ru": |}}}', ["value train.exec.ru ''"]),
    ('{"train": {"config": ["a", |', ["value train.config.1 ''"]),
    ('{"train": {"depends": [{"type": "|"}]}}', ["value train.depends.0.type ''"]),
    ('{\n  train: {\n    exec: "a",\n    |\n  },\n  eval: {}\n}', ["key train '' beside exec"]),
    ("{|}", ["key root ''"]),
    ('{"train": {"depends": {"type": "run-files", |', ["key train.depends '' beside type"]),
    ("|", ["value root ''"]),
    ('{\n  "train": {\n    "exec": "a"\n    "en|\n  }\n}\n', ["key train 'en' beside exec"]),
    (
        '{\n  "train": {\n    "exec": "a",\n    "en|"\n    "env": {}\n  },\n  "b": {}\n}\n',
        ["key train 'en' beside env exec"],
    ),
    ('{\n  "a": {},\n  |\n  "b": {}\n}', ["key root '' beside a b"]),
    ('{\n  "a": {}\n  |\n}', ["key root '' beside a"]),
    ("{ // ex|\n}", []),
    ('{"train": {"sourcecode": ["a" "|"]}}', ["value train.sourcecode.1 ''"]),
    ('{"a": {"exec": "a" |}}', ["key a '' beside exec"]),
    ('{"a": {"ex|": "a"}}', ["key a 'ex'"]),
    ('{"a": {"ex|ec": "a"}}', ["key a 'ex'"]),
    ('{"a": {"exec": "|\n}}', ["value a.exec ''"]),
    ('{"a": {"exec": tr|}}', ["value a.exec 'tr'"]),
    ('{\n  "a": {\n    "ex|\n  },\n  "b": {"exec": "x"}\n}', ["key a 'ex'"]),
    ('{"a": {"exec"|: "a"}}', []),
    ('{"a": {"exec": "a"|}}', []),
    ('{"a": {"sourcecode": ["a", |]}}', ["value a.sourcecode.1 ''"]),
    ('{"a": {"default": tr|ue}}', ["value a.default 'tr'"]),
    ('{"a": {"default": |, "exec": "a"}}', ["value a.default ''"]),
    ("{\"a\": {'ex|'}}", ["key a 'ex'"]),
    ('{"a": {"exec": "♥😀|"}}', ["value a.exec '♥😀'"]),
    ('{\n  "a": {"exec": "x"},\n  "|"\n}\n', ["key root '' beside a"]),
    ('{"a": {"exec": "a" /* | */}}', []),
    ("[|]", ["value 0 ''"]),
    ('{"a"|}', []),
    ('{\r\n  "a": {\r\n    "|"\r\n  }\r\n}', ["key a ''"]),
    ('{"cursor_": {"cursor__": "cursor_|"}}', ["value cursor_.cursor__ 'cursor_'"]),
    ('{""]|{', []),
    ('{"a": "b" "c|"}', ["key root 'c' beside a"]),
]


def told(cursor: Cursor) -> str:
    beside = f" beside {' '.join(sorted(cursor.present))}" if cursor.present else ""
    return f"{cursor.role} {'.'.join(map(str, cursor.route)) or 'root'} {cursor.typed!r}{beside}"


@pytest.mark.parametrize(
    ("syntax", "marked", "expected"),
    [
        pytest.param(syntax, marked, expected, id=f"{syntax}-{marked!r}")
        for syntax, cases in (("toml", TOML), ("yaml", YAML), ("json", JSON))
        for marked, expected in cases
    ],
)
def test_a_cursor_is_in(syntax: Syntax, marked: str, expected: list[str]) -> None:
    text, offset = split_at_cursor(marked)
    assert [told(cursor) for cursor in cursors_at(Document(text, syntax), offset)] == expected


@pytest.mark.parametrize(
    ("syntax", "marked", "token", "quote"),
    [
        ("toml", 'a.exec = "py|thon"', '"python"', '"'),
        ("toml", "a.exec = 'py|", "'py", "'"),
        ("toml", "a.default = tr|ue # c", "true", ""),
        ("toml", "a.ex|ec = 1", "exec", ""),
        ("toml", 'a."ex|ec" = 1', '"exec"', '"'),
        ("toml", "a = { ex| }", "ex", ""),
        ("toml", 'a.exec = """\nx|"""', '"""\nx"""', '"""'),
        ("yaml", "a:\n  exec: py|thon x\n", "python x", ""),
        ("yaml", "a:\n  ex|ec\n", "exec", ""),
        ("yaml", "a:\n  exec: |-\n    x|\n", "|-\n    x", "|"),
        ("json", '{"a": {"ex|ec"}}', '"exec"', '"'),
        ("json", '{"a": {"ex|', '"ex', '"'),
        ("json", '{"a": {"default": fa|lse}}', "false", ""),
    ],
)
def test_the_token_is_all_that_a_choice_takes_the_place_of(syntax: Syntax, marked: str, token: str, quote: str) -> None:
    text, offset = split_at_cursor(marked)
    cursor = cursors_at(Document(text, syntax), offset)[0]
    assert (text[slice(*cursor.span)], cursor.quote) == (token, quote)


@pytest.mark.parametrize(
    ("syntax", "marked", "before", "after"),
    [
        ("json", '{"a": {"exec": "x"\n"|\n}}', '"x"', False),
        ("json", '{"a": {"exec": "x" /* , */\n|\n}}', '"x"', False),
        ("json", '{"a": {"exec": "x",\n|\n}}', None, False),
        ("json", '{"a": {\n|\n"exec": "x"}}', None, True),
        ("json", '{"a": {\n|, // ,\n"exec": "x"}}', None, False),
        ("json", '{\n  "a": {},\n  |\n  "b": {}\n}', None, True),
        ("json", '{"a": {"tags": ["x", | ]}}', None, False),
        ("json", '{\n  "a": {}\n  "|"\n}', "{}", False),
        ("json", '{\n  "a": {},\n  "|"\n}', None, False),
        ("json", '{\n  b",\n  "|x": [\n', None, False),
        ("toml", 'a = { exec = "x" | }', '"x"', False),
        ("toml", 'a = { | exec = "x" }', None, True),
        ("toml", 'a.exec = "x"\n|', None, False),
        ("yaml", "a: {exec: x, |}\n", None, False),
    ],
)
def test_commas_are_missed_between_brackets(syntax: Syntax, marked: str, before: str | None, after: bool) -> None:
    text, offset = split_at_cursor(marked)
    (cursor,) = cursors_at(Document(text, syntax), offset)
    place = cursor.comma_before
    assert (None if place is None else text[:place].endswith(before or "?"), cursor.comma_after) == (
        before and True,
        after,
    )


def test_keys_of_a_table_that_goes_on_elsewhere_are_there_too() -> None:
    text, offset = split_at_cursor('[a]\n|\n[b]\nexec = "x"\n[a.env]\nX = 1\n')
    (cursor,) = cursors_at(Document(text, "toml"), offset)
    assert cursor.present == {"env"}


@given(
    syntax=st.sampled_from(["toml", "yaml", "json"]),
    text=st.text(st.sampled_from("ab.=:\"'[]{},#-| \n\r\t😀"), max_size=40),
    data=st.data(),
)
def test_no_text_is_too_odd(syntax: Syntax, text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text)))
    for cursor in cursors_at(Document(text, syntax), offset):
        assert 0 <= cursor.span.start <= offset <= cursor.span.end <= len(text)
