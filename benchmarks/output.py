"""Times what a run does with output: megabytes a second to disk, lines a minute relayed to a pipe and to a terminal.

Beside what reaches the disk stands what ``cat`` makes of the same, as the speed of disks varies.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

SIZE = 1 << 30
BYTES = {
    "bytes": f"head -c {SIZE} /dev/zero",
    "text": f"yes 'epoch 3: loss 0.123456, accuracy 0.98' | head -c {SIZE}",
}
GAGEFILE = f"""
[bytes]
exec = "{BYTES["bytes"]}"

[text]
exec = "{BYTES["text"]}"

[lines]
exec = "yes 'epoch 3: loss 0.123456' | head -n 5000000"

[progress]
exec = "yes 'epoch 3/10: loss 0.123456' | head -n 5000000"
progress = "fraction"

[both]
exec = "for i in 1 2; do yes 'epoch 3: loss 0.123456' | head -n 2500000 >&$i & done; wait"

[python]
exec = ["python", "-c", "for i in range(1_000_000): print('epoch', i)"]
"""
LINES = {"lines": 5_000_000, "progress": 5_000_000, "both": 5_000_000, "python": 1_000_000}


def main() -> None:
    with tempfile.TemporaryDirectory() as directory:
        project = Path(directory)
        (project / "gage.toml").write_text(GAGEFILE)
        print(f"{'':12}{'to disk':>13}{'with packing':>13}{'cat':>13}")
        for operation, program in BYTES.items():
            seconds = run(project, operation, "-q")[0]
            taken = newest(project)["duration"]
            remove_runs(project)
            plain = by_cat(project, program)
            print(f"{operation:12}" + "".join(f"{SIZE / each / 1e6:8.0f} MB/s" for each in (taken, seconds, plain)))
        print(f"\n{'':12}{'to a pipe':>22}{'to a terminal':>22}{'own CPU a line':>16}")
        for operation, count in LINES.items():
            piped, cpu = run(project, operation)
            shown = on_a_terminal(project, operation)
            rates = "".join(f"{count / seconds * 60 / 1e6:10.1f} million/min" for seconds in (piped, shown))
            print(f"{operation:12}{rates}{cpu / count * 1e6:13.2f} µs")
            remove_runs(project)


def run(project: Path, operation: str, *options: str) -> tuple[float, float]:
    """Seconds of a run by the clock, and those of CPU, of `gage` and what it started."""
    before, begun = cpu_seconds(), time.perf_counter()
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    with subprocess.Popen(command(operation, *options), cwd=project, env=environment(), **pipes) as process:
        assert process.stdout is not None
        while process.stdout.read(1 << 16):
            pass
    return time.perf_counter() - begun, cpu_seconds() - before


def by_cat(project: Path, program: str) -> float:
    begun = time.perf_counter()
    subprocess.run(["sh", "-c", f"{program} | cat > plain"], cwd=project, check=True)
    seconds = time.perf_counter() - begun
    (project / "plain").unlink()
    return seconds


def on_a_terminal(project: Path, operation: str) -> float:
    import pty

    ours, theirs = pty.openpty()
    reader = threading.Thread(target=read_all, args=(ours,))
    begun = time.perf_counter()
    with subprocess.Popen(command(operation), cwd=project, env=environment(TERM="xterm"), stdout=theirs, stderr=theirs):
        os.close(theirs)
        reader.start()
    reader.join()
    os.close(ours)
    return time.perf_counter() - begun


def read_all(descriptor: int) -> None:
    try:
        while os.read(descriptor, 1 << 16):
            pass
    except OSError:
        # Linux ends a terminal so.
        return


def environment(**settings: str) -> dict[str, str]:
    return {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}", **settings}


def command(operation: str, *options: str) -> list[str]:
    return [sys.executable, "-m", "gage", "run", operation, "-y", *options]


def newest(project: Path) -> dict[str, Any]:
    listed = subprocess.run(
        [sys.executable, "-m", "gage", "show", "--json"], cwd=project, stdout=subprocess.PIPE, check=True
    )
    return json.loads(listed.stdout)


def remove_runs(project: Path) -> None:
    subprocess.run(["rm", "-rf", str(project / ".gage")], check=True)


def cpu_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
