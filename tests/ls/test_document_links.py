from __future__ import annotations

from pathlib import Path

import pytest
from ls.editor import Editor
from ls.marked import marked, uri
from lsprotocol import types as lsp


@pytest.fixture
def project(gagefile: Path) -> Path:
    directory = gagefile.parent
    (directory / "src").mkdir()
    for name in ("train.py", "a é.py", "src/tool.py", "data.csv"):
        (directory / name).touch()
    (directory.parent / "outside.py").touch()
    return directory


async def links(editor: Editor, address: str, text: str) -> list[lsp.DocumentLink]:
    editor.open(address, text)
    document = lsp.TextDocumentIdentifier(uri=address)
    return list(await editor.text_document_document_link_async(lsp.DocumentLinkParams(text_document=document)) or [])


TOML = """\
# 😀 train.py
[a]
exec = 'python ⟦train.py⟧ gone.py ../outside.py src'
config = ['⟦train.py⟧#lr', '-⟦train.py⟧', '*.py']
sourcecode = ['"⟦a é.py⟧" text', 'src']
depends = ['file: ⟦data.csv⟧', 'dir:src']
[b]
exec = ['python', '-m', '⟦src.tool⟧', '⟦./train.py⟧']
"""
TOML_TARGETS = ["train.py", "train.py", "train.py", "a é.py", "data.csv", "src/tool.py", "train.py"]


@pytest.mark.parametrize(
    ("name", "source", "targets"),
    [
        ("gage.toml", TOML, TOML_TARGETS),
        (
            "gage.yaml",
            "a:\n  exec: |\n    python \\\n      ⟦train.py⟧\n  depends:\n    - files: [⟦data.csv⟧, '*.csv']\n",
            ["train.py", "data.csv"],
        ),
        ("gage.json", '{"a": {"exec": {"run": "cat ⟦data.csv⟧", "finalize": ["⟦train.py⟧', ["data.csv", "train.py"]),
    ],
)
async def test_files_that_exist_are_linked(
    editor: Editor, project: Path, name: str, source: str, targets: list[str]
) -> None:
    text, _, ranges = marked(source)
    found = await links(editor, (project / name).as_uri(), text)
    assert [link.range for link in found] == ranges
    assert [link.target for link in found] == [(project / target).as_uri() for target in targets]


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("gage.toml", "'$schema' = '⟦https://example.org/😀.json⟧'\n[a]\ndepends = '⟦https://example.org/a.csv⟧'\n"),
        ("gage.yaml", "a:\n  depends: [http://example.org/, s3://bucket/x, {url: '⟦https://example.org⟧'}]\n"),
        ("gage.json", '{"$schema": "⟦https://example.org/a.json⟧", "a": {"exec": "curl https://example.org"}}'),
        ("gageconfig.json", '{"$schema": "⟦https://example.org/a.json⟧"}'),
    ],
)
async def test_addresses_that_are_safe_to_open_are_linked(editor: Editor, name: str, source: str) -> None:
    text, _, ranges = marked(source)
    found = await links(editor, uri(name), text)
    assert [link.range for link in found] == ranges
    assert all(link.target and link.target.startswith("https://example.org") for link in found)
