"""Starts `gage` or `gage-ls`, as installed in this Python or as it comes with the extension; imports nothing else.

Usage: start.py useBundled|fromEnvironment gage|gage-ls [ARGUMENT]...
"""

import os
import sys
from importlib.util import find_spec

OLDEST = (3, 10)


def main():
    # The script's own directory comes first, never the working directory.
    strategy, program = sys.argv[1:3]
    del sys.path[0]
    libs = os.path.join(os.path.dirname(os.path.abspath(__file__)), "libs")
    if strategy == "useBundled" or not _is_installed():
        sys.path.insert(0, libs)
    sys.argv[:] = [program, *sys.argv[3:]]
    if program == "gage":
        from gage.__main__ import main as start
    else:
        from gage_ls.__main__ import main as start
    start()


def _is_installed():
    """Whether both packages are there; one called gage alone may be something else."""
    return all(find_spec(name) is not None for name in ("gage", "gage_ls"))


if sys.version_info < OLDEST:  # which reads this far, and no f-string
    sys.exit("Gage needs Python 3.10 or newer; this is " + sys.version.split()[0])
main()
