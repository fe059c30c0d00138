"""Find the summary of a run, in a file it wrote or in what it printed; nothing in either can fail the run."""

from __future__ import annotations

import json
import math
import os
import re
from pathlib import Path
from typing import Any

from gage.engine.journal import Journal
from gage.errors import GageError
from gage.gagefile.document import Document
from gage.gagefile.model import Operation
from gage.runs.record import Record

_LIMIT = 1 << 20
"""How many bytes of output, counted from its end, are searched."""

_FILE_LIMIT = 16 << 20
_MARK = "--- summary ---"


class SummaryError(GageError):
    """Something that should be a summary is none."""


def collect_summary(run_dir: Path, record: Record, operation: Operation, journal: Journal) -> bytes:
    """The member ``summary.json``: what the summary file holds, else what the command printed, else ``{}``."""
    try:
        found = _from_file(run_dir, operation.summary_filename, journal)
        if found is None and operation.output_summary is not False:
            found = _from_output(record, operation.output_summary, journal)
        return json.dumps(_plain(found or {}), indent=2, sort_keys=True).encode()
    except SummaryError as error:
        journal.write(str(error))
    except RecursionError:
        journal.write("The summary is nested too deeply to be kept")
    return b"{}"


def _from_file(run_dir: Path, filename: str, journal: Journal) -> Any:
    """The object the summary file holds; None where there is no such file. Raises SummaryError."""
    path = Path(os.path.realpath(run_dir / filename))
    if not path.is_file():
        return None
    if not path.is_relative_to(os.path.realpath(run_dir)):
        raise SummaryError(f"summary file {filename!r} is left alone; it leads out of the run directory")
    journal.write(f"Using run summary '{filename}'")
    try:
        if path.stat().st_size > _FILE_LIMIT:
            raise SummaryError(f"summary file {filename!r} is larger than {_FILE_LIMIT} bytes")
        data = _load(path)
    except (OSError, ValueError) as error:
        raise SummaryError(f"summary file {filename!r} cannot be read: {error}") from None
    if not isinstance(data, dict):
        raise SummaryError(f"summary file {filename!r} holds no object with 'metrics' and 'attributes'")
    return data


def _load(path: Path) -> Any:
    """Read a file in the format its name says, JSON if it says none. Raises OSError, ValueError."""
    data = path.read_bytes()
    suffix = path.suffix.lower()
    if suffix in (".yaml", ".yml"):
        import yaml

        try:
            return yaml.safe_load(data)
        except yaml.YAMLError as error:
            raise ValueError(str(error)) from None
    if suffix == ".toml":
        return _load_toml(data.decode())
    return json.loads(data)


def _load_toml(text: str) -> Any:
    document = Document(text, "toml")
    if document.problems:
        line, column = document.lines.position(document.problems[0].span.start)
        raise ValueError(f"line {line + 1}, column {column + 1}: {document.problems[0].message}")
    return document.data


def _from_output(record: Record, wanted: bool | str, journal: Journal) -> Any:
    """The object the command printed; None where it printed none. Raises SummaryError."""
    text = _output_end(record.directory / "output" / "40_run")
    if isinstance(wanted, str):
        journal.write(f"Checking output for summary pattern {wanted!r}")
        match = re.search(wanted, text, re.DOTALL)
        block = match[1] if match else None
    else:
        if (whole := _summary_object(text)) is not None:
            return whole
        block = _marked_block(text)
    if block is None:
        return None
    found = _summary_object(block)
    if found is None:
        raise SummaryError("the summary in the output is no JSON object with 'metrics' or 'attributes'")
    journal.write("Found summary output")
    return found


def _output_end(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            size = stream.seek(0, os.SEEK_END)
            stream.seek(max(0, size - _LIMIT))
            return stream.read().decode("utf-8", "replace")
    except OSError:
        return ""


def _marked_block(text: str) -> str | None:
    """What follows the last summary mark, up to the next line that begins with dashes."""
    _, mark, block = text.rpartition(_MARK)
    return re.split(r"^---", block, maxsplit=1, flags=re.MULTILINE)[0] if mark else None


def _summary_object(text: str | None) -> Any:
    if text is None or not text.lstrip().startswith("{"):
        return None
    try:
        data = json.loads(text)
    except ValueError:
        return None
    return data if isinstance(data, dict) and ("metrics" in data or "attributes" in data) else None


def _plain(value: Any) -> Any:
    """A value as strict JSON has it: names are text, what is no finite number is null, dates are text."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value if isinstance(value, str | int) or value is None else str(value)
