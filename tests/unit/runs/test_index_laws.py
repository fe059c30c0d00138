"""Whatever is stored, asked and done: the index says of runs what a plain look at each of them says."""

from __future__ import annotations

import json
import math
import os
import shutil
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gage.errors import GageError
from gage.runs.annotate import change_tags, set_label
from gage.runs.filter import run_filter
from gage.runs.ids import id_ms, is_id, make_id
from gage.runs.index_file import IndexFile
from gage.runs.index_row import ACTIVE, TRASH, container_of
from gage.runs.index_where import index_where
from gage.runs.record import FIRST_MEMBER, Record
from gage.runs.run import Run
from gage.runs.run_json import encode
from gage.runs.run_object import run_object
from gage.runs.store import RunStore
from gage.runs.trash import delete_runs, purge_runs, restore_runs
from gage.where.tokens import WhereError

NAMES = ["lr", "loss", "x", "a b", "", "ключ", 'quo"te', "back\\slash", "$.x", "tab\t", "status", "\ud800"]
TEXTS = [
    "",
    "a",
    "A",
    "run2",
    "run10",
    "10",
    "9",
    "1e3",
    "true",
    "null",
    "missing",
    "2026-01-02",
    "naïve ß",
    "\0",
    "\ud83d",
    "😀",
]
NUMBERS = [0, 1, -1, 0.1, 0.25, 0.1 + 0.2, 0.3, 1e300, 5e-324, 2**53 + 1, 2**63 - 1, 2**63, -(2**63) - 1, 10**400, -0.0]


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


FIELDS = st.sampled_from(
    ["op", "operation", "status", "label", "tag", "id", "name", "started", "stopped", "duration", "lr", "loss", "x",
     "config:lr", "metric:loss", "attribute:x", '"status"', *(quoted(name) for name in NAMES if name != "\ud800")]
)  # fmt: skip
VALUES = st.one_of(
    st.sampled_from(
        ["train", "test", "demo:train", "completed", "error", "running", "staged", "terminated", "missing", "null", "best", "t", "ß",
         "today", "2023-11-14", "2023-11-14T22:13:20Z", "3 days ago", "90s", "0.1", "1m", "true", "false", "-1", "1e400", "9" * 30]
    ),
    st.sampled_from(NUMBERS[:-1]).map(str),
    st.sampled_from(TEXTS).map(quoted),
    st.text(max_size=4).map(quoted),
)  # fmt: skip
CONDITIONS = st.one_of(
    st.builds("{} {} {}".format, FIELDS, st.sampled_from(["=", "!=", "<", "<=", ">", ">=", "~", "!~"]), VALUES),
    st.builds(
        lambda field, word, values: f"{field} {word} [{', '.join(values)}]",
        FIELDS, st.sampled_from(["in", "not in"]), st.lists(VALUES, min_size=1, max_size=3),
    ),
    st.sampled_from(["(train)", "(completed)", "(best)", "(es)", "(staged)"]),
)  # fmt: skip
EXPRESSIONS = st.recursive(
    CONDITIONS,
    lambda inner: st.one_of(
        st.builds("({} and {})".format, inner, inner),
        st.builds("({} or {})".format, inner, inner),
        st.builds("not {}".format, inner),
    ),
    max_leaves=4,
)


@contextmanager
def runs_directory() -> Iterator[Path]:
    directory = Path(tempfile.mkdtemp(prefix="runs-of-tests-"))
    sync, os.fsync = os.fsync, lambda _: None
    try:
        yield directory
    finally:
        os.fsync = sync
        IndexFile(str(directory), os.environ).discard()
        shutil.rmtree(directory)


def make(runs_dir: Path, sample: dict[str, Any]) -> str:
    """Make a run as the engine does, leave it under way, or as gage 0.1.2 packs it: without `run.json`, compressed."""
    run_id = make_id()
    opref = f"2 demo {sample['operation']}" + (f" {sample['version']}" if sample["version"] else "")
    summary = {"metrics": sample["metrics"], "attributes": sample["attributes"], "run": {"label": sample["own"]}}
    started = sample["started"]
    members = {
        "opref": opref.encode(),
        "initialized": b"1600000000000000",
        "config.json": json.dumps(sample["config"]).encode(),
        "summary.json": json.dumps(summary).encode(),
    }
    if sample["exit"] is not None:
        members["proc/exit"] = sample["exit"]
    if started is not None:
        members |= {"started": str(started).encode(), "stopped": str(started + int(sample["seconds"] * 1e6)).encode()}
    record = Record(runs_dir, run_id)
    if sample["how"] == "upstream":
        with zipfile.ZipFile(record.archive, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in members.items():
                archive.writestr(name, data)
    else:
        record.make(members)
        if sample["how"] == "sealed":
            if told := encode(Run(runs_dir, run_id)):
                record.note(FIRST_MEMBER, told)
            record.seal()
    store = RunStore(runs_dir)
    if sample["label"]:
        set_label(store, run_id, sample["label"])
    change_tags(store, run_id, sample["tags"])
    return run_id


def plain(runs_dir: Path, container: str, expression: str) -> list[Run]:
    """What a look at each run says, without an index."""
    ids = {
        entry.name[:36]
        for entry in os.scandir(runs_dir)
        if entry.name[36:] in (".meta", ".meta.zip") and is_id(entry.name[:36])
    }
    runs = []
    for run_id in ids:
        with suppress(GageError):
            runs.append(Run(runs_dir, run_id))
    here = [run for run in runs if container_of(runs_dir / f"{run.id}.move") == container]
    return sorted(filter(run_filter(expression), here), key=age, reverse=True)


def age(run: Run) -> tuple[int, str]:
    began = run.started or run.staged or run.initialized
    return (began if began is not None else (id_ms(run.id) or 0) * 1000, run.id)


def shown(runs: list[Run]) -> str:
    return json.dumps([run_object(run) for run in runs])


def compare(runs_dir: Path, store: RunStore, expression: str) -> None:
    for container in (ACTIVE, TRASH):
        expected = plain(runs_dir, container, expression)
        found = store.find(container, index_where(expression))
        assert found == [run.id for run in expected]
        assert shown(store.load(found)) == shown(expected)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> RunStore:
    """Runs that between them have every value under every name, each in more than one way of being stored."""
    runs_dir = tmp_path_factory.mktemp("runs")
    values = [*TEXTS, *NUMBERS, True, False, None, math.inf, [1, "b"]]
    for number, value in enumerate(values * 3):
        names = NAMES if number % 11 == 0 else NAMES[:-1]  # one that SQL cannot hold has every run asked
        groups = [
            {name: value for index, name in enumerate(names) if (index + number // len(values)) % 3 == group}
            for group in range(3)
        ]
        make(
            runs_dir,
            {
                "operation": ["train", "test", "naïve"][number % 3],
                "version": [None, "1.0"][number % 2],
                "exit": [b"0", b"1", b"-9", b"9" * 19, b"x", None][number % 6],
                "started": [None, 0, 1_700_000_000_000_000, 1_700_000_000_500_000, 10**30][number % 5],
                "seconds": [0, 1, 90, 0.1][number % 4],
                **dict(zip(("config", "metrics", "attributes"), groups, strict=True)),
                "own": [None, "its own", "ßig", "its own", "\0"][number % 5],
                "label": [None, None, "best", "Best of all", "😀"][number % 5],
                "tags": [[], ["gpu"], ["GPU", "näh"]][number % 3],
                "how": ["live", "sealed", "sealed", "sealed", "sealed", "upstream", "sealed"][number % 7],
            },
        )
    age_all(runs_dir)
    return RunStore(runs_dir)


def refusal(judge: Callable[[str], object], expression: str) -> str | None:
    try:
        judge(expression)
    except WhereError as error:
        return str(error)
    return None


@settings(max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(EXPRESSIONS)
def test_an_expression_selects_what_it_does_without_an_index(many: RunStore, expression: str) -> None:
    why = refusal(run_filter, expression)
    assert refusal(index_where, expression) == why
    if why is None:
        selects = run_filter(expression)
        assert many.find(where=index_where(expression)) == [run.id for run in many.runs() if selects(run)]


@pytest.mark.parametrize(
    "field", ["started", "stopped", "duration", "lr", "x", "label", "status", "op", '"$.x"', "tag", "name"]
)
def test_a_comparison_selects_what_it_does_without_an_index(many: RunStore, field: str) -> None:
    """Every sign beside values that runs have, and those just beside them."""
    runs = many.runs()
    for sign in ("=", "!=", "<", "<=", ">", ">=", "~", "in", "not in"):
        for value in (
            "0.1",
            "1",
            "9",
            '""',
            "true",
            "false",
            "missing",
            "A",
            "run2",
            '"naïve ß"',
            "2023-11-14T22:13:20Z",
            "90s",
            "best",
            "train",
            "error",
            str(2**63),
        ):
            expression = f"{field} {sign} [{value}]" if "in" in sign else f"{field} {sign} {value}"
            if refusal(run_filter, expression) is None:
                selects = run_filter(expression)
                assert many.find(where=index_where(expression)) == [run.id for run in runs if selects(run)], expression


MANY = [f"lr = {number}" for number in range(300)]


@pytest.mark.parametrize(
    "expression",
    [" or ".join([*MANY, "lr = 0.1"]), f"lr in [{', '.join(map(str, [*range(300), 0.1]))}]", 'label = "\0"', 'label ~ "\0"',
     'label = "\ud83d"', '"\t" = 1', "lr = 9999999999999999999999", "not (train or best)"],
    ids=["many conditions", "many values", "a null", "a null within", "half a character", "a name with an escape",
         "a large number", "bare words"],
)  # fmt: skip
def test_what_sql_has_few_words_or_none_for_selects_the_same(many: RunStore, expression: str) -> None:
    runs, selects = many.runs(), run_filter(expression)
    assert many.find(where=index_where(expression)) == [run.id for run in runs if selects(run)]


def test_runs_that_come_out_of_the_index_are_those_that_were_stored(many: RunStore) -> None:
    compare(many.runs_dir, many, "")


SAMPLE = {
    "operation": "train", "version": None, "exit": b"0", "started": 1, "seconds": 1, "config": {"lr": 0.5}, "metrics": {}, "attributes": {},
    "own": None, "label": None, "tags": [], "how": "sealed",
}  # fmt: skip

CHANGES: dict[str, Callable[[RunStore, str], object]] = {
    "make": lambda store, _: make(store.runs_dir, SAMPLE),
    "make a live one": lambda store, _: make(store.runs_dir, {**SAMPLE, "how": "live", "exit": None}),
    "label": lambda store, run_id: set_label(store, run_id, "new"),
    "tag": lambda store, run_id: change_tags(store, run_id, ["gpu"]),
    "delete": lambda store, run_id: delete_runs(store, [run_id]),
    "restore": lambda store, run_id: restore_runs(store, [run_id]),
    "purge": lambda store, run_id: (delete_runs(store, [run_id]), purge_runs(store, [run_id])),
    "end": lambda store, run_id: Record(store.runs_dir, run_id).write("proc/exit", b"1"),
    "seal": lambda store, run_id: Record(store.runs_dir, run_id).seal(),
    "damage": lambda store, run_id: replace(Record(store.runs_dir, run_id).archive, b"PK"),
    "let time pass": lambda store, _: age_all(store.runs_dir),
    "forget the index": lambda store, _: IndexFile(str(store.runs_dir), os.environ).discard(),
}


def replace(path: Path, content: bytes) -> None:
    """As programs do: a record that is overwritten in place is not noticed."""
    draft = path.with_name("draft")
    draft.write_bytes(content)
    draft.replace(path)


def age_all(runs_dir: Path) -> None:
    """As if nothing had happened for an hour, but for the order of what did."""
    for path in [*runs_dir.rglob("*"), runs_dir]:
        status = path.stat()
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns - 3_600_000_000_000))


@settings(max_examples=40)
@given(st.lists(st.tuples(st.sampled_from(sorted(CHANGES)), st.integers(0, 5), st.booleans()), max_size=12))
def test_whatever_is_done_the_index_says_what_is_there(changes: list[tuple[str, int, bool]]) -> None:
    with runs_directory() as runs_dir:
        ids = [make(runs_dir, {**SAMPLE, "label": "old"}), make(runs_dir, {**SAMPLE, "how": "live", "exit": None})]
        store = RunStore(runs_dir)
        for change, number, is_looked_at in changes:
            try:
                made = CHANGES[change](RunStore(runs_dir), ids[number % len(ids)])
            except (GageError, OSError):
                continue  # there is no such run any more, or it is under way
            if isinstance(made, str):
                ids.append(made)
            if is_looked_at:
                compare(runs_dir, store, "lr = 0.5 or label = new or tag = gpu")
        compare(runs_dir, store, "")
        compare(runs_dir, RunStore(runs_dir), "status = completed")


def test_infinite_and_near_numbers_are_compared_exactly(tmp_path: Path) -> None:
    values = [
        0.1,
        math.nextafter(0.1, 1),
        math.nextafter(0.1, 0),
        123456789.123456789,
        1.7976931348623157e308,
        2.2250738585072014e-308,
    ]
    for value in values:
        make(tmp_path, {**SAMPLE, "config": {"lr": value}})
    store = RunStore(tmp_path)
    for value in values:
        for operator in ("=", "<", "<=", ">", ">=", "!="):
            compare(tmp_path, store, f"lr {operator} {value!r}")


def test_a_look_is_not_taken_for_older_than_it_is(tmp_path: Path) -> None:
    """A root that was younger than two seconds at the last look is looked through again: its clock ticks coarsely."""
    first = make(tmp_path, SAMPLE)
    store = RunStore(tmp_path)
    assert store.find() == [first]
    was = tmp_path.stat()
    second = make(tmp_path, SAMPLE)
    os.utime(tmp_path, ns=(was.st_atime_ns, was.st_mtime_ns))
    assert set(store.find()) == {first, second}
    assert time.time_ns() - was.st_mtime_ns < 60_000_000_000
