"""Our JSON5 and YAML against json5-tests and the yaml-test-suite, whose files lie outside the project."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import yaml
from same_data import same
from suites import suite

from gage.gagefile.node import to_data
from gage.gagefile.syntax import json_syntax, yaml_syntax, yaml_tree

# What the suite's files write in the place of characters that editors would not show.
VISIBLE = {"␣": " ", "»": "\t", "—": "", "↵": "", "∎\n": "", "←": "\r", "⇔": "\ufeff"}
# What safe_load can read and a gagefile has no use for: keys that are no text, and tags of other types.
OUR_OWN = {"yaml-key-type", "yaml-tag"}


def test_json5_tests_are_accepted_and_refused_as_they_should() -> None:
    folder = suite("json5-tests")
    seen = 0
    for path in sorted(folder.rglob("*.*")):
        if path.suffix in (".json", ".json5", ".js", ".txt") and not path.name.startswith("."):
            seen += 1
            text = path.read_bytes().decode("utf-8")
            codes = {problem.code for problem in json_syntax.parse(text)[1]} - {"duplicate-key"}
            assert bool(codes) == (path.suffix in (".js", ".txt")), (path, codes)
    assert seen > 100


def test_yaml_test_suite_has_the_value_pyyaml_gives_it() -> None:
    seen = 0
    for name, text in yaml_cases():
        root, problems = yaml_syntax.parse(text)
        codes = {problem.code for problem in problems}
        try:
            expected = yaml.load(text, Loader=yaml_tree.LOADER)
        except (yaml.YAMLError, ValueError, TypeError):
            assert codes, name
            continue
        seen += 1
        assert codes <= OUR_OWN, name
        assert codes or same(to_data(root), expected), name
    assert seen > 200


def test_yaml_test_suite_is_equal_to_safe_load_with_pyyamls_own_scanner(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_tree, "LOADER", yaml.SafeLoader)
    for name, text in yaml_cases():
        root, problems = yaml_syntax.parse(text)
        codes = {problem.code for problem in problems}
        try:
            expected = yaml.safe_load(text)
        except (yaml.YAMLError, ValueError, TypeError):
            assert codes, name
        else:
            assert codes <= OUR_OWN, name
            assert codes or same(to_data(root), expected), name


def yaml_cases() -> Iterator[tuple[str, str]]:
    for path in sorted((suite("yaml-test-suite") / "src").glob("*.yaml")):
        text = ""
        for index, case in enumerate(yaml.safe_load(path.read_text(encoding="utf-8"))):
            text = case.get("yaml", text)
            for shown, meant in VISIBLE.items():
                text = text.replace(shown, meant)
            yield f"{path.stem}:{index}", text
