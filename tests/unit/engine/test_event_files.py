from __future__ import annotations

import json
import math
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tensorboard.backend.event_processing.event_file_loader import LegacyEventFileLoader
from tensorboardX import SummaryWriter
from tensorboardX.proto.event_pb2 import Event as EventMessage
from tensorboardX.proto.summary_pb2 import Summary as SummaryMessage

from gage.engine.attrs_files import attribute
from gage.engine.event_files import EventFiles, read_event_files
from gage.engine.protobuf import WireError, fields
from gage.engine.reported_files import find_reported_files
from gage.engine.tf_events import EventReader
from gage.engine.tf_records import masked_crc, records

VALUES = [0.5, 0.0, -1e-30, 3e38, math.nan, math.inf, -math.inf]


def scalars_of_tensorboard(path: Path) -> list[tuple[str, int, float]]:
    """What TensorBoard's own reader finds."""
    return [
        (value.tag, event.step, value.simple_value)
        for event in LegacyEventFileLoader(str(path)).Load()
        for value in event.summary.value
        if value.HasField("simple_value")
    ]


def scalars_of_ours(path: Path) -> list[tuple[str, int, float]]:
    reader, found = EventReader(), []
    with path.open("rb") as stream:
        for record in records(stream, 1 << 20):
            found += [
                (each.tag, each.step, each.value) for each in reader.read(record) if isinstance(each.value, float)
            ]
    return found


def same(ours: list[Any], theirs: list[Any]) -> bool:
    """Equal, where what is no number is equal to itself."""
    return repr(ours) == repr(theirs)


@pytest.fixture
def written(tmp_path: Path) -> Path:
    """An event file of tensorboardX with all kinds of things."""
    with SummaryWriter(str(tmp_path / "log")) as writer:
        for step, value in enumerate(VALUES):
            writer.add_scalar("loss", value, step * 10)
            writer.add_scalar("räte/é", value, -step)
        writer.add_histogram("weights", numpy.arange(100.0), 1)
        writer.add_image("image", numpy.zeros((3, 8, 8)), 1)
        writer.add_text("note", "some text", 3)
        writer.add_scalar("last", 1.0, 2**40)
    return event_file(tmp_path / "log")


def event_file(directory: Path) -> Path:
    (path,) = directory.glob("*.tfevents.*")
    return path


def test_what_tensorboardx_writes_is_read_as_tensorboard_reads_it(written: Path) -> None:
    theirs = scalars_of_tensorboard(written)
    assert len(theirs) == 2 * len(VALUES) + 1
    assert same(scalars_of_ours(written), theirs)


def test_a_file_cut_anywhere_is_read_up_to_there_as_tensorboard_does(written: Path, tmp_path: Path) -> None:
    data = written.read_bytes()
    cut = tmp_path / "cut.tfevents.1"
    for length in {*range(0, len(data), 97), len(data) - 1}:
        cut.write_bytes(data[:length])
        assert same(scalars_of_ours(cut), scalars_of_tensorboard(cut)), length


def test_what_follows_a_wrong_checksum_is_left_as_by_tensorboard(tmp_path: Path) -> None:
    with SummaryWriter(str(tmp_path / "log")) as writer:
        for step in range(5):
            writer.add_scalar("loss", step, step)
    path = event_file(tmp_path / "log")
    data = path.read_bytes()
    for place in range(0, len(data), 5):
        path.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
        assert scalars_of_ours(path) == scalars_of_tensorboard(path), place


@given(st.binary(max_size=200))
def test_a_checksum_is_that_of_tensorboard(data: bytes) -> None:
    from tensorboard.compat.tensorflow_stub.pywrap_tensorflow import masked_crc32c

    assert masked_crc(data) == masked_crc32c(data)


@given(
    st.floats(allow_nan=False),
    st.integers(-(2**63), 2**63 - 1),
    st.lists(st.tuples(st.text(), st.floats(width=32, allow_nan=False)), max_size=5),
)
def test_a_message_is_read_as_protobuf_reads_it(time: float, step: int, values: list[tuple[str, float]]) -> None:
    message = EventMessage(
        wall_time=time,
        step=step,
        summary=SummaryMessage(value=[SummaryMessage.Value(tag=tag, simple_value=value) for tag, value in values]),
    )
    expected = [(tag, step, time, value) for tag, value in values]
    assert [tuple(event) for event in EventReader().read(message.SerializeToString())] == expected


@given(st.binary(max_size=100))
def test_bytes_that_are_no_message_are_refused_and_nothing_else(data: bytes) -> None:
    try:
        EventReader().read(data)
        list(fields(data))
    except WireError:
        return


def tensor(dtype: int, dimensions: tuple[int, ...] = (), **more: Any) -> SummaryMessage.Value:
    value = SummaryMessage.Value(tag="t")
    value.metadata.plugin_data.plugin_name = "scalars"
    value.tensor.dtype = dtype
    for size in dimensions:
        value.tensor.tensor_shape.dim.add().size = size
    for name, content in more.items():
        if isinstance(content, bytes):
            setattr(value.tensor, name, content)
        else:
            getattr(value.tensor, name).extend(content)
    return value


@pytest.mark.parametrize(
    ("value", "read"),
    [
        (tensor(1, float_val=[0.5]), [0.5]),
        (tensor(1, float_val=[0.0]), [0.0]),
        (tensor(1, tensor_content=struct.pack("<f", 0.25)), [0.25]),
        (tensor(2, double_val=[0.1]), [0.1]),
        (tensor(2, tensor_content=struct.pack("<d", 0.1)), [0.1]),
        (tensor(3, int_val=[-3]), [-3.0]),
        (tensor(9, int64_val=[2**40]), [2.0**40]),
        (tensor(9, tensor_content=struct.pack("<q", -5)), [-5.0]),
        (tensor(1, (2,), float_val=[0.5, 0.6]), []),
        (tensor(1, float_val=[0.5, 0.6]), []),
        (tensor(7, string_val=[b"text"]), []),
    ],
)
def test_a_scalar_may_be_a_tensor_as_tensorflow_2_writes_it(value: SummaryMessage.Value, read: list[float]) -> None:
    reader = EventReader()
    message = EventMessage(summary=SummaryMessage(value=[value])).SerializeToString()
    assert [event.value for event in reader.read(message)] == read
    # Only the first value of a tag says what it is.
    value.ClearField("metadata")
    message = EventMessage(summary=SummaryMessage(value=[value])).SerializeToString()
    assert [event.value for event in reader.read(message)] == read
    assert EventReader().read(message) == []


def rolled_up(run_dir: Path, staged: tuple[str, ...] = ()) -> EventFiles:
    return read_event_files(run_dir, find_reported_files(run_dir, staged).events)


def log(directory: Path, *values: tuple[str, float, int], suffix: str = "", **texts: str) -> None:
    with SummaryWriter(str(directory), filename_suffix=suffix) as writer:
        for tag, value, step in values:
            writer.add_scalar(tag, value, step)
        for tag, text in texts.items():
            writer.add_text(tag, text)


def points(run_dir: Path, staged: tuple[str, ...] = ()) -> list[tuple[str, int, float | None]]:
    return sorted((point.name, point.step, point.value) for point in rolled_up(run_dir, staged).points)


@pytest.mark.parametrize(
    ("logs", "names"),
    [
        ({"": ["loss"]}, ["loss"]),
        ({"runs/Nov24_host": ["loss", "a/b"]}, ["a/b", "loss"]),
        ({"logs/train": ["loss", "lr"], "logs/val": ["loss"]}, ["lr", "train/loss", "val/loss"]),
        ({"": ["loss"], "val": ["loss"]}, ["loss", "val/loss"]),
        ({"a/b/train": ["loss"], "a/c": ["loss"], "d": ["x"]}, ["a/b/train/loss", "a/c/loss", "x"]),
    ],
)
def test_metrics_have_the_names_of_their_tags(tmp_path: Path, logs: dict[str, list[str]], names: list[str]) -> None:
    for directory, tags in logs.items():
        log(tmp_path / directory, *((tag, 0.5, 1) for tag in tags))
    assert [name for name, _, _ in points(tmp_path)] == names


def test_several_writers_of_a_directory_continue_one_another(tmp_path: Path) -> None:
    log(tmp_path, ("loss", 3.0, 0), ("loss", 2.0, 1), suffix=".1")
    log(tmp_path, ("loss", 1.0, 2), ("accuracy", math.nan, 2), suffix=".2")
    assert points(tmp_path) == [("accuracy", 2, None), ("loss", 0, 3.0), ("loss", 1, 2.0), ("loss", 2, 1.0)]


def test_texts_in_event_files_named_attrs_are_attributes(tmp_path: Path) -> None:
    log(tmp_path, ("loss", 1.0, 0), note="not an attribute")
    log(tmp_path, suffix=".attrs", device="cuda", layers="3", frozen="true", shape="[1, 2]")
    assert rolled_up(tmp_path).attributes == {
        "device": "cuda",
        "layers": 3,
        "frozen": True,
        "shape": "[1, 2]",
    }


def test_hyperparameters_are_attributes(tmp_path: Path) -> None:
    with SummaryWriter(str(tmp_path)) as writer:
        writer.add_hparams({"lr": 0.1, "name": "adam", "nesterov": True}, {"accuracy": 0.9}, global_step=7)
    found = rolled_up(tmp_path)
    assert found.attributes == {"lr": 0.1, "name": "adam", "nesterov": True}
    assert [(point.name, point.value) for point in found.points] == [("accuracy", pytest.approx(0.9))]


def test_links_and_what_was_staged_are_left_alone(tmp_path: Path) -> None:
    log(tmp_path / "other", ("elsewhere", 1.0, 0))
    log(tmp_path / "run" / "own", ("loss", 1.0, 0))
    log(tmp_path / "run" / "given", ("given", 1.0, 0))
    (tmp_path / "run" / "linked").symlink_to(tmp_path / "other")
    (tmp_path / "run" / "x.tfevents.1").symlink_to(event_file(tmp_path / "other"))
    given = event_file(tmp_path / "run" / "given").relative_to(tmp_path / "run").as_posix()
    assert points(tmp_path / "run", (given,)) == [("loss", 0, 1.0)]


def head(length: int) -> bytes:
    data = struct.pack("<Q", length)
    return data + struct.pack("<I", masked_crc(data))


@pytest.mark.parametrize("content", [b"", b"nonsense", b"\0" * 10_000, b"\xff" * 10_000, head(2**64 - 1), head(2**60)])
def test_files_that_only_have_the_name_hold_nothing(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "events.out.tfevents.1").write_bytes(content)
    (tmp_path / "events.out.tfevents.directory").mkdir()
    assert rolled_up(tmp_path)[:2] == ([], {})


def test_a_time_that_no_calendar_holds_is_none(tmp_path: Path) -> None:
    data = b"".join(
        frames(EventMessage(wall_time=time, summary=one_value()) for time in (math.nan, math.inf, -1, 1e300))
    )
    (tmp_path / "events.out.tfevents.1").write_bytes(data)
    assert [point.time for point in rolled_up(tmp_path).points] == [0, 0, 0, 0]


def one_value() -> SummaryMessage:
    return SummaryMessage(value=[SummaryMessage.Value(tag="loss", simple_value=1.0)])


def frames(messages: Iterator[EventMessage]) -> Iterator[bytes]:
    for message in messages:
        data = message.SerializeToString()
        yield head(len(data)) + data + struct.pack("<I", masked_crc(data))


@pytest.mark.parametrize(
    ("text", "value"),
    [("3", 3), ("0.5", 0.5), ("true", True), ("null", None), ('"3"', "3"), ("cuda:0", "cuda:0"), ("NaN", "NaN"), ("", "")]
    + [(json.dumps(data), json.dumps(data)) for data in ([1], {"a": 1})]
    + [("[" * 100_000, "[" * 100_000), ("9" * 5_000, "9" * 5_000)],
)  # fmt: skip
def test_an_attribute_is_what_json_takes_it_for_else_a_text(text: str, value: Any) -> None:
    assert attribute(text) == value
