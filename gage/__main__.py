"""Where `gage` starts: answers `--version` by itself, at no cost, and hands the rest to the command line."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run the command line with the arguments of the process; never returns."""
    if sys.argv[1:] == ["--version"]:
        from gage import __version__

        try:
            print(f"gage {__version__}", flush=True)  # noqa: T201  # the rest of the command line costs more than this
        except OSError as error:
            from gage.cli.output import end_without_output

            end_without_output(error)
        sys.exit(0)
    import gc

    # What a short command makes is all still in use when it ends; `gage run` and `--watch` switch it on again.
    gc.disable()

    try:
        from gage.cli.main import run

        run()
    except KeyboardInterrupt:  # while it was imported
        sys.exit(130)
    finally:
        gc.freeze()  # else the interpreter looks through all that is left once more, for nothing: 10 ms


if __name__ == "__main__":
    # `python -m gage` lets imports begin in the working directory, where a project's json.py would pass for Python's.
    try:
        here = os.getcwd()
    except FileNotFoundError:  # it was removed, and the command line says so
        here = ""
    if sys.path[0] in ("", here):
        del sys.path[0]
    main()
