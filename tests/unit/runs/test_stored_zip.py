"""The quick reader of zips reads what `zipfile` reads, or leaves it to it."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gage.runs.stored_zip import read_first, read_stored

MEMBERS = {"opref": b"2 demo train", "config.json": b'{"lr": 0.1}', "proc/exit": b"0", "output/40_run": b"x\n" * 50}
WANTED = ("opref", "proc/exit", "summary.json", "config.json")


def make(path: Path, members: dict[str, bytes], method: int = zipfile.ZIP_STORED) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def by_zipfile(path: Path) -> dict[str, bytes] | None:
    try:
        with zipfile.ZipFile(path) as archive:
            return {name: archive.read(name) for name in WANTED if name in archive.NameToInfo}
    except Exception:  # noqa: BLE001  # it has many, and all mean that it cannot read the file
        return None


def test_stored_members_are_read(tmp_path: Path) -> None:
    path = make(tmp_path / "a.zip", MEMBERS)
    assert read_stored(path, WANTED) == {name: MEMBERS[name] for name in WANTED if name in MEMBERS}
    assert read_stored(path, []) == {}


def test_a_long_output_is_no_hindrance(tmp_path: Path) -> None:
    path = make(tmp_path / "a.zip", {"output/40_run": bytes(3 << 20), **MEMBERS, "log/é": b"x"})
    assert read_stored(path, ["opref"]) == {"opref": MEMBERS["opref"]}


@pytest.mark.parametrize(
    ("members", "method", "wanted"),
    [
        (MEMBERS, zipfile.ZIP_DEFLATED, ["opref"]),
        ({"opref": bytes(2 << 20)}, zipfile.ZIP_STORED, ["opref"]),
        ({f"{number}": b"" for number in range(70_000)}, zipfile.ZIP_STORED, ["1"]),
        (MEMBERS, zipfile.ZIP_STORED, ["é"]),
    ],
)
def test_what_is_unusual_is_left_to_zipfile(
    tmp_path: Path, members: dict[str, bytes], method: int, wanted: list[str]
) -> None:
    assert read_stored(make(tmp_path / "a.zip", members, method), wanted) is None


ODD: dict[str, Callable[[bytes], bytes]] = {
    "fewer members than are listed": lambda content: content[:-12] + b"\3\0" + content[-10:],
    "something else in the list": lambda content: content.replace(b"PK\1\2", b"PK\1\3", 1),
    "a list that ends elsewhere": lambda content: content[:-10] + b"\1\0\0\0" + content[-6:],
    "a member that is not where it should be": lambda content: content.replace(b"PK\3\4", b"PK\3\5", 1),
    "a member of another content": lambda content: content.replace(b"2 demo", b"2 dome", 1),
}


@pytest.mark.parametrize("odd", ODD)
def test_what_does_not_add_up_is_left_to_zipfile(tmp_path: Path, odd: str) -> None:
    path = make(tmp_path / "a.zip", MEMBERS)
    path.write_bytes(ODD[odd](path.read_bytes()))
    assert read_stored(path, WANTED) is None


@pytest.mark.parametrize(
    ("members", "wanted", "expected"),
    [
        (MEMBERS, "opref", b"2 demo train"),
        (MEMBERS, "proc/exit", None),
        ({"run.json": b"{}" * 5_000, **MEMBERS}, "run.json", b"{}" * 5_000),
        ({"run.json": b"", **MEMBERS}, "run.json", b""),
    ],
)
def test_the_first_member_is_read_by_itself(
    tmp_path: Path, members: dict[str, bytes], wanted: str, expected: bytes | None
) -> None:
    path = make(tmp_path / "a.zip", members)
    assert read_first(str(path), wanted) == expected


def test_of_no_zip_nothing_is_read_first(tmp_path: Path) -> None:
    path = make(tmp_path / "a.zip", MEMBERS)
    cut = tmp_path / "cut.zip"
    cut.write_bytes(path.read_bytes()[:-1])
    packed = make(tmp_path / "packed.zip", {"opref": b"x" * 100}, zipfile.ZIP_DEFLATED)
    changed = tmp_path / "changed.zip"
    changed.write_bytes(path.read_bytes().replace(b"2 demo", b"2 dome", 1))
    short = tmp_path / "short.zip"
    short.write_bytes(b"PK")
    for each in (cut, packed, changed, short, tmp_path, tmp_path / "none.zip"):
        assert read_first(str(each), "opref") is None, each.name


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
@given(data=st.data())
def test_a_damaged_zip_is_read_as_zipfile_reads_it_or_not_at_all(tmp_path: Path, data: st.DataObject) -> None:
    path = make(tmp_path / "a.zip", MEMBERS)
    content = bytearray(path.read_bytes())
    kind = data.draw(st.sampled_from(["change", "cut", "insert", "double"]))
    at = data.draw(st.integers(0, len(content) - 1))
    if kind == "change":
        content[at] = data.draw(st.integers(0, 255))
    elif kind == "cut":
        del content[at : at + data.draw(st.integers(1, 100))]
    elif kind == "insert":
        content[at:at] = data.draw(st.binary(min_size=1, max_size=30))
    else:
        content += content[at:]
    path.write_bytes(content)
    found, expected = read_stored(path, WANTED), by_zipfile(path)
    assert found is None or expected is None or found == expected
    if expected is None and found is not None:
        # More forgiving only where nothing that was asked for is touched: every member has its own checksum.
        assert all(MEMBERS[name] == value for name, value in found.items())
