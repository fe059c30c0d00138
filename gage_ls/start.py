"""Starts the server as the command line says: where it logs, and what it reads from and writes to."""

from __future__ import annotations

import gc
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

from gage_ls.command_line import Address, Options

# Nothing of what is imported below is garbage, and looking for it takes a sixth of the time of the start.
gc.disable()


def start(options: Options) -> int:
    """Serve one client; what the process exits with."""
    try:
        _log_to(options)
        with _listening(options.tcp) as listener:
            return _serve(options, listener)
    except OSError as error:
        sys.stderr.write(f"gage-ls: {error.filename or options.tcp}: {error.strerror}\n")
        return 2
    except KeyboardInterrupt:
        return 130


def end(code: int) -> NoReturn:
    """End the process as it is. Python would wait for threads, and there is nobody left to wait for what they do."""
    import logging
    import os

    logging.shutdown()
    sys.stderr.flush()
    os._exit(code)


def _log_to(options: Options) -> None:
    import logging

    from gage_ls.json_rpc import WorthLogging

    # Editors show standard error as errors, and below warnings pygls writes down every message it reads and sends.
    log = logging.FileHandler(options.log_file, encoding="utf-8") if options.log_file else logging.StreamHandler()
    log.addFilter(WorthLogging())
    logging.basicConfig(
        level=options.log_level.upper(), handlers=[log], format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )


def _serve(options: Options, listener: socket.socket | None) -> int:
    from gage_ls.garbage import tune
    from gage_ls.server import make_server
    from gage_ls.session import hold_session

    server = make_server()
    server.client_process = options.client_process
    tune()
    sys.setswitchinterval(0.001)  # seconds until a thread that looks at a project lets a message be answered
    threading.Thread(target=_get_ready, daemon=True).start()
    if listener is None:
        stream, sys.stdout = sys.stdout.buffer, sys.stderr  # what else is printed must not get among the messages
        with open(sys.stdin.fileno(), "rb", buffering=0, closefd=False) as stdin:
            return hold_session(server, stdin.read, stream)
    with _accepted(listener) as connection, connection.makefile("wb") as stream:
        return hold_session(server, connection.recv, stream)


def _get_ready() -> None:
    """Import what the first mistake of a person needs while the client is still saying who it is."""
    from gage.gagefile.judge import get_ready

    get_ready()


@contextmanager
def _listening(address: Address | None) -> Iterator[socket.socket | None]:
    if address is None:
        yield None
        return
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    with socket.create_server((address.host, address.port), family=family, backlog=1) as listener:
        if not address.is_of_this_machine:
            warning = "whoever can reach this address can read this user's files and run operations"
            sys.stderr.write(f"gage-ls: warning: {address.host} is no loopback address: {warning}\n")
        host, port = listener.getsockname()[:2]
        sys.stderr.write(f"gage-ls: listening at {host}:{port} for one client\n")
        sys.stderr.flush()
        yield listener


@contextmanager
def _accepted(listener: socket.socket) -> Iterator[socket.socket]:
    """Wait for the client; no other is let in."""
    connection, _ = listener.accept()
    listener.close()
    with connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        yield connection
