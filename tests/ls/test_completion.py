"""What can be chosen while a gagefile is typed, and what becomes of the text; ``|`` is the cursor."""

from __future__ import annotations

import json
import uuid
from pathlib import Path

import pytest
from ls.completed import chosen, place_of, split_at_cursor
from ls.editor import Editor, capabilities
from lsprotocol import types as lsp

from gage.runs.store import RunStore
from gage_ls.client import client_of
from gage_ls.features.completion import completion
from gage_ls.workspace import LARGEST, Workspace

UNITS = {"utf-8": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with a script whose values can be set, and some files."""
    (tmp_path / "train.py").write_text('lr = 0.1\nepochs = 10\nopt = {"name": "adam", "beta": 0.9}\n', encoding="utf-8")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "raw.csv").touch()
    (tmp_path / "data" / "it's.csv").touch()
    (tmp_path / ".git").mkdir()
    (tmp_path / "README.md").touch()
    return tmp_path


class Asked:
    """The answer for one marked text."""

    def __init__(self, text: str, items: list[lsp.CompletionItem], unit: str) -> None:
        self.text = text
        self.items = items
        self.unit = unit

    @property
    def labels(self) -> list[str]:
        return [item.label for item in self.items]

    def item(self, label: str) -> lsp.CompletionItem:
        return next(item for item in self.items if item.label == label)

    def after(self, label: str, *, replace: bool = True) -> str:
        return chosen(self.text, self.item(label), self.unit, replace=replace)


async def ask(editor: Editor, project: Path, marked: str, syntax: str, typed: str | None = None) -> Asked:
    text, offset = split_at_cursor(marked)
    uri = (project / f"gage.{syntax}").as_uri()
    editor.open(uri, text)
    unit = UNITS[editor.encoding]
    items = await editor.completions(uri, *place_of(text, offset, unit), typed)
    editor.close(uri)
    return Asked(text, items, unit)


CHOICES = [
    # keys
    ("toml", "[train]\nex|", "exec", '[train]\nexec = ""'),
    ("toml", "[train]\nen|", "env", "[train]\nenv = {  }"),
    ("toml", "[train]\nsum|", "summary", '[train]\nsummary = { filename = "" }'),
    ("toml", "[train]\n|", "listing", '[train]\nlisting = { description = [""] }'),
    ("toml", "[train]\ndef|", "default", "[train]\ndefault = true"),
    ("toml", "[train]\nex| = 1", "exec", "[train]\nexec = 1"),
    ("toml", '[train]\n"ex|"', "exec", '[train]\n"exec" = ""'),
    ("toml", "[train]\nexec = { ru|", "run", '[train]\nexec = { run = ""'),
    ("toml", "[train]\nexec = { ru|", "run[mac]", '[train]\nexec = { "run[mac]" = ""'),
    ("toml", 'a = { exec = "x" | }', "env", 'a = { exec = "x", env = {  } }'),
    ("toml", 'a = { | exec = "x" }', "version", 'a = { version = "", exec = "x" }'),
    ("toml", "train.exec.|", "finalize", 'train.exec.finalize = ""'),
    ("toml", "[a]\nconfig = [{ name = 'n', m| }]", "min", "[a]\nconfig = [{ name = 'n', min = 1 }]"),
    ("toml", "[a]\nconfig = [{ name = 'n', t| }]", "type", "[a]\nconfig = [{ name = 'n', type = \"string\" }]"),
    ("toml", "|", "$runs-dir", '"$runs-dir" = ""'),
    ("toml", "|", "new operation", '[train]\nexec = "python train.py"'),
    ("toml", '[train]\nexec = "x"\n\n|', "new operation", '[train]\nexec = "x"\n\n[evaluate]\nexec = "python evaluate.py"'),
    ("toml", '[a]\nenv.GPU = "1"\n[b.env]\n|', "GPU", '[a]\nenv.GPU = "1"\n[b.env]\nGPU = ""'),
    ("yaml", "train:\n  ex|", "exec", "train:\n  exec: "),
    ("yaml", "train:\n    a: 1\n    env|", "env", "train:\n    a: 1\n    env:\n        "),
    ("yaml", "train:\n  sum|", "summary", "train:\n  summary:\n    filename: "),
    ("yaml", "train:\n  |\n", "listing", "train:\n  listing:\n    description:\n      - \n"),
    ("yaml", "train:\n  - |", None, None),
    ("yaml", "a:\n  depends:\n    - ru|", "run-select", "a:\n  depends:\n    - run-select: "),
    ("yaml", "a:\n  depends:\n    - type: run-files\n      |", "files", "a:\n  depends:\n    - type: run-files\n      files: "),
    ("yaml", "a: {ex|}\n", "env", "a: {env: {}}\n"),
    ("yaml", "a:\n  exec: {|}\n", "run[linux]", 'a:\n  exec: {"run[linux]": }\n'),
    ("yaml", "a:\n  exec:\n    |\n", "run[linux]", 'a:\n  exec:\n    "run[linux]": \n'),
    ("yaml", "|", "new operation", "train:\n  exec: python train.py"),
    ("yaml", "a:\n  depends: run-files:op=prep\n|", "prep", "a:\n  depends: run-files:op=prep\nprep: "),
    ("json", '{\n  "train": {\n    "ex|"\n  }\n}', "exec", '{\n  "train": {\n    "exec": ""\n  }\n}'),
    ("json", '{\n  "train": {\n    |\n  }\n}', "env", '{\n  "train": {\n    "env": {\n      \n    }\n  }\n}'),
    ("json", '{"train": {|}}', "summary", '{"train": {"summary": { "filename": "" }}}'),
    ("json", '{\n  "a": {\n    "exec": "x"\n    "|"\n  }\n}', "tags", '{\n  "a": {\n    "exec": "x",\n    "tags": ""\n  }\n}'),
    ("json", '{\n  "a": {\n    |\n    "exec": "x"\n  }\n}', "tags", '{\n  "a": {\n    "tags": "",\n    "exec": "x"\n  }\n}'),
    ("json", '{a: {exec: "x", |}}', "env", '{a: {exec: "x", env: {  }}}'),
    ("json", "{\"a\": {'ex|", "exec", "{\"a\": {'exec': \"\""),
    ("json", '{\n  |\n}', "new operation", '{\n  "train": {\n    "exec": "python train.py"\n  }\n}'),
    ("json", "|", "new gagefile", '{\n  "train": {\n    "exec": "python train.py"\n  }\n}'),
    # headers
    ("toml", "[train.|", "env", "[train.env]"),
    ("toml", "[train.|]", "env", "[train.env]"),
    ("toml", "[[train.de|", "depends", "[[train.depends]]"),
    ("toml", "[[train.de|]", "depends", "[[train.depends]]"),
    ("toml", '[train]\nexec = "x"\n\n[|', "train.env", '[train]\nexec = "x"\n\n[train.env]'),
    ("toml", '[[train.depends]]\nfiles = "a"\n\n[[|', "train.depends", '[[train.depends]]\nfiles = "a"\n\n[[train.depends]]'),
    ("toml", '[a]\nexec = "x"\n|\n# of b\n[b]', "new operation", '[a]\nexec = "x"\n[train]\nexec = "python train.py"\n# of b\n[b]'),
    ("toml", '["my op"]\nexec = "x"\n\n[|', '"my op".env', '["my op"]\nexec = "x"\n\n["my op".env]'),
    ("toml", '[a]\ndepends = "run-files:op=prep"\n\n[|', "prep", '[a]\ndepends = "run-files:op=prep"\n\n[prep]'),
    # values of the schema
    ("toml", "[a]\ndefault = |", "true", "[a]\ndefault = true"),
    ("toml", "[a]\ndefault =|", "true", "[a]\ndefault = true"),
    ("toml", "[a]\ndefault=|", "true", "[a]\ndefault=true"),
    ("toml", "[a]\ndefault = tr|ue", "false", "[a]\ndefault = false"),
    ("toml", "[[a.depends]]\ntype = |", "run-files", '[[a.depends]]\ntype = "run-files"'),
    ("toml", "[[a.depends]]\ntype = r|", "run-files", '[[a.depends]]\ntype = "run-files"'),
    ("toml", "[[a.depends]]\ntype = 'r|'", "run-files", "[[a.depends]]\ntype = 'run-files'"),
    ("toml", '[[a.depends]]\ntype = "r|', "run-files", '[[a.depends]]\ntype = "run-files"'),
    ("toml", "[a]\ndepends = |", "Run files", '[a]\ndepends = { run-select = "" }'),
    ("toml", '[a]\nsummary.filename = "|"', "summary.json", '[a]\nsummary.filename = "summary.json"'),
    ("toml", "[a]\noutput-m|", "output-metrics", "[a]\noutput-metrics = true"),
    ("toml", "[a]\noutput-metrics = |", "true", "[a]\noutput-metrics = true"),
    ("toml", "[a]\noutput-metrics.|", "step", '[a]\noutput-metrics.step = ""'),
    ("yaml", "a:\n  output-metrics:\n    |", "step", "a:\n  output-metrics:\n    step: "),
    ("yaml", "a:\n  depends:\n    - type: |", "dir", "a:\n  depends:\n    - type: dir"),
    ("yaml", "a:\n  sourcecode: |", "false", "a:\n  sourcecode: false"),
    ("json", '{"a": {"depends": [{"type": "|"}]}}', "url", '{"a": {"depends": [{"type": "url"}]}}'),
    ("json", '{"a": {"default": |, "exec": "x"}}', "true", '{"a": {"default": true, "exec": "x"}}'),
    ("json", '{\n  "a": {\n    "default": |\n    "exec": "x"\n  }\n}', "true", '{\n  "a": {\n    "default": true,\n    "exec": "x"\n  }\n}'),
    # files
    ("toml", "[a]\nsourcecode = |", "*.py", '[a]\nsourcecode = "*.py"'),
    ("toml", '[a]\nsourcecode = "-da|"', "data/", '[a]\nsourcecode = "-data/"'),
    ("toml", '[a]\nsourcecode = ["data/|"]', "raw.csv", '[a]\nsourcecode = ["data/raw.csv"]'),
    ("toml", '[a]\nsourcecode = ["x" , |, "y"]', "*.md", '[a]\nsourcecode = ["x" , "*.md", "y"]'),
    ("toml", '[a]\nsourcecode = [\n  "x"\n  "|\n]', "*.md", '[a]\nsourcecode = [\n  "x",\n  "*.md"\n]'),
    ("toml", '[a]\nsourcecode = "*.py |"', "text", '[a]\nsourcecode = "*.py text"'),
    ("toml", '[a]\nexec = "|"', "python train.py", '[a]\nexec = "python train.py"'),
    ("toml", '[a]\nexec = "python tr| -v"', "train.py", '[a]\nexec = "python train.py -v"'),
    ("toml", '[a]\nexec = ["python", "|"]', "train.py", '[a]\nexec = ["python", "train.py"]'),
    ("toml", '[a]\ndepends = "dir:|"', "data/", '[a]\ndepends = "dir:data/"'),
    ("toml", '[a]\ndepends = "|"', "run-files:", '[a]\ndepends = "run-files:"'),
    ("toml", '[a]\ndepends = [{ type = "file", path = "data/|" }]', "it's.csv", '[a]\ndepends = [{ type = "file", path = "data/it\'s.csv" }]'),
    ("yaml", "a:\n  sourcecode:\n    - |", "*.py", 'a:\n  sourcecode:\n    - "*.py"'),
    ("yaml", "a:\n  sourcecode: [x, da|]", "data/", "a:\n  sourcecode: [x, data/]"),
    ("yaml", "a:\n  config: train.py\n  exec: x {|", "lr", "a:\n  config: train.py\n  exec: x {lr}"),
    ("yaml", "a: {config: train.py, exec: sh tr|}", "train.py", "a: {config: train.py, exec: sh train.py}"),
    ("yaml", 'a:\n  exec: sh -c "tr|"', "train.py", 'a:\n  exec: sh -c "train.py"'),
    ("yaml", "a:\n  exec: python tr|", "train.py", "a:\n  exec: python train.py"),
    ("yaml", "a:\n  exec: |-\n    python tr|\n", "train.py", "a:\n  exec: |-\n    python train.py\n"),
    ("yaml", "a:\n  depends: 'data/|'", "it's.csv", "a:\n  depends: 'data/it''s.csv'"),
    ("json", '{"a": {"sourcecode": |}}', "*.py", '{"a": {"sourcecode": "*.py"}}'),
    ("json", '{"a": {"exec": {"run": "sh -c \\"tr|"}}}', "train.py", '{"a": {"exec": {"run": "sh -c \\"train.py"}}}'),
    ("toml", '"$runs-dir" = "|"', "data/", '"$runs-dir" = "data/"'),
    # config
    ("toml", '[a]\nconfig = "tr|"', "train.py", '[a]\nconfig = "train.py"'),
    ("toml", '[a]\nconfig = "train.py#|"', "lr", '[a]\nconfig = "train.py#lr"'),
    ("toml", '[a]\nconfig = "-train.py#opt.|"', "opt.name", '[a]\nconfig = "-train.py#opt.name"'),
    ("toml", '[a]\nconfig = "train.py#o|"', "opt.*", '[a]\nconfig = "train.py#opt.*"'),
    ("toml", "[a]\nconfig = train.py#|", None, None),
    ("yaml", "a:\n  config: train.py#|", "lr", "a:\n  config: train.py#lr"),
    ("yaml", "a:\n  config:\n    - keys: train.py#e|", "epochs", "a:\n  config:\n    - keys: train.py#epochs"),
    ("json", '{"a": {"config": ["train.py#|"]}}', "epochs", '{"a": {"config": ["train.py#epochs"]}}'),
    ("toml", '[a]\nconfig = "train.py"\nexec = "x {|"', "lr", '[a]\nconfig = "train.py"\nexec = "x {lr}"'),
    ("toml", '[a]\nconfig = [{ name = "seed" }]\nexec = "x {s|} y"', "seed", '[a]\nconfig = [{ name = "seed" }]\nexec = "x {seed} y"'),
    ("toml", '[a]\nexec = "x {|"\n[b]\n[[a.config]]\nname = "seed"', "seed", '[a]\nexec = "x {seed}"\n[b]\n[[a.config]]\nname = "seed"'),
    ("toml", '[a]\nexec = "x {seed}"\nconfig = [{ name = "|" }]', "seed", '[a]\nexec = "x {seed}"\nconfig = [{ name = "seed" }]'),
    ("toml", '[a]\nconfig = [{ name = "n", choices = ["x"], default = | }]', "x", '[a]\nconfig = [{ name = "n", choices = ["x"], default = "x" }]'),
    # operations and their runs
    ("toml", '[a]\ndepends = [{ operation = "|" }]\n[b]\n', "b", '[a]\ndepends = [{ operation = "b" }]\n[b]\n'),
    ("toml", '[a]\ndepends = [{ run-select = "|" }]\n[b]\n', "op = b", '[a]\ndepends = [{ run-select = "op = b" }]\n[b]\n'),
    ("toml", '[a]\ndepends = [{ run-select = "op = |" }]\n["b c"]\n', "b c", '[a]\ndepends = [{ run-select = "op = \'b c\'" }]\n["b c"]\n'),
    ("toml", '[a]\ndepends = [{ run-select = "op = b |" }]', "and", '[a]\ndepends = [{ run-select = "op = b and" }]'),
    ("toml", '[a]\ndepends = "run-files:status = e|"', "error", '[a]\ndepends = "run-files:status = error"'),
    ("toml", '[a]\ndepends = [{ runs-select = "status in [error, |" }]', "running", '[a]\ndepends = [{ runs-select = "status in [error, running" }]'),
    ("yaml", "a:\n  depends:\n    - run-select: op |\nb: {}\n", "=", "a:\n  depends:\n    - run-select: op =\nb: {}\n"),
    # others
    ("toml", '[a]\nprogress = "|"', "tqdm", '[a]\nprogress = "tqdm"'),
    ("toml", "[a]\nprogress.run = |", "tqdm", '[a]\nprogress.run = "tqdm"'),
    ("toml", '[a]\ntags = ["gpu"]\n[b]\ntags = ["|"]', "gpu", '[a]\ntags = ["gpu"]\n[b]\ntags = ["gpu"]'),
    ("toml", '[a]\ndepends = [{ url = "|" }]', "https://", '[a]\ndepends = [{ url = "https://" }]'),
]  # fmt: skip


@pytest.mark.parametrize(
    ("syntax", "marked", "label", "after"), CHOICES, ids=[f"{case[0]}-{case[1]!r}-{case[2]}" for case in CHOICES]
)
async def test_a_choice(
    editor: Editor, project: Path, syntax: str, marked: str, label: str | None, after: str | None
) -> None:
    asked = await ask(editor, project, marked, syntax)
    if label is None:
        assert asked.items == []
    else:
        assert label in asked.labels
        assert asked.after(label) == after


NOTHING = [
    ("toml", "[a] # ex|"),
    ("toml", '[a]\nexec = "x" |'),
    ("toml", '[a]\nexec = "x"|'),
    ("toml", '[a]\ndescription = "data/|"'),
    ("toml", '[a]\nsourcecode = "../|"'),
    ("toml", '[a]\ndepends = "/etc/|"'),
    ("toml", '[a]\nconfig = "../x.py#|"'),
    ("toml", "[a]\nexec = | 'x'"),
    ("yaml", "a: # |"),
    ("yaml", "# |"),
    ("yaml", "a:\n  exec: x\n    |"),
    ("yaml", "a:\n  exec: x\n |"),
    ("json", '{"a": {"exec": "x"|}}'),
    ("json", '{"a": {}} // |'),
    ("json", '|\n  "a": {}\n}\n'),
    ("json", '{"a": {"exec": "x"} /* | */}'),
]


@pytest.mark.parametrize(("syntax", "marked"), NOTHING)
async def test_nothing_is_offered(editor: Editor, project: Path, syntax: str, marked: str) -> None:
    assert (await ask(editor, project, marked, syntax)).labels == []


@pytest.mark.parametrize(
    ("syntax", "marked"),
    [
        ("toml", '[a]\nexec = "x"\nenv.A = 1\n|\n[a.summary]\n'),
        ("toml", '[a]\nexec = "x"\n|\n[b]\n[a.env]\n[a.summary]\n'),
        ("yaml", "a:\n  exec: x\n  |\n  env: {}\n  summary: {}\n"),
        ("json", '{"a": {"exec": "x", |, "env": {}, "summary": {}}}'),
    ],
)
async def test_no_key_is_offered_twice(editor: Editor, project: Path, syntax: str, marked: str) -> None:
    labels = (await ask(editor, project, marked, syntax)).labels
    assert len(labels) == len(set(labels))
    assert "sourcecode" in labels
    assert not {"exec", "env", "summary"} & set(labels)


async def test_what_is_needed_comes_first_and_what_is_deprecated_last(editor: Editor, project: Path) -> None:
    labels = (await ask(editor, project, "[a]\n|", "toml")).labels
    assert labels[:2] == ["exec", "description"]
    config = (await ask(editor, project, "[a]\nconfig = [{ type = 'string', | }]", "toml")).labels
    assert config[0] == "name"
    depends = await ask(editor, project, "[[a.depends]]\nfiles = 'x'\n|", "toml")
    assert [label for label in depends.labels if label != "new operation"][-1] == "link"
    assert list(depends.item("link").tags or ()) == [lsp.CompletionItemTag.Deprecated]


async def test_only_keys_that_go_together_are_offered(editor: Editor, project: Path) -> None:
    labels = (await ask(editor, project, "a:\n  depends:\n    - url: https://x.org/y\n      |\n", "yaml")).labels
    assert set(labels) == {"type", "description", "sha256", "writeable"}
    kinds = await ask(editor, project, "a:\n  depends:\n    - url: https://x.org/y\n      type: |\n", "yaml")
    assert kinds.labels == ["url"]


async def test_config_keys_show_their_present_values_in_order_of_the_file(editor: Editor, project: Path) -> None:
    asked = await ask(editor, project, '[a]\nconfig = ["train.py#lr", "train.py#|"]', "toml")
    assert [(item.label, item.detail) for item in asked.items] == [
        ("epochs", "= 10"),
        ("opt.name", '= "adam"'),
        ("opt.beta", "= 0.9"),
        ("opt.*", "all below opt"),
    ]


async def test_keys_of_files_without_code_are_offered_too(editor: Editor, project: Path) -> None:
    (project / "params.yaml").write_text("# all of it\nopt: {name: adam, beta: 0.9}\n")
    asked = await ask(editor, project, '[a]\nconfig = "par|"', "toml")
    assert asked.labels == ["params.yaml"]
    asked = await ask(editor, project, '[a]\nconfig = "params.yaml#|"', "toml")
    assert [(item.label, item.detail) for item in asked.items] == [
        ("opt.name", '= "adam"'),
        ("opt.beta", "= 0.9"),
        ("opt.*", "all below opt"),
    ]


async def test_secrets_are_not_shown(editor: Editor, project: Path) -> None:
    (project / "train.py").write_text('api_key = "sk-12345678901234567890"\n')
    item = (await ask(editor, project, '[a]\nconfig = "train.py#|"', "toml")).item("api_key")
    assert item.detail == "= •••"


async def test_config_files_are_parsed_and_never_executed(editor: Editor, project: Path) -> None:
    (project / "evil.py").write_text("import pathlib\npathlib.Path(__file__).with_name('done').touch()\nx = 1\n")
    asked = await ask(editor, project, '[a]\nconfig = "evil.py#|"', "toml")
    assert asked.labels == ["x"]
    assert not (project / "done").exists()


async def test_links_lead_nowhere(editor: Editor, project: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (outside / "secret.py").write_text("token = 1\n")
    (project / "link").symlink_to(outside)
    (project / "secret.py").symlink_to(outside / "secret.py")
    assert (await ask(editor, project, '[a]\nsourcecode = "link/|"', "toml")).labels == []
    assert (await ask(editor, project, '[a]\nconfig = "secret.py#|"', "toml")).labels == []


def make_run(project: Path) -> None:
    summary = {"metrics": {"loss": 0.5, "acc": {"value": 0.9}}, "attributes": {"device": "cpu"}}
    opref = f"2 {project.name} train".encode()
    members = {"opref": opref, "summary.json": json.dumps(summary).encode(), "config.json": b'{"lr": 0.1}'}
    RunStore(project / ".gage" / "runs").make_run({**members, "initialized": b"1"})


async def test_runs_of_a_namespace_with_spaces_are_those_of_the_project(editor: Editor, project: Path) -> None:
    members = {"opref": b"2 my-project prepare", "summary.json": b"{}", "initialized": b"1"}
    RunStore(project / ".gage" / "runs").make_run(members)
    text = '"$namespace" = "my project"\n[train]\ndepends = { operation = "|" }\n'
    (project / "gage.toml").write_text(text)
    assert (await ask(editor, project, text, "toml")).item("prepare").detail == "of past runs"


async def test_runs_are_known_by_their_metrics(editor: Editor, project: Path) -> None:
    make_run(project)
    (project / "gage.toml").write_text("[train]\n")
    asked = await ask(editor, project, '[train]\nlisting.description = ["acc", "|"]', "toml")
    assert asked.labels == ["loss", "device", "lr"]
    assert asked.item("loss").detail == "metric, 0.5 in the latest run"
    select = await ask(editor, project, '[a]\ndepends = [{ run-select = "op = |" }]', "toml")
    assert select.labels == ["a", "train"]
    (name,) = (await ask(editor, project, '[a]\ndepends = [{ run-select = "name = |" }]', "toml")).labels
    assert name == RunStore(project / ".gage" / "runs").runs()[0].name
    field = await ask(editor, project, '[a]\ndepends = [{ runs-select = "lo|" }]', "toml")
    assert field.after("loss").endswith('"loss" }]')


async def test_a_new_id_is_a_new_id(editor: Editor, project: Path) -> None:
    (one,) = (await ask(editor, project, '"$project-id" = "|"', "toml")).labels
    (other,) = (await ask(editor, project, '"$project-id" = "|"', "toml")).labels
    assert str(uuid.UUID(one)) == one != other


@pytest.mark.parametrize("syntax", ["toml", "yaml", "json"])
async def test_edits_are_exact_in_every_encoding(any_editor: Editor, project: Path, syntax: str) -> None:
    marked = {
        "toml": "# ♥😀\r\n'ä😀' = { exec = '♥😀', default = tr| } # 😀",
        "yaml": "# ♥😀\r\n'ä😀': { exec: '♥😀', default: tr| } # 😀",
        "json": "// ♥😀\r\n{'ä😀': { 'exec': '♥😀', 'default': tr| } } // 😀",
    }[syntax]
    asked = await ask(any_editor, project, marked, syntax)
    assert asked.labels == ["true", "false"]
    assert asked.after("false") == marked.replace("tr|", "false")


async def test_without_snippets_keys_are_plain(any_editor: Editor, project: Path) -> None:
    asked = await ask(any_editor, project, "[a]\nex|", "toml")
    assert asked.after("exec") == "[a]\nexec = "
    assert all(item.insert_text_format is None for item in asked.items)
    assert "new operation" not in asked.labels


async def test_an_editor_may_insert_instead_of_replacing(editor: Editor, project: Path) -> None:
    asked = await ask(editor, project, '[[a.depends]]\ntype = "run-|x"', "toml")
    assert asked.after("run-files", replace=False) == '[[a.depends]]\ntype = "run-filesx"'
    assert asked.after("run-files") == '[[a.depends]]\ntype = "run-files"'


async def test_a_space_asks_for_values_only(editor: Editor, project: Path) -> None:
    assert (await ask(editor, project, "a:\n  |", "yaml", " ")).labels == []
    assert "true" in (await ask(editor, project, "a:\n  default: |", "yaml", " ")).labels


async def test_of_many_operations_those_that_fit_are_listed(editor: Editor, project: Path) -> None:
    many = "".join(f"[op-{number}]\n" for number in range(3000))
    asked = await ask(editor, project, f'{many}[a]\ndepends = [{{ operation = "op-29|" }}]', "toml")
    assert len(asked.labels) == 100
    assert asked.labels[0] == "op-29"


@pytest.mark.parametrize("syntax", ["toml", "yaml", "json"])
async def test_documentation_comes_when_it_is_asked_for(editor: Editor, project: Path, syntax: str) -> None:
    marked = {"toml": "[a]\n|", "yaml": "a:\n  |", "json": '{"a": {|}}'}[syntax]
    item = (await ask(editor, project, marked, syntax)).item("exec")
    assert item.documentation is None
    resolved = await editor.completion_item_resolve_async(item)
    assert isinstance(resolved.documentation, lsp.MarkupContent)
    assert resolved.documentation.kind is lsp.MarkupKind.Markdown
    assert "What the operation executes" in resolved.documentation.value
    assert f"```{syntax}" in resolved.documentation.value


def offered(client: lsp.ClientCapabilities, marked: str, syntax: str) -> Asked:
    """What a client without a server of its own is offered."""
    (text, offset), gagefiles, uri = split_at_cursor(marked), Workspace(), f"untitled:gage.{syntax}"
    gagefiles.open(lsp.TextDocumentItem(uri=uri, language_id=syntax, version=1, text=text))
    document = gagefiles.get(uri)
    assert document
    line, column = place_of(text, offset)
    position = lsp.Position(line=line, character=column)
    params = lsp.CompletionParams(text_document=lsp.TextDocumentIdentifier(uri=uri), position=position)
    return Asked(
        text,
        list(completion(document, None, client_of(lsp.InitializeParams(capabilities=client)), params).items),
        "utf-16-le",
    )


@pytest.mark.parametrize(
    ("marked", "syntax", "end"),
    [
        ('{"a": {"desc|"}}', "json", '"description": "'),
        ('[a]\n"desc|"', "toml", '"description" = "'),
    ],
)
def test_the_quote_behind_the_cursor_is_left_to_clients_that_replace_nothing_there(
    marked: str, syntax: str, end: str
) -> None:
    asked = offered(capabilities(lsp.PositionEncodingKind.Utf16, snippets=True, replaces=False), marked, syntax)
    edit = asked.item("description").text_edit
    assert isinstance(edit, lsp.TextEdit)
    assert edit.range.end == lsp.Position(line=marked.count("\n"), character=place_of(marked, marked.index("|"))[1])
    assert asked.after("description") == marked.replace('"desc|', end)


def test_a_client_that_cannot_ask_later_is_told_at_once() -> None:
    client = capabilities(lsp.PositionEncodingKind.Utf16, later=("additionalTextEdits",))
    item = offered(client, "[a]\n|", "toml").item("exec")
    assert isinstance(item.documentation, lsp.MarkupContent)
    assert "What the operation executes" in item.documentation.value


async def test_an_item_that_is_not_ours_is_handed_back(editor: Editor) -> None:
    for data in (None, {"schema": "/etc/passwd", "pointer": ["x"], "syntax": "toml"}, {"schema": 1}, [1], "x"):
        item = lsp.CompletionItem(label="x", data=data)
        assert await editor.completion_item_resolve_async(item) == item


async def test_boards_are_completed_by_their_schema(editor: Editor, project: Path) -> None:
    (project / "gage.toml").write_text("[a]\n")
    uri = (project / "board.toml").as_uri()
    editor.open(uri, "[group-select]\n")
    items = await editor.completions(uri, 1, 0)
    assert [item.label for item in items] == ["group-by", "min", "max"]
    editor.close(uri)


async def test_boards_know_the_runs(editor: Editor, project: Path) -> None:
    (project / "gage.toml").write_text("[train]\n")
    make_run(project)
    uri = (project / "board.toml").as_uri()
    editor.open(uri, 'columns = ["metric:acc", "", { config = "" }]\nrun-select.operation = ""\n')
    columns = [item.label for item in await editor.completions(uri, 0, 26)]
    assert columns[:5] == ["metric:loss", "attribute:device", "config:lr", "run:id", "run:name"]
    assert [item.label for item in await editor.completions(uri, 0, 41)] == ["lr"]
    assert [item.label for item in await editor.completions(uri, 1, 24)] == ["train"]
    editor.close(uri)


def test_a_document_too_large_to_be_read_has_nothing() -> None:
    text = "#" * LARGEST + "\n[a]\n|"
    assert offered(capabilities(lsp.PositionEncodingKind.Utf16), text, "toml").items == []


async def test_a_document_that_is_not_open_has_nothing(editor: Editor) -> None:
    params = lsp.CompletionParams(
        text_document=lsp.TextDocumentIdentifier(uri="file:///nowhere/gage.toml"),
        position=lsp.Position(line=0, character=0),
    )
    assert await editor.text_document_completion_async(params) is None
