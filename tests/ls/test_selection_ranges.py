from __future__ import annotations

import pytest
from ls.editor import Editor
from ls.marked import marked, text_in, uri
from lsprotocol import types as lsp


async def chain(editor: Editor, name: str, source: str) -> list[str]:
    """The texts that are selected, one after the other, from the cursor outwards."""
    text, (cursor,), _ = marked(source)
    address = uri(name)
    editor.open(address, text)
    document = lsp.TextDocumentIdentifier(uri=address)
    (found,) = (
        await editor.text_document_selection_range_async(
            lsp.SelectionRangeParams(text_document=document, positions=[cursor])
        )
        or []
    )
    texts: list[str] = []
    selected: lsp.SelectionRange | None = found
    while selected:
        texts.append(text_in(text, selected.range))
        selected = selected.parent
    return texts


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        (
            "gage.toml",
            '# 😀\n[a]\nexec = "python tr‸ain.py"\n[b]\n',
            [
                "train",
                "train.py",
                "python train.py",
                '"python train.py"',
                'exec = "python train.py"',
                '[a]\nexec = "python train.py"',
                '# 😀\n[a]\nexec = "python train.py"\n[b]\n',
            ],
        ),
        (
            "gage.yaml",
            "a:\n  exec:\n    - python\n    - 'é\u2028 tr‸ain'\n",
            [
                "train",
                "é\u2028 train",
                "'é\u2028 train'",
                "- 'é\u2028 train'",
                "- python\n    - 'é\u2028 train'",
                "exec:\n    - python\n    - 'é\u2028 train'",
                "a:\n  exec:\n    - python\n    - 'é\u2028 train'",
                "a:\n  exec:\n    - python\n    - 'é\u2028 train'\n",
            ],
        ),
        (
            "gage.json",
            '{\n  "a": {"ex‸ec": "b"}\n}',
            ["exec", '"exec"', '"exec": "b"', '"a": {"exec": "b"}', '{\n  "a": {"exec": "b"}\n}'],
        ),
        ("gage.toml", "[a‸", ["a", "[a"]),
        ("gage.yaml", "‸", [""]),
        ("gage.json", '{"a": {"exec": "x‸', ["x", '"x', '"exec": "x', '"a": {"exec": "x', '{"a": {"exec": "x']),
    ],
)
async def test_what_is_selected_step_by_step(editor: Editor, name: str, text: str, expected: list[str]) -> None:
    assert await chain(editor, name, text) == expected
