from __future__ import annotations

from pathlib import Path

import pytest
from ls.editor import Editor
from ls.marked import applied
from lsprotocol import types as lsp

TOML = """\
# train.py 😀
$runs-dir = "src/runs"
[a]
exec = "python train.py --lr {lr} && sh src/run.sh 'src/x.py' train.pyc"
config = ["train.py#lr", '-train.py', "src/*.py#a", "*.py"]
sourcecode = ["train.py text", "-src/data", "src/**/*.csv", "*.py", "'train.py' dir"]
depends = ["file:train.py", "dir: src/", {files = ["train.py", "src/a.csv"]}, {operation = "train.py", files = "train.py"}]
description = "train.py in src/run.sh"
[a.exec-words]
x = "train.py"
[b]
exec.run = ["python", "-m", "src.tool", "./train.py", "--file=src/x.py"]
"""
YAML = """\
a:
  exec: |
    python train.py
    sh src/run.sh
  config: [train.py#lr, {keys: src/x.py}]
  sourcecode: train.py
  depends: {files: 'train.py'}
b: &b
  exec: [python, $project_dir/train.py, -m, src.tool]
c: *b
"""
JSON = """\
{
  "a": {"exec": "python \\u0074rain.py 'train.py'", "config": 'train.py#a'},
  b: {depends: [{"files": "train.py
"""


async def renamed(
    editor: Editor, gagefile: Path, text: str, *moves: tuple[str, str], is_open: bool = False
) -> tuple[str, int | None]:
    """The gagefile after files of its project were renamed, and the version the edit is for."""
    version = None
    if is_open:
        gagefile.write_text("x = 1", encoding="utf-8")
        version = editor.open(gagefile.as_uri(), text)
    else:
        gagefile.write_text(text, encoding="utf-8", newline="")
    files = [
        lsp.FileRename(old_uri=(gagefile.parent / old).as_uri(), new_uri=(gagefile.parent / new).as_uri())
        for old, new in moves
    ]
    edit = await editor.workspace_will_rename_files_async(lsp.RenameFilesParams(files=files))
    if edit is None:
        return text, None
    assert edit.document_changes
    (change,) = edit.document_changes
    assert isinstance(change, lsp.TextDocumentEdit)
    assert change.text_document.uri == gagefile.as_uri()
    assert change.text_document.version == version
    return applied(text, [each for each in change.edits if isinstance(each, lsp.TextEdit)]), version


@pytest.mark.parametrize("is_open", [True, False])
async def test_all_that_names_a_file_follows_it(nested: Editor, gagefile: Path, is_open: bool) -> None:
    after, _ = await renamed(nested, gagefile, TOML, ("train.py", "lib/fit.py"), is_open=is_open)
    assert after == (
        TOML.replace("python train.py --lr", "python lib/fit.py --lr")
        .replace("\"train.py#lr\", '-train.py'", "\"lib/fit.py#lr\", '-lib/fit.py'")
        .replace('["train.py text"', '["lib/fit.py text"')
        .replace("\"'train.py' dir\"", "\"'lib/fit.py' dir\"")
        .replace("file:train.py", "file:lib/fit.py")
        .replace('files = ["train.py", ', 'files = ["lib/fit.py", ')
        .replace('"./train.py"', '"./lib/fit.py"')
    )


async def test_a_directory_takes_its_files_with_it(nested: Editor, gagefile: Path) -> None:
    after, _ = await renamed(nested, gagefile, TOML, ("src", "lib/py"))
    expected = TOML.replace("src.tool", "lib.py.tool").replace("src/", "lib/py/")
    assert after == expected.replace("train.py in lib/py/run.sh", "train.py in src/run.sh")


async def test_several_moves_at_once_are_each_made_once(nested: Editor, gagefile: Path) -> None:
    text = '[a]\nexec = "python a.py b.py src/c.py"\n'
    after, _ = await renamed(
        nested, gagefile, text, ("a.py", "b.py"), ("b.py", "a.py"), ("src", "s"), ("src/c.py", "c.py")
    )
    assert after == '[a]\nexec = "python b.py a.py c.py"\n'


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        (
            "gage.yaml",
            YAML,
            YAML.replace("train.py", "fit.py"),
        ),
        (
            "gage.json",
            JSON,
            JSON.replace("\\u0074rain.py", "fit.py").replace("train.py", "fit.py"),
        ),
        ("gage.toml", "[a]\r\nexec = 'é😀 train.py'\r\n", "[a]\r\nexec = 'é😀 fit.py'\r\n"),
        ("gage.toml", '[a]\nexec = """\nx \\\n  train.py"""\n', '[a]\nexec = """\nx \\\n  fit.py"""\n'),
        ("gage.toml", "[a]\nexec = 'python -m train'\n[b", "[a]\nexec = 'python -m fit'\n[b"),
        ("gage.toml", "[a]\nexec = '../train.py /train.py strain.py train.py.bak'\n", None),
        ("gage.toml", "[a]\nexec = '#! /bin/sh\\ntrain.py'\nsourcecode = '*.py'\n", None),
        ("gage.toml", "[a]\nexec = \n", None),
        ("gage.toml", "", None),
    ],
)
async def test_gagefiles_of_every_syntax_and_half_typed_ones_follow(
    nested: Editor, gagefile: Path, name: str, text: str, expected: str | None
) -> None:
    after, _ = await renamed(nested, gagefile.parent / name, text, ("train.py", "fit.py"))
    assert after == (text if expected is None else expected)


@pytest.mark.parametrize(
    ("name", "text", "new", "expected"),
    [
        ("gage.toml", "[a]\nexec = 'sh a.py'\n", "a b.py", "[a]\nexec = 'sh \"a b.py\"'\n"),
        ("gage.toml", '[a]\nexec = "sh a.py"\n', "a b.py", "[a]\nexec = \"sh 'a b.py'\"\n"),
        ("gage.toml", "[a]\nexec = ['sh', 'a.py']\n", "a b.py", "[a]\nexec = ['sh', 'a b.py']\n"),
        ("gage.toml", "[a]\nsourcecode = 'a.py text'\n", "a b.py", "[a]\nsourcecode = '\"a b.py\" text'\n"),
        ("gage.toml", "[a]\nconfig = 'a.py#x'\n", "-a.py", '[a]\nconfig = "\\\\-a.py#x"\n'),
        ("gage.toml", "[a]\ndepends = 'file:a.py'\n", "it's.py", '[a]\ndepends = "file:it\'s.py"\n'),
        ("gage.yaml", "a:\n  exec: a.py x\n", "a b.py", "a:\n  exec: \"'a b.py' x\"\n"),
        ("gage.yaml", "a:\n  sourcecode: a.py\n", "12", 'a:\n  sourcecode: "12"\n'),
        ("gage.yaml", "a:\n  sourcecode: a.py\n", "null", 'a:\n  sourcecode: "null"\n'),
        ("gage.yaml", "a:\n  sourcecode: [a.py, b.py]\n", "c,d.py", 'a:\n  sourcecode: ["c,d.py", b.py]\n'),
        ("gage.yaml", "a:\n  sourcecode: ./a.py\n", "é/a.py", "a:\n  sourcecode: ./é/a.py\n"),
    ],
)
async def test_names_are_quoted_where_they_must_be(
    nested: Editor, gagefile: Path, name: str, text: str, new: str, expected: str
) -> None:
    after, _ = await renamed(nested, gagefile.parent / name, text, ("a.py", new))
    assert after == expected


async def test_a_file_that_leaves_the_project_is_not_followed(nested: Editor, gagefile: Path) -> None:
    assert await renamed(nested, gagefile, TOML, ("train.py", "../train.py")) == (TOML, None)


async def test_the_gagefile_of_a_project_within_one_is_the_one_that_is_changed(nested: Editor, gagefile: Path) -> None:
    inner = gagefile.parent / "inner" / ".gage" / "gage.toml"
    inner.parent.mkdir(parents=True)
    gagefile.write_text("[a]\nexec = 'x inner/a.py a.py'\n", encoding="utf-8")
    inner.write_text("[a]\nexec = 'x inner/a.py a.py'\n", encoding="utf-8")
    project = inner.parent.parent
    rename = lsp.FileRename(old_uri=(project / "a.py").as_uri(), new_uri=(project / "b.py").as_uri())
    edit = await nested.workspace_will_rename_files_async(lsp.RenameFilesParams(files=[rename]))
    assert edit
    assert edit.document_changes
    (change,) = edit.document_changes
    assert isinstance(change, lsp.TextDocumentEdit)
    assert change.text_document.uri == inner.as_uri()


def test_an_editor_is_told_that_all_files_matter() -> None:
    from gage_ls.workspace_answers import ALL_FILES

    assert [each.pattern.glob for each in ALL_FILES.filters] == ["**/*"]
