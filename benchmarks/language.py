"""What a gagefile costs to open and to edit: prints CPU times and memory by size and syntax; measures, asserts nothing.

For each size: the cold parse and check, then random keystrokes, each an edit, a parse and a check: in a value (valid
before and after), and a quote or bracket that breaks the syntax, and is taken back by the next.
"""

from __future__ import annotations

import argparse
import gc
import random
import resource
import statistics
import subprocess
import sys
import time

from gagefiles import gagefile

from gage.gagefile.check import check
from gage.gagefile.document import Document, Syntax
from gage.gagefile.text import Span

SIZES = (10, 100, 1_000, 5_000)
SYNTAXES: tuple[Syntax, ...] = ("toml", "yaml", "json")


def main() -> None:
    """Print a row for each syntax and size, measured in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keystrokes", type=int, default=200)
    parser.add_argument("--only", nargs=2, metavar=("SYNTAX", "SIZE"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.only:
        print(row(options.only[0], int(options.only[1]), options.keystrokes))
        return
    print("syntax  operations  characters   cold ms   valid keystroke ms    breaking keystroke ms   memory")
    print("                                           p50    p95    max     p50    p95    max       MB")
    for syntax in SYNTAXES:
        for size in SIZES:
            command = [sys.executable, __file__, "--keystrokes", str(options.keystrokes), "--only", syntax, str(size)]
            print(subprocess.run(command, check=True, capture_output=True, text=True).stdout, end="", flush=True)


def row(syntax: Syntax, size: int, keystrokes: int) -> str:
    """Measure one case. Garbage is collected as rarely as in the server."""
    gc.set_threshold(2_000, 10, 1_000_000)
    text = gagefile(size, syntax)
    # Imports and compiled patterns are start-up, which startup.py measures.
    for warm in (gagefile(1, syntax), gagefile(1, syntax).replace("exec", "exce"), "{ ["):
        check(Document(warm, syntax))
    start = time.process_time()
    document = Document(text, syntax)
    check(document)
    cold = (time.process_time() - start) * 1000
    valid, document = typing(document, keystrokes, "x", " ")
    breaking, document = typing(document, keystrokes, '"', "[")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return f"{syntax:<8}{size:>10}{len(text):>12}{cold:>10.1f}  {valid}   {breaking}{memory:>9.0f}"


def typing(document: Document, keystrokes: int, *characters: str) -> tuple[str, Document]:
    """Type characters at random places inside values, one at a time, each taken back before the next."""
    chance = random.Random(7)
    places = [offset for offset in range(len(document.text)) if document.text.startswith("python", offset)]
    times = []
    for _ in range(keystrokes):
        place = chance.choice(places) + 1
        typed = chance.choice(characters)
        for span, new in ((Span(place, place), typed), (Span(place, place + 1), "")):
            start = time.process_time()
            document = document.edited(span, new)
            check(document)
            times.append((time.process_time() - start) * 1000)
    times.sort()
    p50, p95 = statistics.median(times), times[int(len(times) * 0.95)]
    return f"{p50:>6.2f} {p95:>6.2f} {times[-1]:>6.2f}", document


if __name__ == "__main__":
    main()
