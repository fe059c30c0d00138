"""One session with one client, from its first byte to its end; reads in a thread, and handles in the event loop."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Protocol

from lsprotocol import types as lsp

from gage_ls.frames import Frames, NoClientError
from gage_ls.json_rpc import GageProtocol, Message, NoMessageError, message_of
from gage_ls.language_server import GageServer

_MOST_WAITING = 200
"""Messages that are read before the first of them is handled: a client that sends faster has to wait."""

_log = logging.getLogger(__name__)


class Stream(Protocol):
    """Where bytes go: standard output, or a connection."""

    def write(self, data: bytes, /) -> object: ...

    def flush(self) -> None: ...


def hold_session(server: GageServer, read: Callable[[int], bytes], stream: Stream) -> int:
    """Serve until the client says exit, hangs up, is dead, or proves to be no client; what the process exits with."""
    return asyncio.run(_hold(server, Frames(read), stream))


async def _hold(server: GageServer, frames: Frames, stream: Stream) -> int:
    asyncio.get_running_loop().set_default_executor(Unwaited())
    inbox = Inbox(server.protocol)
    server.end = inbox.close
    server.protocol.set_writer(Outlet(stream, inbox.close))
    # A thread that Python does not wait for: the server may have to end while it is blocked in a read.
    threading.Thread(target=_read, args=(frames, inbox, asyncio.get_running_loop()), daemon=True).start()
    while (message := await inbox.next()) is not None and message.get("method") != lsp.EXIT:
        server.protocol.receive(message)
        await asyncio.sleep(0)  # work that was begun goes on, and what is told in between is looked at
    return 0 if server.protocol.is_shut_down else 1


def _read(frames: Frames, inbox: Inbox, loop: asyncio.AbstractEventLoop) -> None:
    with suppress(RuntimeError):  # the loop is closed: the session ended while this thread was blocked
        try:
            while not inbox.is_closed and (body := frames.next()) is not None:
                inbox.make_room()
                loop.call_soon_threadsafe(inbox.take, body)
        except NoClientError as error:
            _log.error("the session ends: %s", error)
        except OSError as error:
            _log.info("the client is gone: %s", error)
        loop.call_soon_threadsafe(inbox.end)


class Unwaited(ThreadPoolExecutor):
    """Threads that the end of a session does not wait for: one may read a large file, or be blocked in a read."""

    def shutdown(self, *_: object, **__: object) -> None:
        """Begin nothing more."""
        super().shutdown(wait=False, cancel_futures=True)


class Inbox:
    """What the client sent and nobody has handled yet, in order. A request taken back while it waits is let go."""

    def __init__(self, protocol: GageProtocol) -> None:
        self._protocol = protocol
        self._waiting: deque[Message | None] = deque()
        self._arrived = asyncio.Event()
        self._room = threading.Semaphore(_MOST_WAITING)
        self.is_closed = False

    def make_room(self) -> None:
        """Wait, in the reading thread, until there is room for one more message."""
        self._room.acquire()

    def take(self, body: bytes) -> None:
        """Take in a message; what is none is refused at once."""
        try:
            message = message_of(body)
        except NoMessageError as error:
            self._room.release()
            _log.warning("%s", error)
            self._protocol.refuse(None, error.code.value, str(error))
            return
        if not self._take_back(message):
            self._waiting.append(message)
            self._arrived.set()

    def end(self) -> None:
        """Nothing will come any more; what waits is still handled."""
        self._waiting.append(None)
        self._arrived.set()

    def close(self) -> None:
        """Nothing that waits will be handled either."""
        self.is_closed = True
        self._waiting.clear()
        self._room.release(_MOST_WAITING)
        self.end()

    async def next(self) -> Message | None:
        """The next message, or None at the end."""
        while not self._waiting:
            self._arrived.clear()
            await self._arrived.wait()
        self._room.release()
        return self._waiting.popleft()

    def _take_back(self, message: Message) -> bool:
        """Whether a message takes back a request that waits."""
        params = message.get("params")
        if message.get("method") != lsp.CANCEL_REQUEST or not isinstance(params, dict):
            return False
        requests = (waiting for waiting in self._waiting if waiting and "method" in waiting and "id" in waiting)
        found = next((request for request in requests if request["id"] == params.get("id")), None)
        if found is None or found["method"] in (lsp.INITIALIZE, lsp.SHUTDOWN):
            return False
        self._waiting.remove(found)
        self._room.release(2)
        self._protocol.refuse(found["id"], lsp.LSPErrorCodes.RequestCancelled.value, "the request was taken back")
        return True


class Outlet:
    """What pygls writes to. A client that reads no more is gone, and what is written to it is dropped."""

    def __init__(self, stream: Stream, on_gone: Callable[[], None]) -> None:
        self._stream = stream
        self._on_gone = on_gone
        self._is_gone = False

    def write(self, data: bytes) -> None:
        """Send a message."""
        if self._is_gone:
            return
        try:
            self._stream.write(data)
            self._stream.flush()
        except (OSError, ValueError) as error:  # a stream that was closed has a ValueError for it
            _log.info("the client is gone: %s", error)
            self._is_gone = True
            self._on_gone()

    def close(self) -> None:
        """Nothing: whoever opened the stream closes it."""
