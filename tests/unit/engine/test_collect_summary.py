from __future__ import annotations

import json
import sys
from typing import Any

import pytest
from unit.engine.sample_project import Project


@pytest.mark.parametrize(
    ("printed", "keys", "summary"),
    [
        ('{"metrics": {"a": 1}}', {}, {"metrics": {"a": 1}}),
        ('{"attributes": {"a": "x"}}\n', {}, {"attributes": {"a": "x"}}),
        ('{"loss": 1}', {}, {}),
        ('epoch 1\n--- summary ---\n{"metrics": {"a": 1}}\n---\n', {}, {"metrics": {"a": 1}}),
        ('--- summary ---\n{"metrics": {"a": 1}}\n', {}, {"metrics": {"a": 1}}),
        ('--- summary ---\n{"metrics": {"a": 1}}\n---\nbye\n------\n', {}, {"metrics": {"a": 1}}),
        ('--- summary ---\n{"attributes": {}}\n---\n--- summary ---\n{"metrics": {"a": 2}}', {}, {"metrics": {"a": 2}}),
        ("--- summary ---\nnonsense\n---\n", {}, {}),
        ('--- summary ---\n["metrics"]\n---\n', {}, {}),
        ('{"metrics": {"a": 1}}', {"output-summary": False}, {}),
        ('{"metrics": {"a": 1}}', {"output-summary": ""}, {}),
        ('x\nRESULT={"metrics":\n{"a": 1}};', {"output-summary": "RESULT=(.*?);"}, {"metrics": {"a": 1}}),
        ("RESULT=1;", {"output-summary": "RESULT=(.*?);"}, {}),
        # A dot matches line ends, too: what follows the JSON in the group is left alone.
        ('summary: {"metrics": {"a": 1}}\nbye\n{"b": 2}', {"output-summary": "summary: (.*)"}, {"metrics": {"a": 1}}),
        ('summary: {"metrics":\n{"a": 1}}\nbye', {"output-summary": "summary: (.*)"}, {"metrics": {"a": 1}}),
        ('a\nsummary: {"metrics": {"a": 1', {"output-summary": "summary: (.*)"}, {}),
        ('{"metrics": {"a": 1}}\nbye', {}, {}),
        ("nothing", {"output-summary": "RESULT=(.*?);"}, {}),
        ('{"metrics": {"a": NaN, "b": Infinity}}', {}, {"metrics": {"a": None, "b": None}}),
        ("[" * 100_000, {}, {}),
        ('{"metrics": ' * 100_000, {}, {}),
        ("x" * 2_000_000 + '\n--- summary ---\n{"metrics": {"a": 1}}', {}, {"metrics": {"a": 1}}),
        ("\xff\xfe", {}, {}),
    ],
)  # fmt: skip
def test_a_summary_is_found_in_output(project: Project, printed: str, keys: dict[str, Any], summary: Any) -> None:
    (project.directory / "printed.txt").write_text(printed, encoding="latin-1")
    program = "import sys; sys.stdout.write(open('printed.txt', encoding='latin-1').read())"
    assert project.python(program, sourcecode="*.txt", **keys).status == "completed"
    assert json.loads(project.member("summary.json")) == summary


@pytest.mark.parametrize(
    ("name", "content", "summary"),
    [
        ("summary.json", '{"metrics": {"a": 1}}', {"metrics": {"a": 1}}),
        ("summary.json", '{"anything": 1}', {"anything": 1}),
        ("summary.json", "{broken", {}),
        ("summary.json", "[1, 2]", {}),
        ("summary.json", "", {}),
        ("s.yaml", "attributes: {when: 2024-01-02}", {"attributes": {"when": "2024-01-02"}}),
        ("s.yml", "1: {a: 1}\nb: 2", {"1": {"a": 1}, "b": 2}),
        ("s.yaml", f"metrics: {{a: 0x{'f' * 5_000}, b: 2}}", {"metrics": {"a": None, "b": 2}}),
        ("s.yaml", f"0x{'f' * 1_000}: 1", {"None": 1}),
        ("summary.json", f'{{"a": 1{"0" * 5_000}}}', {}),
        ("summary.json", '{"a": "\\ud800"}', {"a": "\ud800"}),
        ("s.yaml", "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
            f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
        ), {}),
        ("s.yaml", "a: [", {}),
        ("s.yaml", "&a [*a]", {}),
        ("s.yaml", "a: &a [*a]", {}),
        ("../outside.json", '{"metrics": {"a": 1}}', {}),
    ],
)  # fmt: skip
def test_a_summary_file_is_read_and_a_wrong_one_never_stops_the_end(
    project: Project, name: str, content: str, summary: Any
) -> None:
    program = f"open({name!r}, 'w').write({content!r})"
    operation = {"exec": [sys.executable, "-c", program], "summary": {"filename": name}}
    assert project.run(operation).status == "completed"
    assert json.loads(project.member("summary.json")) == summary
    if not summary:
        assert "ummary" in project.member("log/runner").replace("Writing meta summary.json", "")


@pytest.mark.parametrize(
    ("files", "metrics"),
    [
        ({"summary.toml": "metrics.a = 1"}, {"a": 1}),
        ({"summary.yaml": "metrics: {a: 2}"}, {"a": 2}),
        ({"summary.yml": "metrics: {a: 3}"}, {"a": 3}),
        ({"summary.yaml": "metrics: {a: 2}", "summary.json": '{"metrics": {"a": 4}}'}, {"a": 4}),
        ({"other.json": '{"metrics": {"a": 1}}'}, {}),
    ],
)
def test_a_run_may_leave_its_summary_in_any_format(
    project: Project, files: dict[str, str], metrics: dict[str, Any]
) -> None:
    project.python("".join(f"open({name!r}, 'w').write({text!r})\n" for name, text in files.items()))
    assert project.newest.summary.metrics == metrics


@pytest.mark.parametrize(("name", "size"), [("s.json", 16 << 20), ("s.yaml", 1 << 20), ("s.toml", 1 << 20)])
def test_a_summary_file_that_is_too_large_is_left_alone(project: Project, name: str, size: int) -> None:
    program = f"open({name!r}, 'w').write('x' * {size + 1})"
    project.run({"exec": [sys.executable, "-c", program], "summary": {"filename": name}})
    assert f"is larger than {size} bytes" in project.member("log/runner")
    assert project.newest.summary.metrics == {}


def test_a_summary_file_may_be_toml(project: Project) -> None:
    program = "open('s.toml', 'w').write('[metrics]\\na = 1.5')"
    project.run({"exec": [sys.executable, "-c", program], "summary": {"filename": "s.toml"}})
    assert project.newest.summary.metrics == {"a": 1.5}


def test_a_file_is_preferred_to_output(project: Project) -> None:
    project.python('open("summary.json", "w").write(\'{"metrics": {"a": 1}}\'); print(\'{"metrics": {"a": 2}}\')')
    assert project.newest.summary.metrics == {"a": 1}
