from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ls.editor import Editor
from ls.marked import marked, uri
from lsprotocol import types as lsp

TRAIN = """\
# -*- coding: utf-8 -*-
NAME = "é😀"; lr = 0.1
model = {"layers": 3, "units": [8, 16]}
"""


async def targets(editor: Editor, address: str, source: str) -> tuple[list[Any], list[lsp.Range]]:
    text, (cursor,), ranges = marked(source)
    editor.open(address, text)
    document = lsp.TextDocumentIdentifier(uri=address)
    found = await editor.text_document_definition_async(lsp.DefinitionParams(text_document=document, position=cursor))
    return list(found or []), ranges


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("gage.toml", "[⟦prepare⟧]\nexec = 'a'\n[train]\ndepends = {operation = 'pre‸pare', files = 'x'}\n"),
        ("gage.toml", "[⟦prepare⟧]\nexec = 'a'\n[train]\ndepends.run-select = 'op = ‸prepare and lr < 1'\n"),
        ("gage.toml", "[⟦prepare⟧.summary]\n[train]\ndepends = 'run-files: op in [eval, prepare‸]'\n[prepare]\n"),
        ("gage.toml", '["⟦a b⟧"]\nexec = "a"\n[train]\ndepends.run-select = "op = \'a ‸b\' or op != c"\n'),
        ("gage.toml", "[⟦prepare⟧]\n[prep‸are.summary]\n"),
        ("gage.toml", "[⟦prepare⟧]\n[train]\ndepends.run-select = 'prep‸are'\n"),
        ("gage.toml", '[a]\nexec = "p --lr {l‸r}"\n[b]\n[[a.config]]\nname = ⟦"lr"⟧\n'),
        ("gage.yaml", "⟦prepare⟧: {exec: a}\ntrain:\n  depends:\n    - operation: prepare‸\n"),
        (
            "gage.yaml",
            "⟦prepare⟧:\n  exec: a\ntrain:\n  depends:\n    run-select: >\n      op = 😀 or\n      op = pre‸pare\n",
        ),
        ("gage.yaml", "a:\n  exec: ⟦&cmd⟧ [python, x]\nb:\n  exec: *c‸md\n"),
        ("gage.yaml", "a: # &cmd\n  # &cmd\n  env: {A: 'x &cmd '}\n  exec: ⟦&cmd⟧ [python, x]\nb:\n  exec: *‸cmd\n"),
        ("gage.yaml", "a:\n  exec: [python, -x, '{n‸}']\n  config:\n    - name: ⟦n⟧\n"),
        ("gage.json", '{"⟦prepare⟧": {}, "train": {"depends": [{"operation": "p‸repare"}]}}'),
        ("gage.json", '{"⟦prepare⟧": {}, "train": {"depends": [{"run-select": "op = \\"‸prepare\\""'),
    ],
)
async def test_names_lead_to_what_declares_them(nested: Editor, name: str, text: str) -> None:
    address = uri(name)
    found, ranges = await targets(nested, address, text)
    assert [(link.target_uri, link.target_selection_range) for link in found] == [(address, span) for span in ranges]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("gage.toml", "[train]\ndepends.operation = 'prep‸are'\n"),
        ("gage.toml", "[train]\nexec = 'python {l‸r}'\n"),
        ("gage.toml", "‸"),
        ("gage.toml", "[train]\nexec = ‸"),
        ("gage.toml", "[train]\ndepends.run-select = 'compl‸eted'\n"),
        ("gage.yaml", "a:\n  exec: *n‸one\n"),
        ("gage.json", "{‸"),
    ],
)
async def test_what_nothing_declares_leads_nowhere(nested: Editor, name: str, text: str) -> None:
    assert await targets(nested, uri(name), text) == ([], [])


@pytest.fixture
def project(gagefile: Path) -> Path:
    directory = gagefile.parent
    (directory / "pkg").mkdir()
    (directory / "train.py").write_text(TRAIN, encoding="utf-8")
    for name in ("run.sh", "data.csv", "pkg/tool.py", "pkg/__main__.py", "pkg/__init__.py"):
        (directory / name).touch()
    (directory.parent / "outside.py").touch()
    (directory / "link.py").symlink_to(directory.parent / "outside.py")
    return directory


@pytest.mark.parametrize(
    ("text", "file", "place"),
    [
        ("[a]\nconfig = ⟦'train.py#l‸r'⟧\n", "train.py", (1, 19, 1, 22)),
        ("[a]\nconfig = ['train.py#model.l‸ayers']\n", "train.py", (2, 19, 2, 20)),
        ("[a]\nconfig = ['-tr‸ain.py#model.*']\n", "train.py", (2, 19, 2, 20)),
        ("[a]\nconfig = [{keys = 'train.py#mod‸el'}]\n", "train.py", (2, 19, 2, 20)),
        ("[a]\nconfig = 'train.‸py#gone'\n", "train.py", (0, 0, 0, 0)),
        ("[a]\nexec = 'python -u tr‸ain.py --x=1'\n", "train.py", (0, 0, 0, 0)),
        ("[a]\nexec = 'python $project_dir/train.p‸y && ./run.sh'\n", "train.py", (0, 0, 0, 0)),
        ("[a]\nexec = 'python train.py && ./r‸un.sh'\n", "run.sh", (0, 0, 0, 0)),
        ("[a]\nexec = ['python', '-m', 'pkg.t‸ool']\n", "pkg/tool.py", (0, 0, 0, 0)),
        ("[a]\nexec = 'python -u -m pk‸g'\n", "pkg/__main__.py", (0, 0, 0, 0)),
        ("[a]\nexec.run.default = 'cat --input=da‸ta.csv'\n", "data.csv", (0, 0, 0, 0)),
        ("[a]\nsourcecode = ['*.py', '-train.p‸y text']\n", "train.py", (0, 0, 0, 0)),
        ("[a]\ndepends = ['file: dat‸a.csv']\n", "data.csv", (0, 0, 0, 0)),
        ("[a]\ndepends = [{files = ['dat‸a.csv']}]\n", "data.csv", (0, 0, 0, 0)),
        ('[a]\nexec = """\npython \\\n  tra‸in.py"""\n', "train.py", (0, 0, 0, 0)),
    ],
)
async def test_names_of_files_lead_into_them(
    nested: Editor, project: Path, text: str, file: str, place: tuple[int, int, int, int]
) -> None:
    (link,), _ = await targets(nested, (project / "gage.toml").as_uri(), text)
    line, column, end_line, end_column = place
    assert link.target_uri == (project / file).as_uri()
    assert link.target_selection_range.start == lsp.Position(line=line, character=column)
    assert link.target_selection_range.end == lsp.Position(line=end_line, character=end_column)


@pytest.mark.parametrize(
    "text",
    [
        "[a]\nexec = 'python gone‸.py'\n",
        "[a]\nexec = 'python ../outside‸.py'\n",
        "[a]\nexec = 'python li‸nk.py'\n",
        "[a]\nconfig = 'link.p‸y#a'\n",
        "[a]\nexec = '/etc/pass‸wd'\n",
        "[a]\nexec = 'echo tr‸ain'\n",
        "[a]\ndepends = 'dir: pk‸g'\n",
        "[a]\nsourcecode = '*.p‸y'\n",
    ],
)
async def test_nothing_leads_out_of_the_project_or_to_what_is_not_there(
    nested: Editor, project: Path, text: str
) -> None:
    assert await targets(nested, (project / "gage.toml").as_uri(), text) == ([], [])


async def test_an_editor_without_links_gets_locations(editor: Editor) -> None:
    address = uri()
    (found,), (place,) = await targets(editor, address, "[⟦a⟧]\n[b]\ndepends.operation = '‸a'\n")
    assert found == lsp.Location(uri=address, range=place)


@pytest.mark.parametrize(
    "text",
    [
        "[a]\nconfig = ['⟦train.py#lr⟧', 'train.py#NAME']\nexec = 'x {‸lr}'\n",
        "[a]\nconfig = { keys = ['train.py#NAME', '⟦train.py#lr⟧'], prefix = 't.' }\nexec = 'x {‸t.lr}'\n",
        "[a]\nconfig = { keys = ['⟦train.py#lr⟧', 'train.py#NAME'], rename = 'lr rate' }\nexec = 'x {‸rate}'\n",
    ],
)
async def test_a_value_leads_to_the_path_that_picks_it(nested: Editor, project: Path, text: str) -> None:
    address = (project / "gage.toml").as_uri()
    (link,), (place,) = await targets(nested, address, text)
    assert link.target_selection_range == place
