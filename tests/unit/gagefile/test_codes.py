from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from case_files import CASES

import gage.gagefile
from gage.gagefile.codes import SYNTAX, codes, explanation

ROOT = Path(gage.gagefile.__file__).parents[2]


def codes_in_sources() -> set[str]:
    """What the sources call a problem: first arguments of its makers, and in the parsers all that looks like a code."""
    found = set()
    for path in [*(ROOT / "gage").rglob("*.py"), *(ROOT / "gage_ls").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _name(node) in ("Problem", "Departure", "_warning"):
                found |= {argument.value for argument in node.args[:1] if isinstance(argument, ast.Constant)}
            elif isinstance(node, ast.Constant) and path.parent.name == "syntax":
                found |= set(re.findall(r"^[a-z]+(?:-[a-z]+)+$", str(node.value)))
    return {code for code in found if isinstance(code, str)}


def _name(call: ast.Call) -> str:
    return getattr(call.func, "id", getattr(call.func, "attr", ""))


def test_every_code_in_the_sources_is_known() -> None:
    found = codes_in_sources()
    assert len(found) > 60
    assert not found - codes()


def test_every_code_in_the_reports_of_the_cases_is_known() -> None:
    reports = "".join(path.read_text(encoding="utf-8") for path in CASES.rglob("*.txt"))
    found = set(re.findall(r"^\S.* \[([a-z]+-[a-z-]+)\]$", reports, re.MULTILINE))
    assert found
    assert not found - codes()


def test_no_code_is_known_that_no_problem_has() -> None:
    rules = {path.stem.replace("_", "-") for path in (ROOT / "gage/gagefile/rules").glob("[a-z]*.py")}
    assert rules <= codes()
    texts = "".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "gage").rglob("*.py") if path.name != "codes.py"
    )
    texts += "".join(path.read_text(encoding="utf-8") for path in (ROOT / "gage_ls").rglob("*.py"))
    assert [code for code in codes() - rules if f'"{code}"' not in texts] == []


@pytest.mark.parametrize("code", sorted(codes()))
def test_every_code_is_explained_in_sentences(code: str) -> None:
    text = explanation(code)
    assert re.match(r"[A-Z`$]", text), text
    assert text.endswith((".", "```")), text
    assert len(text.split()) >= 5


def test_the_codes_of_the_syntaxes_are_those_that_only_parsers_have() -> None:
    assert {code for code in codes() if re.match("toml-|json-", code)} <= SYNTAX.keys()
    assert "unknown-key" not in SYNTAX
