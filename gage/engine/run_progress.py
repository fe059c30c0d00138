"""How far a run that goes on says it is, from the end of what it printed; executes nothing, and keeps nothing."""

from __future__ import annotations

from gage.engine.progress import ProgressReader, Steps
from gage.gagefile.model import PROGRESS_PARSERS
from gage.runs.output_part import PHASES
from gage.runs.run import Run, load_json

_TAIL = 4_096
"""Bytes of output that are looked through: the news is at the end."""


def run_progress(run: Run) -> Steps | None:
    """The steps that the newest output of a run tells of, by the parser its operation names. Raises RecordError.

    None where the operation names none, and where nothing is told.
    """
    parsers = _parsers(run)
    sizes = run.record.sizes(PHASES) if parsers else {}
    if not sizes:
        return None
    member, size = list(sizes.items())[-1]
    parser = parsers.get(PHASES[member])
    if parser not in PROGRESS_PARSERS:
        return None
    reader = ProgressReader(parser)
    return reader.read(run.record.stretch(member, max(0, size - _TAIL), size)) or reader.rest()


def _parsers(run: Run) -> dict[str, str]:
    """The parser of each phase, as the gagefile had them when the run was made; one name stands for the run itself."""
    definition = load_json(run.record.read("opdef.json"))
    told = definition.get("progress") if isinstance(definition, dict) else None
    by_phase = told if isinstance(told, dict) else {"run": told}
    return {phase: parser for phase, parser in by_phase.items() if isinstance(parser, str)}
