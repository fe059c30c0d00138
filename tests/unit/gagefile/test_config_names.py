"""Where the values that commands name get their names: entries of config, and paths that pick them from files."""

from __future__ import annotations

import pytest

from gage.gagefile.config_names import config_entry, config_names
from gage.gagefile.document import Document

TEXT = """
train:
  exec: python train.py {own} {second} {lr} {wild} {model.size} {nobody}
  config:
    - {name: first}
    - {name: own}
    - {name: second}
    - train.py#lr
    - "other.py#*"
    - {keys: "model.py#size", prefix: model.}
  sourcecode: false
script:
  exec: "#!/bin/sh\\necho {own}"
"""
PICKED = {
    ("train.py#lr", "other.py#*"): {"train.py": ["lr"], "other.py": ["wild", "lr"]},
    ("model.py#size",): {"model.py": ["size"]},
}


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("own", "own"),
        ("second", "second"),
        ("lr", "train.py#lr"),
        ("wild", "other.py#*"),
        ("model.size", "model.py#size"),
        ("nobody", None),
    ],
)
def test_a_value_is_named_by_its_entry_or_by_the_path_that_picks_it(name: str, place: str | None) -> None:
    part = Document(TEXT, "yaml").parts.at(1).part
    (named,) = [each for each in config_names(part) if each.name == name]
    assert part.text[slice(*named.span)] == f"{{{name}}}"
    found = config_entry(part, named, PICKED)
    assert (found and part.text[slice(*found)].strip("'\"")) == place


def test_names_in_scripts_are_the_scripts_own() -> None:
    part = Document(TEXT, "yaml").part_with("script")
    assert part
    assert list(config_names(part)) == []
