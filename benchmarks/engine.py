"""What it costs to run something, beside other run tools: prints medians, ratios and goals; asserts nothing.

trivial     the wall time of a run of a two-line script, less that of the script alone; in a tree of 300 files, too
one of many label and delete one of 1,000 runs
disk        what a finished run takes of the disk beside its own files: KiB and inodes
Then the benchmarks of the engine's parts are called: output, staging, listing.

Calls are interleaved, so that all meet the same load; ratios are to `python -c pass`. Other tools are measured where
`make benchmark-engine` could install them below PEERS, each in an environment of its own.
"""

from __future__ import annotations

import argparse
import compileall
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import gage

SCRIPT = "lr = 0.1\nprint(lr)\n"
FILES = 300
MANY = 1_000
GOALS = {"trivial": 8, "300 files": 12, "label": 6, "delete": 6}
PARTS = ("output.py", "staging.py", "runs.py")
HERE = Path(__file__).parent


@dataclass(frozen=True)
class Tool:
    """A run tool: ``prepare`` makes a directory its project, ``run`` is a command that runs the script there."""

    name: str
    program: Path
    prepare: Callable[[Path, Tool], None]
    run: tuple[str, ...]
    label: tuple[str, ...] = ()
    delete: tuple[str, ...] = ()

    def command(self, words: tuple[str, ...]) -> list[str]:
        return [str(self.program), *words]


def main() -> None:
    """Measure what is installed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peers", type=Path, default=Path(".peers"), help="where other tools are installed")
    parser.add_argument("--rounds", type=int, default=11, help="calls of each command")
    parser.add_argument("--parts", action="store_true", help="call the benchmarks of output, staging and listing, too")
    options = parser.parse_args()
    compileall.compile_dir(str(Path(str(gage.__file__)).parent), quiet=1)
    tools = [tool for tool in known_tools(options.peers.absolute()) if tool.program.exists()]
    with tempfile.TemporaryDirectory() as directory:
        base = print_runs(tools, Path(directory), options.rounds)
        print_one_of_many(tools, Path(directory), options.rounds, base)
        print_disk(tools, Path(directory))
    for part in PARTS if options.parts else ():
        if (HERE / part).exists():
            print(f"\n{part}")
            subprocess.run([sys.executable, str(HERE / part)], check=True)


def known_tools(peers: Path) -> Iterator[Tool]:
    """Ours first."""
    change = {"label": ("label", "500", "-s", "x", "-y"), "delete": ("delete", "500", "-y")}
    ours = Path(sys.executable).with_name("gage")
    yield Tool("gage", ours, write_gagefile, ("run", "-y"), **change)
    yield Tool("gage 0.1.2", peers / "gage-0.1.2" / "bin" / "gage", write_gagefile, ("run", "-y"), **change)
    yield Tool("guildai", peers / "guildai" / "bin" / "guild", write_guild_file, ("run", "op", "-y"))
    yield Tool("dvc exp run", peers / "dvc" / "bin" / "dvc", make_dvc_repository, ("exp", "run", "-f", "-q"))
    yield Tool("mlflow run", peers / "mlflow" / "bin" / "mlflow", write_mlproject, ("run", ".", "--env-manager=local"))


def write_gagefile(project: Path, _: Tool) -> None:
    """For ours and gage 0.1.2."""
    (project / "gage.toml").write_text('[op]\nexec = "python train.py"\n')


def write_guild_file(project: Path, _: Tool) -> None:
    """Copies the source code, too."""
    (project / "guild.yml").write_text("op:\n  exec: python train.py\n  sourcecode: ['*']\n")
    (project.parent / "guild-home").mkdir(exist_ok=True)


def make_dvc_repository(project: Path, tool: Tool) -> None:
    """dvc runs what Git has."""
    (project / "dvc.yaml").write_text("stages:\n  op:\n    cmd: python train.py\n    deps: [train.py]\n")
    who = ("-c", "user.name=a", "-c", "user.email=a@example.org")
    for words in (("git", "init", "-q"), (str(tool.program), "init", "-q"), ("git", "add", "-A")):
        call(list(words), project)
    call(["git", *who, "commit", "-qm", "all"], project)


def write_mlproject(project: Path, _: Tool) -> None:
    """mlflow copies nothing."""
    (project / "MLproject").write_text("name: op\nentry_points:\n  main:\n    command: python train.py\n")


def print_runs(tools: list[Tool], directory: Path, rounds: int) -> float:
    """Time runs, print what each tool adds, and return the seconds of `python -c pass`."""
    plain = directory / "plain"
    plain.mkdir()
    (plain / "train.py").write_text(SCRIPT)
    commands: dict[tuple[str, str], tuple[list[str], Path]] = {
        ("python -c pass", ""): ([sys.executable, "-c", "pass"], plain),
        ("the script alone", ""): ([sys.executable, "train.py"], plain),
    }
    for tool in tools:
        for case, files in (("trivial", 0), (f"{FILES} files", FILES)):
            project = make_project(directory, tool, files)
            commands[tool.name, case] = (tool.command(tool.run), project)
    medians = interleaved(commands, rounds)
    base, script = medians["python -c pass", ""], medians["the script alone", ""]
    print(f"{'a run of a script':<18}{'files':>12}{'wall':>10}{'added':>10}{'ratio':>8}{'goal':>8}")
    for (name, case), seconds in medians.items():
        added = seconds - script if case else 0.0
        goal = f"<= {GOALS[case]}" if name == "gage" else ""
        ratio = f"{added / base:>8.1f}" if case else f"{seconds / base:>8.1f}"
        print(f"{name:<18}{case:>12}{seconds * 1000:>7.0f} ms{added * 1000:>7.0f} ms{ratio}{goal:>8}")
    return base


def print_one_of_many(tools: list[Tool], directory: Path, rounds: int, base: float) -> None:
    """Label and delete one of many runs, which are copies of one."""
    commands = {}
    for tool in tools:
        if tool.label:
            project = make_project(directory, tool, 0, "many")
            call(tool.command(tool.run), project)
            multiply_run(project / ".gage" / "runs", MANY)
            commands[tool.name, "label"] = (tool.command(tool.label), project)
            commands[tool.name, "delete"] = (tool.command(tool.delete), project)
    print(f"\n{f'one of {MANY:,} runs':<18}{'':>12}{'wall':>10}{'ratio':>8}{'goal':>8}")
    for (name, case), seconds in interleaved(commands, rounds).items():
        goal = f"<= {GOALS[case]}" if name == "gage" else ""
        print(f"{name:<18}{case:>12}{seconds * 1000:>7.0f} ms{seconds / base:>8.1f}{goal:>8}")


def print_disk(tools: list[Tool], directory: Path) -> None:
    """What one run more adds to the runs directory, itself included, but not what the operation copied and wrote."""
    print(f"\n{'a finished run':<18}{'KiB':>8}{'inodes':>8}   goal for gage: <= 24 KiB, <= 6 inodes")
    for tool in tools:
        if tool.label:
            project = make_project(directory, tool, 0, "disk")
            call(tool.command(tool.run), project)
            call(tool.command((*tool.run, "-l", "labelled")), project)
            runs_dir = project / ".gage" / "runs"
            newest = max(runs_dir.glob("*.project"), key=lambda path: path.stat().st_mtime_ns).stem
            own = [path for path in tree(runs_dir, newest) if runs_dir / newest not in path.parents]
            size = sum(path.lstat().st_blocks * 512 for path in own) / 1024
            print(f"{tool.name:<18}{size:>8.0f}{len(own):>8}   with a label")


def tree(runs_dir: Path, run_id: str) -> list[Path]:
    """All that belongs to a run."""
    tops = [path for path in runs_dir.iterdir() if path.name.startswith(run_id)]
    return [*tops, *(path for top in tops if top.is_dir() for path in top.rglob("*"))]


def make_project(directory: Path, tool: Tool, files: int, name: str = "project") -> Path:
    """A project with the script, and as many other files as are asked for."""
    project = directory / f"{tool.name.replace(' ', '-')}-{name}-{files}" / "project"
    project.mkdir(parents=True)
    (project / "train.py").write_text(SCRIPT)
    for number in range(files):
        path = project / f"part{number % 10}" / f"module{number}.py"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"VALUE = {number}\n" * 20)
    tool.prepare(project, tool)
    return project


def multiply_run(runs_dir: Path, count: int) -> None:
    """Copy the one run of a directory under new ids."""
    (original,) = {path.name.partition(".")[0] for path in runs_dir.glob("*.project")}
    for _ in range(count - 1):
        run_id = str(uuid.uuid4())
        for path in list(runs_dir.glob(f"{original}*")):
            copy = runs_dir / path.name.replace(original, run_id)
            shutil.copytree(path, copy) if path.is_dir() else shutil.copy(path, copy)
            if path.suffix == ".meta" and (copy / "id").exists():
                (copy / "id").chmod(0o644)
                (copy / "id").write_text(run_id)


def interleaved(commands: dict[tuple[str, str], tuple[list[str], Path]], rounds: int) -> dict[tuple[str, str], float]:
    """Median seconds of each command; the first call of each, which may set things up, does not count."""
    times: dict[tuple[str, str], list[float]] = {key: [] for key in commands}
    for number in range(rounds + 1):
        for key, (words, cwd) in commands.items():
            start = time.perf_counter()
            call(words, cwd)
            if number:
                times[key].append(time.perf_counter() - start)
    return {key: statistics.median(found) for key, found in times.items()}


def call(words: list[str], cwd: Path) -> None:
    """Call a program with our own Python first in PATH, and with what keeps other tools inside their project."""
    environ = {
        **{
            name: value for name, value in os.environ.items() if not name.startswith(("GAGE", "MLFLOW", "DVC", "GUILD"))
        },
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
        "GUILD_HOME": str(cwd.parent / "guild-home"),
        "DVC_NO_ANALYTICS": "1",
        "MLFLOW_TRACKING_URI": f"sqlite:///{cwd.parent / 'mlflow.db'}",
        "TERM": "dumb",
    }
    done = subprocess.run(words, cwd=cwd, env=environ, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(words)} ended with {done.returncode}: {done.stderr.decode('utf-8', 'replace')[-500:]}")


if __name__ == "__main__":
    main()
