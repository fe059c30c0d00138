"""Seconds and peak memory of parsing and checking a megabyte of every hostile text; measures, asserts nothing."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT)]

from hostile_texts import Hostile, hostile  # noqa: E402  # it lies with the tests, which need no installation

GOAL_SECONDS, GOAL_MEGABYTES = 2, 500
MOST_SECONDS = 20
_ONE = """
import resource, sys, time
sys.path[:0] = sys.argv[4:]
from hostile_texts import hostile
from gage.gagefile.check import check
from gage.gagefile.document import Document
from gage.gagefile.syntax import json_syntax, toml_syntax, yaml_syntax
text = list(hostile())[int(sys.argv[1])]
content = text.text(int(sys.argv[2]))
start = time.process_time()
if sys.argv[3] == "parse":
    problems = {"toml": toml_syntax, "yaml": yaml_syntax, "json": json_syntax}[text.syntax].parse(content)[1]
else:
    problems = check(Document(content, text.syntax))
print(time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, len(problems))
"""


def main() -> None:
    """Each text in a process of its own, worst first at the end."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--length", type=int, default=1_000_000, help="characters of each text")
    parser.add_argument("--syntax", choices=["toml", "yaml", "json"], help="only texts of this syntax")
    parser.add_argument("--parse", action="store_true", help="the parser alone, without cutting and checking")
    arguments = parser.parse_args()
    rows = []
    for index, text in enumerate(hostile()):
        if arguments.syntax in (None, text.syntax):
            rows.append((*_measure(index, arguments.length, "parse" if arguments.parse else "check"), text))
            print(_row(*rows[-1]), flush=True)
    slow = [row for row in rows if row[0] > GOAL_SECONDS or row[1] > GOAL_MEGABYTES]
    print(f"\n{len(rows)} texts, {len(slow)} over {GOAL_SECONDS} s or {GOAL_MEGABYTES} MB; the ten slowest:")
    for row in sorted(rows, key=lambda row: -row[0])[:10]:
        print(_row(*row))


def _measure(index: int, length: int, what: str) -> tuple[float, float, int]:
    """Seconds, megabytes and problems; after MOST_SECONDS it is given up."""
    command = [sys.executable, "-c", _ONE, str(index), str(length), what, *sys.path[:2]]
    try:
        done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=MOST_SECONDS)
    except subprocess.TimeoutExpired:
        return MOST_SECONDS, 0, 0
    seconds, megabytes, problems = done.stdout.split()
    return float(seconds), float(megabytes), int(problems)


def _row(seconds: float, megabytes: float, problems: int, text: Hostile) -> str:
    name = f"{text.head[-12:]!r} + {text.unit!r} …"
    return f"{text.syntax:<5}{seconds:>7.2f} s{megabytes:>7.0f} MB{problems:>6} problems  {name}"


if __name__ == "__main__":
    main()
