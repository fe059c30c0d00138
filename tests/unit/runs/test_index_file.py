"""The index is disposable: wrong, foreign, locked or impossible to write, it costs time and never a wrong list."""

from __future__ import annotations

import os
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from gage.runs import index_file
from gage.runs.store import RunStore

MakeUpstream = Callable[..., str]

HOUR = 3600


@pytest.fixture(autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache directory of this test alone."""
    directory = tmp_path_factory.mktemp("cache")
    monkeypatch.setenv("XDG_CACHE_HOME", str(directory))
    return directory / "gage" / "runs"


def files(cache: Path) -> list[Path]:
    return sorted(cache.glob("*.sqlite"))


def age(*paths: Path) -> None:
    for path in paths:
        os.utime(path, (time.time() - HOUR, time.time() - HOUR))


def test_one_file_of_its_owner_keeps_the_index_of_a_store(
    tmp_path: Path, upstream_run: MakeUpstream, cache: Path
) -> None:
    upstream_run()
    RunStore(tmp_path).find()
    (file,) = cache.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(cache.stat().st_mode) == 0o700
    linked = tmp_path.parent / f"{tmp_path.name}-linked"
    linked.symlink_to(tmp_path)
    RunStore(linked).find()
    assert list(cache.iterdir()) == [file]


def test_while_nothing_changes_the_index_is_believed(tmp_path: Path, upstream_run: MakeUpstream, cache: Path) -> None:
    run_id = upstream_run()
    age(tmp_path)
    assert RunStore(tmp_path).find() == [run_id]
    with sqlite3.connect(files(cache)[0]) as index:
        index.execute("UPDATE runs SET container = 'elsewhere'")
    assert RunStore(tmp_path).find() == []
    os.utime(tmp_path)
    (tmp_path / f"{run_id}.user").mkdir()  # a change beside the record is enough for it to be read again
    assert RunStore(tmp_path).find() == [run_id]


WRONG: dict[str, Callable[[Path], object]] = {
    "nothing": lambda file: file.write_bytes(b""),
    "text": lambda file: file.write_text("no database"),
    "cut short": lambda file: file.write_bytes(file.read_bytes()[:5000]),
    "overwritten": lambda file: file.write_bytes(file.read_bytes()[:4096] + b"\xff" * (file.stat().st_size - 4096)),
    "another program's": lambda file: rewritten(file, "PRAGMA application_id = 7"),
    "of another version": lambda file: rewritten(file, "PRAGMA user_version = 77"),
    "of another store": lambda file: rewritten(file, "UPDATE store SET path = '/elsewhere'"),
    "of nobody": lambda file: rewritten(file, "DELETE FROM store"),
    "without a table": lambda file: rewritten(file, "DROP TABLE runs"),
    "with another table": lambda file: rewritten(file, "DROP TABLE runs", "CREATE TABLE runs (id TEXT)"),
    "with another column": lambda file: rewritten(file, "ALTER TABLE runs ADD COLUMN more_still TEXT"),
    "a directory": lambda file: (file.unlink(), file.mkdir()),
}


def test_a_wrong_index_that_cannot_be_deleted_is_done_without(
    tmp_path: Path, upstream_run: MakeUpstream, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_id = upstream_run()
    RunStore(tmp_path).find()
    files(cache)[0].write_text("no database")
    monkeypatch.setattr(index_file, "_remove", lambda _: None)
    store = RunStore(tmp_path)
    assert store.find() == [run_id]
    assert [run.id for run in store.runs()] == [run_id]
    assert files(cache)[0].read_text() == "no database"


def test_what_memory_holds_of_a_directory_can_be_forgotten_too(tmp_path: Path, cache: Path) -> None:
    index = index_file.IndexFile(str(tmp_path), os.environ)
    index.give_up()
    with index.opened() as connection:
        connection.execute("INSERT INTO foreign_files VALUES ('a', 'b')")
    assert files(cache) == []
    index.discard()
    with index.opened() as connection:
        assert connection.execute("SELECT * FROM foreign_files").fetchall() == []
    assert len(files(cache)) == 1


def test_two_processes_that_make_an_index_at_once_make_one(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second finds an empty file, and by the time it may write, the tables of the first."""
    real = index_file._ask

    def ask(connection: sqlite3.Connection, question: str) -> object:
        answer = real(connection, question)
        if question == "PRAGMA user_version":
            monkeypatch.setattr(index_file, "_ask", real)
            with index_file.IndexFile(str(tmp_path), os.environ).opened() as first:
                first.execute("INSERT INTO foreign_files VALUES ('a', 'b')")
        return answer

    monkeypatch.setattr(index_file, "_ask", ask)
    with index_file.IndexFile(str(tmp_path), os.environ).opened() as second:
        assert second.execute("SELECT * FROM foreign_files").fetchall() == [("a", "b")]


def rewritten(file: Path, *statements: str) -> None:
    connection = sqlite3.connect(file)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_index_is_made_anew(tmp_path: Path, upstream_run: MakeUpstream, cache: Path, wrong: str) -> None:
    run_ids = {upstream_run(), upstream_run()}
    age(tmp_path)
    RunStore(tmp_path).find()
    WRONG[wrong](files(cache)[0])
    assert set(RunStore(tmp_path).find()) == run_ids
    assert {run.id for run in RunStore(tmp_path).runs()} == run_ids


def test_an_index_cut_anywhere_never_stops_a_list(tmp_path: Path, upstream_run: MakeUpstream, cache: Path) -> None:
    run_ids = {upstream_run() for _ in range(3)}
    age(tmp_path)
    RunStore(tmp_path).find()
    (file,) = files(cache)
    whole = file.read_bytes()
    for end in range(0, len(whole), 1500):
        file.write_bytes(whole[:end])
        assert set(RunStore(tmp_path).find()) == run_ids, end


@pytest.mark.parametrize("impossible", ["a file in its place", "a directory that may not be written"])
def test_without_a_cache_everything_is_the_same(
    tmp_path: Path, upstream_run: MakeUpstream, cache: Path, impossible: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_id = upstream_run()
    if impossible == "a file in its place":
        cache.parent.write_text("")
    else:
        monkeypatch.setenv("XDG_CACHE_HOME", "/proc/self")
    store = RunStore(tmp_path)
    for _ in range(2):
        assert store.find() == [run_id]
        assert [run.id for run in store.runs()] == [run_id]
    another = upstream_run()
    assert set(store.find()) == {run_id, another}


def test_an_index_that_another_process_keeps_to_itself_is_not_waited_for_long(
    tmp_path: Path, upstream_run: MakeUpstream, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    upstream_run()
    RunStore(tmp_path).find()
    monkeypatch.setattr(index_file, "_WAIT", 0.1)
    keeper = sqlite3.connect(files(cache)[0], isolation_level=None)
    keeper.execute("BEGIN IMMEDIATE")
    upstream_run()
    assert len(RunStore(tmp_path).find()) == 2
    keeper.execute("ROLLBACK")
    keeper.close()
    assert len(files(cache)) == 1


def test_after_another_boot_the_directory_is_looked_through_and_the_file_checked(
    tmp_path: Path, upstream_run: MakeUpstream, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_id = upstream_run()
    age(tmp_path)
    monkeypatch.setattr(index_file, "boot_id", lambda: "one")
    RunStore(tmp_path).find()
    rewritten(files(cache)[0], "DELETE FROM runs")  # as if the machine had stopped before all was on the disk
    assert RunStore(tmp_path).find() == []
    monkeypatch.setattr(index_file, "boot_id", lambda: "another")
    assert RunStore(tmp_path).find() == [run_id]


def test_an_index_that_a_stop_of_the_machine_left_broken_is_made_anew(
    tmp_path: Path, upstream_run: MakeUpstream, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a place that nobody would look at while the directory stays as it is."""
    run_id = upstream_run()
    age(tmp_path)
    monkeypatch.setattr(index_file, "boot_id", lambda: "one")
    RunStore(tmp_path).find()
    (file,) = files(cache)
    with sqlite3.connect(file) as index:
        (page,) = index.execute("SELECT rootpage FROM sqlite_master WHERE name = 'asked'").fetchone()
        (size,) = index.execute("PRAGMA page_size").fetchone()
    index.close()
    with file.open("r+b") as stream:
        stream.seek((page - 1) * size)
        stream.write(b"\xff" * size)
    assert RunStore(tmp_path).find() == [run_id]
    monkeypatch.setattr(index_file, "boot_id", lambda: "another")
    assert RunStore(tmp_path).find() == [run_id]
    with sqlite3.connect(file) as index:
        assert index.execute("PRAGMA quick_check").fetchone() == ("ok",)
    index.close()


def test_indexes_of_stores_that_are_gone_go_too_after_a_month(tmp_path: Path, cache: Path) -> None:
    gone, there, young = (tmp_path / name for name in ("gone", "there", "young"))
    for directory in (gone, there, young):
        directory.mkdir()
        RunStore(directory).find()
    kept = files(cache)
    for path in kept:
        os.utime(path, (time.time() - 40 * 86_400,) * 2)
    gone.rmdir()
    no_index = cache / "0.sqlite"
    no_index.write_text("no database")
    os.utime(no_index, (0, 0))
    RunStore(tmp_path / "new").find()
    assert len(files(cache)) == 3
    assert sum(path in kept for path in files(cache)) == 2


LOOK = "import sys; from pathlib import Path; from gage.runs.store import RunStore; print(*RunStore(Path(sys.argv[1])).find())"
WRITE = (
    "import sys; from pathlib import Path; from gage.runs.store import RunStore; from gage.runs.annotate import set_label\n"
    "store = RunStore(Path(sys.argv[1])); print(len(store.find()), flush=True)\n"
    "for number in range(8):\n"
    "    run_id = store.make_run({'opref': b'2 demo train', 'initialized': b'1'})\n"
    "    set_label(store, run_id, f'label {number}'); store.find()\n"
    "    print(run_id, flush=True)\n"
)


def start(code: str, runs_dir: Path) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", code, str(runs_dir)], stdout=subprocess.PIPE, text=True)


def test_many_processes_that_write_and_look_at_once_leave_an_index_that_is_right(tmp_path: Path) -> None:
    """Twelve of them make a hundred runs, several of them in one millisecond."""
    processes = [start(WRITE, tmp_path) for _ in range(12)]
    made = {line for process in processes for line in process.communicate()[0].split()[1:]}
    assert [process.returncode for process in processes] == [0] * 12
    assert len(made) == 96
    store = RunStore(tmp_path)
    assert set(store.find()) == made
    assert {run.label for run in store.runs()} == {f"label {number}" for number in range(8)}


@pytest.mark.skipif(sys.platform == "win32", reason="no kill -9")
def test_a_process_killed_while_it_writes_the_index_leaves_it_right(
    tmp_path: Path, upstream_run: MakeUpstream, cache: Path
) -> None:
    for _ in range(40):
        upstream_run()
    for moment in range(6):
        for file in cache.glob("*"):
            file.unlink()
        process = start(LOOK, tmp_path)
        while not files(cache) and process.poll() is None:
            time.sleep(0.0005)
        time.sleep(0.002 * moment)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        assert len(RunStore(tmp_path).find()) == 40
        assert set(RunStore(tmp_path).find()) == {run.id for run in RunStore(tmp_path).runs()}


def test_a_store_that_went_and_came_back_is_not_taken_for_the_old_one(tmp_path: Path, cache: Path) -> None:
    runs_dir = tmp_path / "runs"
    store = RunStore(runs_dir)
    assert store.find() == []
    first = store.make_run({"opref": b"2 a b"})
    assert store.find() == [first]
    runs_dir.rename(tmp_path / "away")
    assert store.find() == []
    second = store.make_run({"opref": b"2 a b"})
    assert store.find() == [second]
    assert len(files(cache)) == 1


def test_a_wrong_index_is_mended_on_disk(tmp_path: Path, upstream_run: MakeUpstream, cache: Path) -> None:
    run_id = upstream_run()
    age(tmp_path)
    RunStore(tmp_path).find()
    rewritten(files(cache)[0], "ALTER TABLE runs ADD COLUMN more_still TEXT", "UPDATE store SET root = 1")
    RunStore(tmp_path).find()
    (tmp_path / f"{run_id}.user").mkdir()
    RunStore(tmp_path).find()
    with sqlite3.connect(files(cache)[0]) as index:
        assert "more_still" not in [row[1] for row in index.execute("PRAGMA table_info(runs)")]


def test_where_an_index_lies_is_told(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = RunStore(tmp_path)
    store.find()
    assert store.index_place == str(files(cache)[0])
    monkeypatch.setenv("XDG_CACHE_HOME", "/proc/self")
    store = RunStore(tmp_path)
    store.find()
    assert store.index_place is None
