"""Whether the source code of a run has the digest recorded of it, which is that of the files before their config."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import NamedTuple

from gage.runs.manifest import is_inside, read_file_events, read_manifest
from gage.runs.read_file import open_file
from gage.runs.run import Run, load_json
from gage.runs.source_digest import MEMBER, combined_digest
from gage.runs.verify.change import Change, Verdict

_PATCHED = "log/patched"
_HUNK = re.compile(rb"@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")


class _Hunk(NamedTuple):
    """Lines of a file from ``start`` (0 is the first) that took the place of others."""

    start: int
    new: list[bytes]
    old: list[bytes]


def verify_source_code(run: Run) -> Verdict:
    """Compute the digest once more, where what it was made from is still known. Raises RecordError."""
    recorded = run.record.read(MEMBER)
    if recorded is None:
        return Verdict([], [])
    digests = _digests(run)
    if isinstance(digests, str):
        return Verdict([], [f"the digest of the source code was not computed again: {digests}"])
    found, wanted = combined_digest(digests), recorded.decode("ascii", "replace").strip()
    if found == wanted:
        return Verdict([], [])
    message = f"the source code has the digest {found[:12]}…, not {wanted[:12]}… as recorded"
    return Verdict([Change("source-digest-differs", MEMBER, message)], [])


def _digests(run: Run) -> dict[str, str] | str:
    """The digest of each file as it was copied, or why that is not known."""
    definition = load_json(run.record.read("opdef.json"))
    commands = definition.get("exec") if isinstance(definition, dict) else None
    if isinstance(commands, dict) and any(phase.startswith("stage-sourcecode") for phase in commands):
        return "a command of the operation added to it"
    entries = read_manifest(run.record.read("manifest") or b"")
    digests = {entry.path: entry.sha256 for entry in entries if entry.type == "s"}
    if lost := _lost(run, digests):
        return lost
    for path, hunks in read_patches(run.record.read(_PATCHED) or b"").items():
        before = _unpatched(run, path, hunks, digests.get(path))
        if before is None:
            return f'"{path}" cannot be brought back to what it was before its config was set'
        digests[path] = hashlib.sha256(before).hexdigest()
    return digests


def _lost(run: Run, digests: dict[str, str]) -> str:
    """What the command did to its own source code: the manifest has what it left."""
    events = read_file_events(run.record.read("log/files") or b"")
    if gone := next((event.path for event in events if event.type == "s" and event.path not in digests), None):
        return f'"{gone}" was removed while the run went on'
    journal = (run.record.read("log/runner") or b"").decode("utf-8", "replace")
    changed = (path for path in digests if f'File "{path}" was modified during the run' in journal)
    return f'"{path}" was changed while the run went on' if (path := next(changed, None)) else ""


def _unpatched(run: Run, path: str, hunks: Sequence[_Hunk], sha256: str | None) -> bytes | None:
    if sha256 is None or not is_inside(path):
        return None
    try:
        with open_file(run.run_dir / path) as stream:
            content = stream.read()
    except OSError:
        return None
    return unpatched(content, hunks) if hashlib.sha256(content).hexdigest() == sha256 else None


def read_patches(data: bytes) -> dict[str, list[_Hunk]]:
    """The hunks of unified diffs, for each file by its path."""
    found: dict[str, list[_Hunk]] = {}
    hunks: list[_Hunk] = []
    sides: list[list[bytes]] = []
    old = new = 0
    for line in data.split(b"\n"):
        if line.startswith(b"\\"):
            # What stands before it is the end of a file, without the end of a line.
            for side in sides:
                side[-1] = side[-1][:-1]
        elif hunks and (len(hunks[-1].old) < old or len(hunks[-1].new) < new):
            hunk = hunks[-1]
            sides = {b"-": [hunk.old], b"+": [hunk.new]}.get(line[:1], [hunk.old, hunk.new])
            for side in sides:
                side.append(line[1:] + b"\n")
        elif head := _HUNK.match(line):
            old, start, new = (int(text) if text is not None else 1 for text in head.groups())
            hunks.append(_Hunk(start - 1 if new else start, [], []))
        elif line.startswith(b"+++ "):
            hunks = found.setdefault(line[4:].decode("utf-8", "surrogateescape"), [])
    return found


def unpatched(content: bytes, hunks: Sequence[_Hunk]) -> bytes | None:
    """A content as it was before the hunks were applied; None where it is not what they led to."""
    pieces = content.split(b"\n")
    lines = [piece + b"\n" for piece in pieces[:-1]] + ([pieces[-1]] if pieces[-1] else [])
    before, at = list[bytes](), 0
    for start, new, old in hunks:
        if lines[start : start + len(new)] != new:
            return None
        before += [*lines[at:start], *old]
        at = start + len(new)
    return b"".join([*before, *lines[at:]])
