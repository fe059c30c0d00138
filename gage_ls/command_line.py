"""The command line of gage-ls; refuses in words, with exit code 2, what it does not know."""

from __future__ import annotations

import argparse
import ipaddress
import sys
from dataclasses import dataclass

LEVELS = ("error", "warning", "info", "debug")
_BY_HAND = """\
gage-ls is a language server: an editor starts it and talks to it over standard input and output.
To check gagefiles by hand use `gage check`; `gage-ls --help` lists the options of the server.
"""


@dataclass(frozen=True, slots=True)
class Address:
    """Where to listen; port 0 stands for any that is free."""

    host: str
    port: int

    @property
    def is_of_this_machine(self) -> bool:
        """Whether no other machine can reach it."""
        try:
            return self.host == "localhost" or ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False


@dataclass(frozen=True, slots=True)
class Options:
    """How to serve."""

    version: bool
    tcp: Address | None
    log_file: str | None
    log_level: str
    client_process: int | None


def read_command_line() -> Options:
    """The options of this process. Exits where they make no sense, or where a person seems to be at the keyboard."""
    parser = _parser()
    given = parser.parse_args()
    if not (given.version or given.stdio or given.tcp) and sys.stdin is not None and sys.stdin.isatty():
        sys.stderr.write(_BY_HAND)
        sys.exit(2)
    return Options(given.version, given.tcp, given.log_file, given.log_level, given.client_process)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="gage-ls", description="The language server of gagefiles.")
    transport = parser.add_mutually_exclusive_group()
    transport.add_argument("--stdio", action="store_true", help="talk over standard input and output (the default)")
    tcp = "listen at [HOST:]PORT for one client; HOST is 127.0.0.1 unless given, port 0 any that is free"
    transport.add_argument("--tcp", type=_address, metavar="[HOST:]PORT", help=tcp)
    parser.add_argument("--log-file", metavar="FILE", help="write the log there, instead of to standard error")
    level = f"least severe lines to log: {', '.join(LEVELS)} (default: warning); info and below log all messages"
    parser.add_argument("--log-level", choices=LEVELS, default="warning", metavar="LEVEL", help=level)
    process = "end when this process does; it is what LSP has clients say when they initialize, too"
    parser.add_argument("--clientProcessId", type=int, dest="client_process", metavar="PID", help=process)
    parser.add_argument("--version", action="store_true", help="print the version and exit")
    return parser


def _address(text: str) -> Address:
    host, _, port = text.rpartition(":")
    if not (port.isascii() and port.isdigit() and int(port) < 65_536):
        raise argparse.ArgumentTypeError(f"{text!r} must be HOST:PORT or PORT, with a port up to 65535")
    return Address(host.removeprefix("[").removesuffix("]") or "127.0.0.1", int(port))
