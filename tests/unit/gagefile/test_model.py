from __future__ import annotations

from typing import Any

import pytest

from gage.gagefile.document import Document
from gage.gagefile.model import PLATFORM, ConfigSection, ConfigValue, Gagefile, Operation


def operation(body: str) -> Operation:
    return Gagefile(Document(f"[op]\n{body}", "toml")).operations["op"]


@pytest.mark.parametrize(
    ("body", "exec_"),
    [
        ('exec = "a b"', {"run": "a b"}),
        ('exec = ["a", "b"]', {"run": ("a", "b")}),
        ('exec = { run = "a", finalize = ["b"] }', {"run": "a", "finalize": ("b",)}),
        ('exec = "  "', {}),
        ("exec = []", {}),
        ('exec = ["a", 1]', {}),
        ("exec = 1", {}),
        ('exec = { run = 1, finalize = "b", nope = "c" }', {"finalize": "b"}),
        ("", {}),
        (f'exec = {{ run = "a", "run[{PLATFORM}]" = "b" }}', {"run": "b"}),
        ('exec = { run = "a", "run[vms]" = "b" }', {"run": "a"}),
        (f'exec.run = {{ default = "a", {PLATFORM} = ["b"] }}', {"run": ("b",)}),
        ('exec.run = { default = "a", vms = "b" }', {"run": "a"}),
        ('exec.run = { vms = "b" }', {}),
        (f'exec = {{ run = "a", "run[{PLATFORM}]" = 1 }}', {"run": "a"}),
    ],
)
def test_commands_of_the_wrong_type_read_as_absent(body: str, exec_: dict[str, Any]) -> None:
    assert operation(body).exec == exec_


@pytest.mark.parametrize(
    ("body", "config"),
    [
        ('config = "a.py"', (ConfigSection(("a.py",)),)),
        ('config = ["a.py", "b.py#x"]', (ConfigSection(("a.py", "b.py#x")),)),
        ('config = { keys = "a.py", prefix = "p." }', (ConfigSection(("a.py",), prefix="p."),)),
        ('config = [{ keys = "a.py" }, { keys = ["b.py"] }]', (ConfigSection(("a.py",)), ConfigSection(("b.py",)))),
        ('config = ["a.py", { keys = "b.py" }]', (ConfigSection(("a.py",)), ConfigSection(("b.py",)))),
        ("config = [1, {}]", ()),
        ("config = 1", ()),
    ],
)
def test_config_reads_as_sections(body: str, config: tuple[ConfigSection, ...]) -> None:
    assert operation(body).config == config


@pytest.mark.parametrize(
    ("body", "values"),
    [
        ('{ name = "n" }', (ConfigValue("n"),)),
        ('[{ name = "n", default = 1, min = 0, max = 9.5 }]', (ConfigValue("n", "integer", 1, (), 0, 9.5),)),
        ('{ name = "n", type = "number", default = 1 }', (ConfigValue("n", "number", 1),)),
        ('{ name = "n", choices = [true, false], required = true }', (ConfigValue("n", "boolean", None, (True, False), required=True),)),
        ('["a.py", { name = "n", description = "d" }, { keys = "b.py" }]', (ConfigValue("n", description="d"),)),
        ('[{ name = 1 }, { name = "n", type = "int", default = [], choices = 1, min = true, required = 1 }]', (ConfigValue("n"),)),
    ],
)  # fmt: skip
def test_named_config_values_are_read_as_far_as_they_are_right(body: str, values: tuple[ConfigValue, ...]) -> None:
    assert operation(f"config = {body}").config_values == values


@pytest.mark.parametrize(
    ("body", "sourcecode"),
    [
        ("", True),
        ("sourcecode = true", True),
        ("sourcecode = false", False),
        ("sourcecode = []", False),
        ('sourcecode = "*.py"', ("*.py",)),
        ("sourcecode = 1", True),
    ],
)
def test_source_code_is_rules_or_all_or_nothing(body: str, sourcecode: Any) -> None:
    assert operation(body).sourcecode == sourcecode


@pytest.mark.parametrize(
    ("body", "metrics"),
    [
        ("", False),
        ("output-metrics = false", False),
        ("output-metrics = true", True),
        ("output-metrics = { loss = 'loss=(.*)', step = 1 }", {"loss": "loss=(.*)"}),
        ("output-metrics = {}", False),
        ('output-metrics = "true"', False),
        ("output-metrics = 1", False),
    ],
)
def test_metrics_are_lines_or_patterns_or_nothing(body: str, metrics: Any) -> None:
    assert operation(body).output_metrics == metrics


def test_scalars_read_as_text_where_text_is_meant() -> None:
    assert operation("version = 2").version == "2"
    assert operation("version = true").version is None
    assert operation('env = { A = 1, B = "x", C = true, D = [] }').env == {"A": "1", "B": "x"}


@pytest.mark.parametrize(
    ("text", "default"),
    [
        ("[a]", "a"),
        ("[a]\n[b]", None),
        ("[b]\ndefault = true\n[a]\ndefault = true", "a"),
        ('[a]\ndefault = "true"\n[b]', None),
        ("", None),
    ],
)
def test_the_default_operation(text: str, default: str | None) -> None:
    found = Gagefile(Document(text, "toml")).default_operation
    assert (found.name if found else None) == default


def test_what_can_be_used_of_a_broken_gagefile_is_used() -> None:
    gagefile = Gagefile(Document('"$runs-dir" = 7\nclean = "rm"\n[train\nexec = "a"\n[eval]\nexec = [\n', "toml"))
    assert gagefile.runs_dir is None
    assert list(gagefile.operations) == ["train", "eval"]
    assert gagefile.operations["train"].exec == {"run": "a"}


def test_the_summary_line_is_the_first_of_the_description() -> None:
    assert operation('description = """\n\n  One\nTwo"""').summary_line == "One"
