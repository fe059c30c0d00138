"""Members of a record: what is written is read again, and what makes no sense reads as absent, whoever wrote it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from gage.runs.ids import run_name
from gage.runs.manifest import is_recordable
from gage.runs.opref import Opref, OprefError
from gage.runs.origin import MEMBER as FROM
from gage.runs.origin import Origin, origin_object
from gage.runs.provenance import provenance
from gage.runs.record import Record
from gage.runs.run import Run
from gage.runs.run_json import encode, read
from gage.runs.run_object import iso
from gage.runs.supplied import (
    Supplied,
    SuppliedFile,
    Supplier,
    encode_supplied,
    read_supplied,
    supplied_objects,
)

ID = "0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b"
OPREF = b"2 demo train"
DEEP = b"[" * 100_000


def run_with(runs_dir: Path, **members: bytes) -> Run:
    return Run(runs_dir, ID, {"opref": OPREF, **{name.replace("__", "/"): data for name, data in members.items()}})


def test_the_origin_of_a_run_is_read_as_it_was_written(tmp_path: Path) -> None:
    member = Origin("restart", run_with(tmp_path)).encode()
    again = Run(tmp_path, ID, {"opref": OPREF, FROM: member})
    assert origin_object(again) == {"how": "restart", "id": ID, "name": run_name(ID)}


@pytest.mark.parametrize(
    "member",
    [b"", b"{", b"[]", b"{}", b'{"how": "stolen", "run": "%s"}' % ID.encode(), b'{"how": "proto", "run": 1}',
     b'{"how": "proto", "run": "../../x"}', b'{"how": "proto"}', DEEP],
)  # fmt: skip
def test_an_origin_that_makes_no_sense_is_none(tmp_path: Path, member: bytes) -> None:
    assert origin_object(Run(tmp_path, ID, {"opref": OPREF, FROM: member})) is None
    assert origin_object(run_with(tmp_path)) is None


SUPPLIED = (
    Supplied(
        "run-files",
        "prepare",
        (Supplier(ID, "bagad", "prepare"),),
        (SuppliedFile("data/a.csv", f"../{ID}/a.csv", "0" * 64, "../a.csv", True), SuppliedFile("b.csv", "")),
    ),
    Supplied("project-files", "c.csv", (), ()),
)


def test_what_a_run_was_given_is_read_as_it_was_written() -> None:
    assert read_supplied(encode_supplied(SUPPLIED)) == SUPPLIED
    assert supplied_objects(SUPPLIED)[0]["files"] == [
        {"path": "data/a.csv", "source": f"../{ID}/a.csv", "sha256": "0" * 64},
        {"path": "b.csv", "source": None, "sha256": None},
    ]


def test_digests_that_become_known_later_are_added() -> None:
    found = SUPPLIED[0].with_digests({"b.csv": "1" * 64})
    assert [file.sha256 for file in found.files] == ["0" * 64, "1" * 64]


@pytest.mark.parametrize(
    ("member", "paths"),
    [
        (None, []),
        (b"{", []),
        (DEEP, []),
        (b'{"files": []}', []),
        (b"[1, null]", []),
        (b'[{"files": 1, "runs": [1]}]', []),
        (
            b'[{"files": [1, {"path": 2}, {"path": "a"}, {"path": "../b"}, {"path": "/c"}, {"path": "d\\u0000"}]}]',
            ["a"],
        ),
    ],
)
def test_files_that_cannot_be_in_the_run_are_passed_over(member: bytes | None, paths: list[str]) -> None:
    assert [file.path for each in read_supplied(member) for file in each.files] == paths


@pytest.mark.parametrize(
    ("members", "field", "expected"),
    [
        ({"sys__platform.json": b'"Linux"'}, "platform", "Linux"),
        ({"sys__platform.json": b"1"}, "platform", None),
        ({"sourcecode__digest": b"abc\n"}, "source_digest", "abc"),
        ({"sys__python.json": b'{"packages": {"a": "1", "b": 2}}'}, "python",
         {"executable": None, "version": None, "environment": None, "packages": {"a": "1"}}),
        ({"sys__machine.json": b'{"processors": 4, "memory": true, "gpus": ["x", 1]}'}, "machine",
         {"host": None, "user": None, "processors": 4, "memory": None, "gpus": ["x"]}),
        ({"sys__git.json": b'{"commit": "c0ffee", "dirty": true, "more": 1}'}, "git",
         {"root": None, "commit": "c0ffee", "branch": None, "dirty": True, "note": None}),
        ({"sys__git.json": DEEP}, "git", None),
        ({"proc__usage.json": b'{"run": {"seconds": 1.5}, "other": 1}'}, "phases", {"run": {"seconds": 1.5}}),
    ],
)  # fmt: skip
def test_what_is_recorded_of_how_a_run_was_made(
    tmp_path: Path, members: dict[str, bytes], field: str, expected: Any
) -> None:
    record = Record(tmp_path, ID)
    record.make({"opref": OPREF, **{name.replace("__", "/"): data for name, data in members.items()}})
    found = provenance(record)
    assert found.pop(field) == expected
    assert not any(found.values())


TOLD = {"schema": 1, "opref": "1 demo train", "exit_code": 0, "config": {"lr": 0.1}, "more": {"project-id": ID}}


def test_what_lists_show_of_a_run_is_read_as_it_was_written(tmp_path: Path) -> None:
    run = run_with(tmp_path, proc__exit=b"0", **{"config.json": b'{"lr": 0.1}', "project-id": ID.encode()})
    data = encode(run)
    assert data
    found = read(data)
    assert found
    assert (found.opref, found.exit_code, found.config, found.more) == (
        Opref("demo", "train"), 0, {"lr": 0.1}, {"project-id": ID}
    )  # fmt: skip
    assert {name: json.loads(data)[name] for name in TOLD} == TOLD


@pytest.mark.parametrize(
    "change",
    [{"schema": 2}, {"exit_code": "0"}, {"exit_code": True}, {"opref": 1}, {"opref": "3 what"}, {"opref": "\ud800"},
     {"config": []}],
)  # fmt: skip
def test_what_is_not_written_so_is_read_member_by_member(change: dict[str, Any]) -> None:
    assert read(json.dumps(TOLD).encode()) is not None
    assert read(json.dumps({**TOLD, **change}).encode()) is None


@pytest.mark.parametrize(
    "members",
    [{}, {"proc__exit": b"0", "opref": b"2 demo \xff"}, {"proc__exit": b"0", "config.json": b'{"a": "\\ud800"}'}],
)
def test_a_run_that_has_no_end_or_that_text_cannot_tell_of_is_not_told_so(
    tmp_path: Path, members: dict[str, bytes]
) -> None:
    assert encode(run_with(tmp_path, **members)) is None


@pytest.mark.parametrize("parts", [("", "train"), ("demo", "my train"), ("demo", "train", "1 0"), ("demo", "train\n")])
def test_an_operation_reference_has_room_for_words_alone(parts: tuple[str, ...]) -> None:
    with pytest.raises(OprefError, match="it must be one word without spaces"):
        Opref(*parts).encode()


@pytest.mark.parametrize(
    ("path", "fits"), [("a b", True), ("é/ü", True), ("a\nb", False), ("a\rb", False), ("caf\udce9", False)]
)
def test_a_manifest_holds_paths_of_one_line_of_text(path: str, fits: bool) -> None:
    assert is_recordable(path) is fits


@pytest.mark.parametrize(
    ("reference", "project"),
    [
        (b"file:/p", "/p"),
        (b"file:..", ".."),
        (b"file:", None),
        (b"http://x", None),
        (b"/p", None),
        (b"file:/p\0q", None),
    ],
)
def test_the_project_of_a_run_is_a_path(tmp_path: Path, reference: bytes, project: str | None) -> None:
    (tmp_path / f"{ID}.project").write_bytes(reference)
    assert run_with(tmp_path).project == (project and (tmp_path / project).resolve())


@pytest.mark.parametrize(
    ("microseconds", "text"),
    [
        (None, None),
        (0, "1970-01-01T00:00:00.000Z"),
        (1_700_000_000_123_456, "2023-11-14T22:13:20.123Z"),
        (10**30, None),
    ],
)
def test_times_are_told_as_iso_8601(microseconds: int | None, text: str | None) -> None:
    assert iso(microseconds) == text
