"""The command `gage-ls`: reads the command line and serves one client, over standard streams or a connection."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Read the command line and serve; ends the process."""
    _forget_working_directory()
    from gage_ls.command_line import read_command_line

    options = read_command_line()
    if options.version:
        from gage import __version__

        sys.stdout.write(f"gage-ls {__version__}\n")
    else:
        from gage_ls.start import end, start

        end(start(options))


def _forget_working_directory() -> None:
    """`python -m gage_ls` lets imports begin in the working directory, and editors make that the opened folder: its
    `logging.py` would be executed in place of Python's, merely because it is there. Hence no import above that Python
    has not made before.
    """
    if sys.path[0] in ("", os.getcwd()):
        del sys.path[0]


if __name__ == "__main__":
    main()
