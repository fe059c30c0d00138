"""What expressions select and how runs are sorted: tables over five runs, the latest first."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gage.runs.annotate import change_tags, set_label
from gage.runs.fields import free_names, is_known
from gage.runs.filter import run_filter
from gage.runs.record import Record
from gage.runs.run import Run
from gage.runs.sort import natural, sort_keys, sort_runs
from gage.runs.store import RunStore
from gage.where.tokens import WhereError

NOW = datetime(2026, 3, 15, 12)
DAY = 86_400_000_000
NOON = int(NOW.timestamp() * 1_000_000)


class Sample:
    """What one of the runs is made of; ``ended`` is seconds after its start, None for one that never started."""

    def __init__(self, operation: str, days_ago: int, ended: float | None, exit_code: int | None, **more: object):
        self.operation = operation
        self.started = NOON - days_ago * DAY
        self.ended = ended
        self.exit_code = exit_code
        self.more = more

    def make(self, runs_dir: Path, number: int) -> None:
        run_id = f"0000000{number}-1111-4111-8111-111111111111"
        summary = {name: self.more.get(name, {}) for name in ("metrics", "attributes")}
        members = {
            "opref": f"2 demo {self.operation}".encode(),
            "initialized": str(self.started).encode(),
            "config.json": json.dumps(self.more.get("config", {})).encode(),
            "summary.json": json.dumps(summary).encode(),
        }
        if self.ended is not None:
            members["started"] = members["staged"] = str(self.started).encode()
            members["stopped"] = str(self.started + int(self.ended * 1_000_000)).encode()
        if self.exit_code is not None:
            members["proc/exit"] = str(self.exit_code).encode()
        Record(runs_dir, run_id).make(members)
        store = RunStore(runs_dir)
        change_tags(store, run_id, list(self.more.get("tags", ())))  # type: ignore[call-overload]  # it is a list
        if "label" in self.more:
            set_label(store, run_id, str(self.more["label"]))


SAMPLES = [
    Sample("train", 0, 90, 0, label="Best so far", tags=["best", "gpu"],
           config={"lr": 0.1, "fast": True, "name": "run10", "data.path": "a b"}, metrics={"loss": 0.25, "my metric": 1}),
    Sample("train", 1, 600, 1, tags=["gpu"], config={"lr": 0.01, "fast": False, "name": "run2"}, metrics={"loss": None}),
    Sample("test", 3, 5, 0, label="train it again", config={"lr": 0.1, "name": None}, metrics={"loss": 10},
           attributes={"day": "2026-02-01", "lr": "from attributes", "version": "10", "status": "fine"}),
    Sample("test", 40, 7200, -9, attributes={"day": "2026-01-01", "version": "9"}),
    Sample("prepare", 50, None, None, metrics={"lr": 7}),
]  # fmt: skip


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> list[Run]:
    runs_dir = tmp_path_factory.mktemp("runs")
    for number, sample in enumerate(SAMPLES, start=1):
        sample.make(runs_dir, number)
    return RunStore(runs_dir).runs()


def numbers(runs: list[Run]) -> list[int]:
    return [int(run.id[7]) for run in runs]


@pytest.mark.parametrize(
    ("expression", "selected"),
    [
        ("", [1, 2, 3, 4, 5]),
        ("train", [1, 2, 3]), ("completed", [1, 3]), ("again", [3]), ("Again", []), ("gpu", []),
        ("op = train", [1, 2]), ("operation = demo:train", [1, 2]), ("op = other:train", []), ("op != train", [3, 4, 5]),
        ("op in [test, prepare]", [3, 4, 5]), ("op not in [test]", [1, 2, 5]), ("op ~ RE", [5]),
        ("status = error", [2]), ("status in [terminated, pending]", [4, 5]), ('"status" = fine', [3]),
        ("label ~ best", [1]), ("label ~ '(b+)+$'", []), ("label ~ ''", [1, 3]), ("label !~ best", [2, 3, 4, 5]), ("label = missing", [2, 4, 5]), ("label != missing", [1, 3]),
        ("tag = gpu", [1, 2]), ("tag = best and tag = gpu", [1]), ("tag != best", [2, 3, 4, 5]), ("tag in [best, x]", [1]),
        ("tag = missing", [3, 4, 5]), ("tag ~ GP", [1, 2]),
        ("id = 00000003-1111-4111-8111-111111111111", [3]), ("id ~ 00000003", [3]),
        ("started = today", [1]), ("started = yesterday", [2]), ("started after 2 days ago", [1, 2]),
        ("started before 2026-03-14", [3, 4]), ("started <= 2026-03-14", [2, 3, 4]), ("started > 2026-03-14", [1]),
        ("started >= 2026-03-14", [1, 2]), ("started = 2026-03-12T12:00", [3]), ("started = missing", [5]),
        ("started != today", [2, 3, 4, 5]), ("started ~ 2026-03", [1, 2, 3]), ("stopped after yesterday", [1]),
        ("duration > 90", [2, 4]), ("duration >= 1.5m", [1, 2, 4]), ("duration < 1h", [1, 2, 3]), ("duration = 2 hours", [4]),
        ("duration = missing", [5]), ("duration in [5s, 10 min]", [2, 3]),
        ("lr = 0.1", [1, 3]), ("lr = 1e-1", [1, 3]), ("lr < 0.1", [2]), ("lr > 0.1", [5]), ("lr != 0.1", [2, 4, 5]),
        ("not lr = 0.1", [2, 4, 5]), ("lr = missing", [4]), ("lr in [0.01, missing]", [2, 4]), ("lr = abc", []),
        ("lr ~ 0.1", [1, 3]), ("config:lr = missing", [4, 5]), ("metric:lr = 7", [5]), ('attribute:lr ~ "FROM A"', [3]),
        ("loss <= 0.25", [1]), ("loss > 0.25", [3]), ("loss = missing", [2, 4, 5]), ("loss = null", [2, 4, 5]),
        ("fast = true", [1]), ("fast = false", [2]), ("fast = 1", []), ("fast > 0", []), ("fast != true", [2, 3, 4, 5]),
        ("config:name = run10", [1]), ("config:name > run10", [2]), ("data.path = 'a b'", [1]), ('"my metric" >= 1', [1]),
        ("day before 2026-02-01", [4]), ("day > 2026-01-01", [3]), ("version > 9", [3]), ("version = 9", [4]),
        ('label = "missing"', []), ("nobody = missing", [1, 2, 3, 4, 5]), ("nobody < 1", []),
        ("op = train and (loss < 1 or tag = missing)", [1]), ("op = test or op = train and status = error", [2, 3, 4]),
        ("not (op = test or op = train)", [5]), ("lr < " + "9" * 5000, []),
        (" or ".join(["op=prepare"] * 600), [5]), (" and ".join(["op=prepare"] * 600), [5]),
    ],
)  # fmt: skip
def test_an_expression_selects(runs: list[Run], expression: str, selected: list[int]) -> None:
    selects = run_filter(expression, NOW)
    assert numbers([run for run in runs if selects(run)]) == selected


@pytest.mark.parametrize(
    ("expression", "where", "message"),
    [
        ("op = a and status < error", "status < error", "'status' has no order; compare it with =, !=, ~, !~ or 'in'"),
        ("tag >= a", "tag >= a", "'tag' has no order"),
        ("lr = 1 or lr > missing", "missing", "missing has no order; compare it with = or !="),
        ("started > none", "none", "none has no order"),
        ("status = complete", "complete", "did you mean 'completed'?"),
        ("lr =", "", "the expression ends here"),
    ],
)
def test_what_no_run_can_answer_is_underlined(expression: str, where: str, message: str) -> None:
    with pytest.raises(WhereError) as caught:
        run_filter(expression, NOW)
    assert message in caught.value.message
    assert expression[caught.value.start : caught.value.end] == where


WORDS = st.sampled_from(["lr", "loss", "day", "version", "op", "label", "started", "duration", "train", "0.1", "missing", "today", "9 days ago", '"null"', "true", "2026-01-01", "10m"])  # fmt: skip
CONDITIONS = st.tuples(WORDS, st.sampled_from(["=", "!=", "<", ">=", "~", "!~", "after"]), WORDS).map(" ".join)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(condition=CONDITIONS)
def test_a_condition_is_refused_or_selects_what_its_negation_leaves_out(runs: list[Run], condition: str) -> None:
    if place := place_of_error(condition):
        assert 0 <= place[0] <= place[1] <= len(condition)
    else:
        selects, others = run_filter(condition, NOW), run_filter(f"not ({condition})", NOW)
        assert all(selects(run) is not others(run) for run in runs)


def place_of_error(condition: str) -> tuple[int, int] | None:
    try:
        run_filter(condition, NOW)
    except WhereError as error:
        return error.start, error.end
    return None


@pytest.mark.parametrize(
    ("keys", "order"),
    [
        ("", [1, 2, 3, 4, 5]),
        ("started", [4, 3, 2, 1, 5]), ("-started", [1, 2, 3, 4, 5]), ("duration", [3, 1, 2, 4, 5]),
        ("loss", [1, 3, 2, 4, 5]), ("-loss", [3, 1, 2, 4, 5]), ("op", [5, 3, 4, 1, 2]), ("-op,started", [2, 1, 4, 3, 5]),
        ("op, -duration", [5, 4, 3, 2, 1]), ("lr", [2, 1, 3, 5, 4]), ("metric:lr", [5, 1, 2, 3, 4]),
        ("config:name", [2, 1, 3, 4, 5]), ("-config:name", [1, 2, 3, 4, 5]), ("version", [4, 3, 1, 2, 5]),
        ('"my metric",-op', [1, 2, 3, 4, 5]), ('- "my metric"', [1, 2, 3, 4, 5]), ("label", [1, 3, 2, 4, 5]),
        ("status", [1, 3, 2, 5, 4]), ("nobody", [1, 2, 3, 4, 5]), ("fast", [2, 1, 3, 4, 5]), ("-id", [5, 4, 3, 2, 1]),
    ],
)  # fmt: skip
def test_runs_are_sorted(runs: list[Run], keys: str, order: list[int]) -> None:
    assert numbers(sort_runs(runs, sort_keys(keys))) == order


@pytest.mark.parametrize(
    ("keys", "where", "message"),
    [
        ("loss,", "", "expected the name of a field to sort by"),
        (",loss", ",", "expected the name of a field to sort by"),
        ("-", "", "expected the name of a field to sort by"),
        ("loss acc", "acc", "expected a comma between two fields"),
        ("loss desc", "desc", "expected a comma between two fields"),
        ('"loss', '"loss', "no closing"),
    ],
)
def test_keys_that_cannot_be_read_are_underlined(keys: str, where: str, message: str) -> None:
    with pytest.raises(WhereError) as caught:
        sort_keys(keys)
    assert message in caught.value.message
    assert keys[caught.value.start : caught.value.end] == where


@given(st.lists(st.text("aB1² é-._", max_size=6), min_size=2, max_size=6), st.booleans())
def test_texts_of_any_kind_can_be_compared(texts: list[str], descending: bool) -> None:
    naturals = [natural(text) for text in texts]
    assert sorted(naturals, reverse=descending) == sorted(sorted(naturals), reverse=descending)


def test_the_names_that_runs_have_are_known_each_once(runs: list[Run]) -> None:
    assert free_names(runs) == [
        "lr", "fast", "name", "data.path", "loss", "my metric", "day", "version", "status",
    ]  # fmt: skip
    assert [is_known(*each) for each in (("op",), ("lr",), ("op", True))] == [True, False, False]
