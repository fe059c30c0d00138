"""Find the summary of a run, in a file it wrote or in what it printed; nothing in either can fail the run."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Collection
from pathlib import Path
from typing import Any, NamedTuple

from gage.engine.collect_metrics import collect_metrics
from gage.engine.journal import Journal
from gage.engine.pattern_search import SlowPatternError, first_group
from gage.engine.plain_summary import SummaryError, add_to_summary, plain_summary
from gage.gagefile.document import Document
from gage.gagefile.model import Operation
from gage.runs.record import Record, RecordError

_LIMIT = 1 << 20
"""How many bytes of output, counted from its end, are searched."""

_FILE_LIMIT = 16 << 20
_SLOW_FILE_LIMIT = 1 << 20
_SLOW_SUFFIXES = (".yaml", ".yml", ".toml")
_OTHER_NAMES = ("summary.toml", "summary.yaml", "summary.yml")
"""Where a run may leave its summary instead of in `summary.json`, if its operation names no file."""

_MARK = "--- summary ---"
SUMMARY = "summary.json"


def collect_summary(
    run_dir: Path, record: Record, operation: Operation, staged: Collection[str], journal: Journal
) -> bytes:
    """The member ``summary.json``: what the summary file holds, else what the command printed, and what is beside.

    Of equal names the summary's count, not those of series, `*.attrs` and event files. What was ``staged`` before the
    command is not what the run reports, unless it has the name that the operation gives its summary.
    """
    summary: dict[str, Any] = {}
    try:
        summary = plain_summary(_reported(run_dir, record, operation, staged, journal) or {})
    except (SummaryError, SlowPatternError) as error:
        journal.write(str(error))
    except RecursionError:
        journal.write("The summary is nested too deeply to be kept")
    try:
        beside = collect_metrics(run_dir, record, staged, journal)
    except (OSError, RecordError) as error:
        journal.write(f"Series, *.attrs and event files are left out of the summary: {error}")
    else:
        add_to_summary(summary, beside)
    return json.dumps(summary, indent=2, sort_keys=True).encode()


def _reported(
    run_dir: Path, record: Record, operation: Operation, staged: Collection[str], journal: Journal
) -> dict[str, Any] | None:
    names = [operation.summary_filename]
    if names == [SUMMARY]:
        names += [name for name in _OTHER_NAMES if name not in staged]
    for name in names:
        if (found := _from_file(run_dir, name, journal)) is not None:
            return found
    return None if operation.output_summary is False else _from_output(record, operation.output_summary, journal)


def _from_file(run_dir: Path, filename: str, journal: Journal) -> dict[str, Any] | None:
    """The object the summary file holds; None where there is no such file. Raises SummaryError."""
    path = Path(os.path.realpath(run_dir / filename))
    if not path.is_file():
        return None
    if not path.is_relative_to(os.path.realpath(run_dir)):
        raise SummaryError(f"summary file {filename!r} is left alone; it leads out of the run directory")
    journal.write(f"Using run summary '{filename}'")
    try:
        limit = _FILE_LIMIT if path.suffix.lower() not in _SLOW_SUFFIXES else _SLOW_FILE_LIMIT
        if path.stat().st_size > limit:
            raise SummaryError(f"summary file {filename!r} is larger than {limit} bytes")
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


def _from_output(record: Record, wanted: bool | str, journal: Journal) -> dict[str, Any] | None:
    """The object the command printed; None where it printed none. Raises SummaryError, SlowPatternError."""
    text = _output_end(record.directory / "output" / "40_run")
    if isinstance(wanted, str):
        journal.write(f"Checking output for summary pattern {wanted!r}")
        block = _first_group(wanted, text)
    else:
        if (whole := _summary_object(text)) is not None and not whole.rest:
            return whole.data
        block = _marked_block(text)
    if block is None:
        return None
    found = _summary_object(block)
    if found is None:
        raise SummaryError("the summary in the output is no JSON object with 'metrics' or 'attributes'")
    journal.write("Found summary output")
    return found.data


def _first_group(pattern: str, text: str) -> str | None:
    try:
        return first_group(pattern, text)
    except OSError as error:
        raise SummaryError(f"the output cannot be searched for its summary: {error.strerror}") from None


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


class _Found(NamedTuple):
    """A summary at the beginning of a text, and what follows it there."""

    data: dict[str, Any]
    rest: str


def _summary_object(text: str) -> _Found | None:
    """What follows the object is left alone: the pattern `summary: (.*)` takes in all that was printed after it."""
    text = text.strip()
    if not text.startswith("{"):
        return None
    try:
        data, end = json.JSONDecoder().raw_decode(text)
    except ValueError:
        return None
    is_summary = isinstance(data, dict) and ("metrics" in data or "attributes" in data)
    return _Found(data, text[end:]) if is_summary else None
