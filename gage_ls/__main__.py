"""The command `gage-ls`: serves one client over standard input and output until it says exit or hangs up."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Read the command line and serve."""
    _forget_working_directory()
    import argparse

    parser = argparse.ArgumentParser(prog="gage-ls", description="The language server of gagefiles.")
    parser.add_argument("--stdio", action="store_true", help="talk over standard input and output (the default)")
    parser.add_argument("--version", action="store_true", help="print the version and exit")
    arguments = parser.parse_args()
    if arguments.version:
        from gage import __version__

        sys.stdout.write(f"gage-ls {__version__}\n")
    else:
        _serve()


def _forget_working_directory() -> None:
    """`python -m gage_ls` lets imports begin in the working directory, and editors make that the opened folder: its
    `logging.py` would be executed in place of Python's, merely because it is there. Hence no import above that Python
    has not made before.
    """
    if sys.path[0] in ("", os.getcwd()):
        del sys.path[0]


def _serve() -> None:
    import gc
    import logging
    import threading

    from gage_ls.language_server import ExpectedRefusals
    from gage_ls.server import make_server

    # Editors show standard error as errors, and below warnings pygls writes down every message it reads and sends.
    log = logging.StreamHandler()
    log.addFilter(ExpectedRefusals())
    logging.basicConfig(level=logging.WARNING, handlers=[log])
    server = make_server()
    # A tree of a large gagefile has some 100,000 nodes that all stay, and none of them is garbage: to look through old
    # objects takes up to a second, in which nobody is answered. What was replaced is freed without that, for nothing of
    # ours points back at what holds it. Young objects are looked through often, a few at a time: each time is a pause.
    gc.set_threshold(2_000, 10, 1_000_000)
    gc.freeze()
    sys.setswitchinterval(0.001)  # seconds until a thread that looks at a project lets a message be answered
    threading.Thread(target=_get_ready, daemon=True).start()
    server.start_io()


def _get_ready() -> None:
    """Import what the first mistake of a person needs while the client is still saying who it is."""
    from gage.gagefile.judge import get_ready

    get_ready()


if __name__ == "__main__":
    main()
