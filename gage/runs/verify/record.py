"""Whether the record of a run is whole: its zip, the members it has, what each holds, and `run.json` beside them."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from typing import IO

from gage.errors import GageError
from gage.runs.members import is_known, required, wrong_with
from gage.runs.read_file import RecordError, open_packed
from gage.runs.record import FIRST_MEMBER, Record
from gage.runs.run import Run, load_json
from gage.runs.run_json import encode
from gage.runs.verify.change import Change

_LARGEST_READ = 64 << 20
"""Of larger members only the checksum is looked at: they are output, and hold what they hold."""

_BLOCK = 1 << 20


def verify_record(record: Record, run_id: str) -> Iterator[Change]:
    """What is wrong with a record by itself."""
    try:
        members = record.members()
        if record.is_sealed:
            yield from _repeated(record)
    except (RecordError, OSError) as error:
        yield Change("unreadable-record", record.archive.name, f"the record cannot be read: {error}")
        return
    for member in required(members):
        if member not in members:
            yield Change("missing-member", member, f'the record has no "{member}"')
    for member in members:
        if not is_known(member):
            yield Change("foreign-member", member, f'the record has "{member}", which Gage does not write')
        elif wrong := _wrong(record, member, run_id):
            yield Change("wrong-member", member, f'"{member}" of the record {wrong}')


def verify_run_json(run: Run) -> Iterator[Change]:
    """What the member for lists says otherwise than the members it was made from."""
    stored, told = load_json(run.record.read(FIRST_MEMBER)), encode(run)
    if not isinstance(stored, dict) or told is None:
        return
    for name, value in json.loads(told).items():
        found = stored.get(name)
        if name == "more" and isinstance(found, dict):
            # A version of Gage that had fewer facts wrote fewer.
            value = {member: value.get(member) for member in found}
        if found != value:
            both = f'{_shown(found)} in "{FIRST_MEMBER}", and {_shown(value)} in the rest of the record'
            yield Change("run-json-differs", name, f"'{name}' is {both}")


def _repeated(record: Record) -> Iterator[Change]:
    with open_packed(record.archive) as archive:
        names = archive.namelist()
    for name in dict.fromkeys(name for name in names if names.count(name) > 1):
        yield Change("repeated-member", name, f'the record has "{name}" twice')


def _wrong(record: Record, member: str, run_id: str) -> str:
    try:
        with record.open(member) as stream:
            content = _content(stream)
    except (GageError, OSError, zlib.error):
        return "is damaged; its bytes are not those that were written"
    return "" if content is None else wrong_with(member, content, run_id)


def _content(stream: IO[bytes]) -> bytes | None:
    """All of a member, so that its checksum is looked at; None for one that is too large to be judged."""
    content = stream.read(_LARGEST_READ)
    if not stream.read(1):
        return content
    while stream.read(_BLOCK):
        pass
    return None


def _shown(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:59]}…"
