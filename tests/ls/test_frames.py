"""How a stream is taken apart: what comes in pieces or with nonsense between is still understood, or refused."""

from __future__ import annotations

import pytest

from gage_ls import frames
from gage_ls.frames import Frames, NoClientError


def bodies(stream: bytes, step: int) -> list[bytes]:
    """The bodies in a stream of which a few bytes come at a time."""
    pieces = [stream[start : start + step] for start in range(0, len(stream), step)][::-1]
    reader = Frames(lambda _: pieces.pop() if pieces else b"")
    return list(iter(reader.next, None))


HEAD = b"Content-Length: 2\r\n\r\n"


@pytest.mark.parametrize("step", [1, 3, 1000])
@pytest.mark.parametrize(
    ("stream", "expected"),
    [
        (b"", []),
        (HEAD + b"{}", [b"{}"]),
        (HEAD + b"{}" + HEAD + b"[]", [b"{}", b"[]"]),
        (b"content-length:2\n\n{}", [b"{}"]),
        (b"Content-Length: 2\r\nContent-Type: application/vscode-jsonrpc; charset=utf-8\r\n\r\n{}", [b"{}"]),
        (b"Content-Length: 0\r\n\r\n" + HEAD + b"{}", [b"", b"{}"]),
        (HEAD + "é".encode(), ["é".encode()]),
        # the stream ends within a message
        (HEAD + b"{", []),
        (b"Content-Length: 2\r\n", []),
        (b"Content-Le", []),
        # nonsense, after which a message is found again
        (b"hello\n\n\r\n" + HEAD + b"{}", [b"{}"]),
        (b"\x00\xff\xfe\n" + HEAD + b"{}", [b"{}"]),
        (b"Content-Length: 2\r\n\r\n{} and more" + HEAD + b"[]", [b"{}", b"[]"]),
        (b"Content-Length: two\r\n\r\n{}\r\n" + HEAD + b"[]", [b"[]"]),
        (b"Content-Length: -2\r\n\r\n" + HEAD + b"[]", [b"[]"]),
    ],
)
def test_a_stream_is_taken_apart(stream: bytes, expected: list[bytes], step: int) -> None:
    assert bodies(stream, step) == expected


@pytest.mark.parametrize("step", [7, 100_000])
@pytest.mark.parametrize(
    ("stream", "words"),
    [
        (b"Content-Length: 999999999999\r\n\r\n{}", "999,999,999,999 bytes"),
        (b"x" * 70_000, "65,536 bytes came without a message"),
        (b"x\n" * 40_000, "65,536 bytes came without a message"),
        (b"X-Header: y\r\n" * 6_000, "65,536 bytes came without a message"),
        (b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 2\r\n\r\n{}", "HTTP"),
    ],
)
def test_what_is_no_client_is_refused(stream: bytes, words: str, step: int) -> None:
    with pytest.raises(NoClientError, match=words):
        bodies(stream, step)


def test_a_message_of_the_largest_size_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frames, "LARGEST_BODY", 5_000_000)
    body = b"x" * 5_000_000
    assert bodies(b"Content-Length: 5000000\r\n\r\n" + body, 65_536) == [body]
    with pytest.raises(NoClientError):
        bodies(b"Content-Length: 5000001\r\n\r\n" + body, 65_536)
