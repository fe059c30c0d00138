"""The schema as it stands in the tools of others: they accept what we accept, refuse what we refuse, and show its words."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from editors.schema_tools import SCHEMA, SchemaServer, node, package, run_script

from gage.gagefile.load import read_document

CASES = Path(__file__).parents[1] / "cases" / "check"
VALID = CASES / "valid-everything.toml"
BESIDE_PYTHON = Path(sys.executable).parent

WRONG = {
    "toml": '[train]\nexec = { run = "a", fin = "b" }\ndepends = [{ files = 1 }]\n',
    "yaml": "train:\n  exec: {run: a, fin: b}\n  depends: [{files: 1}]\n",
    "json": '{"train": {\n  "exec": {"run": "a", "fin": "b"},\n  "depends": [{"files": 1}]\n}}\n',
}


@pytest.fixture(scope="module")
def everything() -> Any:
    """A gagefile with every key, as plain data; without the address of the schema, which these tools would fetch."""
    data = read_document(VALID).data
    assert isinstance(data, dict)
    return {key: value for key, value in data.items() if key != "$schema"}


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=60, check=False)


def test_check_jsonschema_takes_the_schema_and_judges_as_we_do(tmp_path: Path) -> None:
    tool = [sys.executable, "-m", "check_jsonschema"]
    assert run(*tool, "--check-metaschema", SCHEMA).returncode == 0
    assert run(*tool, "--schemafile", SCHEMA, VALID).returncode == 0
    for syntax, text in WRONG.items():
        gagefile = tmp_path / f"gage.{syntax}"
        gagefile.write_text(text, encoding="utf-8")
        refused = run(*tool, "--schemafile", SCHEMA, gagefile)
        assert refused.returncode == 1
        assert "$.train.exec" in refused.stdout


def test_taplo_takes_the_schema_and_judges_as_we_do(tmp_path: Path) -> None:
    taplo = [BESIDE_PYTHON / "taplo", "lint", "--no-auto-config", "--schema", SCHEMA.as_uri()]
    accepted = run(*taplo, VALID)
    assert accepted.returncode == 0, accepted.stderr
    gagefile = tmp_path / "gage.toml"
    gagefile.write_text(WRONG["toml"], encoding="utf-8")
    assert run(*taplo, gagefile).returncode == 1


def test_the_strict_mode_that_schemastore_uses_has_nothing_against_it(tmp_path: Path, everything: Any) -> None:
    valid = tmp_path / "valid.json"
    valid.write_text(json.dumps(everything), encoding="utf-8")
    assert run_script("strict.js", SCHEMA, valid) == []


def json_service(directory: Path, text: str) -> dict[str, Any]:
    marked = directory / "marked.json"
    marked.write_text(text, encoding="utf-8")
    found = run_script("json_service.js", SCHEMA, marked)
    assert isinstance(found, dict)
    return found


def test_the_json_service_of_vs_code(tmp_path: Path, everything: Any) -> None:
    assert json_service(tmp_path, json.dumps(everything, indent=2)) == {"problems": []}
    wrong = json_service(tmp_path, WRONG["json"].replace("exec", "ex|ec"))
    assert {problem["range"]["start"]["line"] for problem in wrong["problems"]} == {1, 2}
    assert "Commands of phases" in wrong["hover"]
    half = json_service(tmp_path, '{"train": {\n  "exec": "a",\n  "|"\n}}')
    assert {"config", "depends", "tags"} <= set(half["keys"])


@pytest.fixture(scope="module")
def yaml_server() -> Iterator[SchemaServer]:
    settings = {"yaml": {"schemas": {SCHEMA.as_uri(): "gage.yaml"}, "completion": True, "hover": True}}
    with SchemaServer(
        [node(), package("yaml-language-server/bin/yaml-language-server"), "--stdio"], settings
    ) as server:
        yield server


def test_yaml_language_server(tmp_path: Path, yaml_server: SchemaServer, everything: Any) -> None:
    valid = tmp_path / "valid" / "gage.yaml"
    assert yaml_server.problems(valid, "yaml", yaml.safe_dump(everything, sort_keys=False)) == []
    wrong = tmp_path / "wrong" / "gage.yaml"
    problems = yaml_server.problems(wrong, "yaml", WRONG["yaml"])
    assert {problem["range"]["start"]["line"] for problem in problems} == {1, 2}
    assert "Commands of phases" in yaml_server.hover(wrong, 1, 3)
    half = tmp_path / "half" / "gage.yaml"
    yaml_server.problems(half, "yaml", "train:\n  exec: a\n  \n")
    assert {"config", "depends", "tags"} <= yaml_server.keys(half, 2, 2)
