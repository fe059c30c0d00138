"""Start-up of the commands beside `python -c pass`: prints medians and ratios; measures, asserts nothing.

`gage list` has a thousand runs to choose from.

Bytecode is compiled first, as an installer does.
"""

from __future__ import annotations

import argparse
import compileall
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from runs import make_runs

import gage
import gage_ls

GAGEFILES = {
    "gage.toml": '[train]\ndescription = "Train a model"\nexec = "python train.py"\nconfig = "train.py"\n',
    "gage.yaml": "train:\n  description: Train a model\n  exec: python train.py\n  config: train.py\n",
    "gage.json": '{\n  // JSON5\n  train: { description: "Train", exec: "python train.py", config: "train.py" },\n}\n',
}
RUNS = 1_000
GOALS = {
    "gage --version": 4,
    "gage list": 8,
    "gage check gage.toml": 8,
    "gage check gage.yaml": 8,
    "gage check gage.json": 8,
}


def main() -> None:
    """Time every command once a round, so that all meet the same load, and print the medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=21, help="calls of each command")
    rounds = parser.parse_args().rounds
    for package in (gage, gage_ls):
        compileall.compile_dir(str(Path(str(package.__file__)).parent), quiet=1)
    with tempfile.TemporaryDirectory() as directory:
        for name, text in GAGEFILES.items():
            Path(directory, name).write_text(text, encoding="utf-8")
        os.environ["XDG_CACHE_HOME"] = str(Path(directory, "cache"))
        runs_dir = Path(directory, ".gage", "runs")
        runs_dir.mkdir(parents=True)
        make_runs(runs_dir, RUNS)
        Path(directory, "train.py").write_text("lr = 0.1\nepochs = 3\n", encoding="utf-8")
        command = str(Path(sys.executable).with_name("gage"))
        commands = {
            "python -c pass": [sys.executable, "-c", "pass"],
            "gage --version": [command, "--version"],
            **{f"gage check {name}": [command, "check", name] for name in GAGEFILES},
            "gage list": [command, "list"],
            "gage --help": [command, "--help"],
        }
        times: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(rounds):
            for name, words in commands.items():
                times[name].append(_seconds(words, directory))
    base = statistics.median(times["python -c pass"])
    print(f"{'command':<24}{'median':>10}{'ratio':>8}{'goal':>8}")
    for name, seconds in times.items():
        median = statistics.median(seconds)
        goal = f"< {GOALS[name]}" if name in GOALS else ""
        print(f"{name:<24}{median * 1000:>7.1f} ms{median / base:>8.2f}{goal:>8}")


def _seconds(command: list[str], directory: str) -> float:
    start = time.perf_counter()
    subprocess.run(command, cwd=directory, check=True, capture_output=True)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
