"""`gage show` on terminals of several widths: panels, metrics as small plots, and curves."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from gage_command import gage, gage_json

from gage.runs.store import RunStore

GAGEFILE = r"""
[train]
exec = '''
for n in 1 2 3 4 5 6 7 8; do echo "step: $n"; echo "loss: 0.$((9 - n))"; echo "a-metric-with-quite-a-long-name: $n"; done
printf '\033[31m 10%%|#\r100%%|##########\033[0m\n'
'''
output-metrics = true
config = [{ name = "lr", default = 0.1 }]
labels = "first"
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("show") / "project"
    directory.mkdir()
    (directory / "gage.toml").write_text(GAGEFILE)
    assert gage(directory, "run", "-y", "-q").returncode == 0
    assert gage(directory, "comment", "1", "-y", "-m", "[bold]better[/x] \x1b[31mthan all before it").returncode == 0
    return directory


def show(project: Path, *arguments: str, columns: int, **settings: str) -> list[str]:
    settings = {"TERM": "xterm-256color", "COLUMNS": str(columns), **settings}
    return gage(project, "show", *arguments, **settings).stdout.splitlines()


@pytest.mark.parametrize("columns", [40, 80, 140])
def test_panels_are_as_wide_as_the_terminal(project: Path, columns: int) -> None:
    lines = show(project, columns=columns)
    assert {len(line) for line in lines} == {columns}
    titles = [found[1] for line in lines if (found := re.match(r"╭─ ([\w ]+?)(?: \(.*\))? ─", line))]
    panels = ["Run", "Config", "Metrics", "Source", "System", "Phases", "Files", "Output", "Comments"]
    assert titles == panels
    assert re.search(r"completed +\w{5}-\w{5} +train +first ", lines[1])


METRICS = {
    40: """\
│ metric       last  trend     first   │
│ a-metric-w…     8  ▁▂▃▄▅▆▇█      1   │
│ loss          0.1  █▇▆▅▄▃▂▁    0.8   │
""",
    80: """\
│ metric                       last  trend     first  min  max  step  points   │
│ a-metric-with-quite-a-long…     8  ▁▂▃▄▅▆▇█      1    1    8     8       8   │
│ loss                          0.1  █▇▆▅▄▃▂▁    0.8  0.1  0.8     8       8   │
""",
}


@pytest.mark.parametrize("columns", METRICS)
def test_metrics_say_how_they_went_as_far_as_there_is_room(project: Path, columns: int) -> None:
    lines = show(project, columns=columns)
    start = next(index for index, line in enumerate(lines) if line.startswith("╭─ Metrics"))
    assert "\n".join(lines[start + 1 : start + 4]) + "\n" == METRICS[columns]


def test_output_is_shown_as_it_stood_on_the_screen_and_comments_are_no_markup(project: Path) -> None:
    text = "\n".join(show(project, columns=80))
    assert "│ 100%|##########  " in text
    assert "[bold]better[/x] \ufffd[31mthan all before it" in text
    assert "\x1b" not in text


def test_a_terminal_without_such_characters_gets_others(project: Path) -> None:
    lines = show(project, columns=80, PYTHONIOENCODING="ascii")
    assert all(line.isascii() for line in lines)
    assert any("#%*+=-._" in line for line in lines)


def test_files_are_counted_and_as_many_listed_as_asked_for(project: Path) -> None:
    text = "\n".join(show(project, "--limit-files", "1", columns=80))
    assert not re.search("Files .* are listed", text)
    runs_dir = project / ".gage" / "runs"
    manifest = "".join(f"g {'0' * 64} out{n}.txt\n" for n in range(3))
    many = RunStore(runs_dir).make_run({"opref": b"2 demo many", "proc/exit": b"0", "manifest": manifest.encode()})
    (runs_dir / many).mkdir()
    for n in range(3):
        (runs_dir / many / f"out{n}.txt").write_text("x" * 1_000)
    try:
        text = "\n".join(show(project, many, "--limit-files", "2", columns=80))
        assert "╭─ Files (3, 3,000 bytes): 2 are listed; '--all-files' lists all ─" in text
        assert ("out1.txt" in text, "out2.txt" in text) == (True, False)
    finally:
        gage(project, "delete", "-y", many)


@pytest.mark.parametrize("columns", [40, 80, 140])
def test_curves_are_drawn_in_the_width_of_the_terminal(project: Path, columns: int) -> None:
    lines = show(project, "-p", "loss", "--plot", "a-metric-with-quite-a-long-name", columns=columns)
    drawn = [line for line in lines if re.search("[│┤└]", line)]
    assert max(map(len, drawn)) == columns
    assert [line.partition("┤")[0].strip() for line in drawn if "┤" in line] == ["0.8", "0.45", "0.1", "8", "4.5", "1"]
    assert len(drawn) == 2 * ({40: 9, 80: 17, 140: 21}[columns] - 1)


@pytest.mark.parametrize(
    ("metric", "said"),
    [
        (
            "los",
            "gage: run {} has no values of 'los' step by step; those that have are 'a-metric-with-quite-a-long-name', 'loss'\n",
        ),
        ("[/x]", "gage: run {} has no values of '[/x]' step by step; those that have are 'a-metric"),
    ],
)
def test_a_metric_that_was_not_followed_is_refused(project: Path, metric: str, said: str) -> None:
    refused = gage(project, "show", "--plot", "loss", "--plot", metric)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.startswith(said.format(gage_json(project, "show", "--json")["name"]))


@pytest.mark.skipif(sys.platform == "win32", reason="ptys are POSIX's")
def test_what_is_longer_than_the_screen_comes_in_a_pager(project: Path) -> None:
    from cli.terminal import Terminal

    words = [sys.executable, "-m", "gage", "show"]
    terminal = Terminal(project, words, 80, 24, COLUMNS="80", GAGE_PAGER="sed s/^/paged/")
    assert terminal.finish() == 0
    assert terminal.lines()[0].startswith("paged╭─")
    terminal = Terminal(project, [*words, "-c"], 80, 24, COLUMNS="80", GAGE_PAGER="sed s/^/paged/")
    assert terminal.finish() == 0
    assert terminal.lines()[0].startswith("╭─")


@pytest.mark.skipif(sys.platform == "win32", reason="ptys are POSIX's")
@pytest.mark.parametrize("rows", [12, 13, 24])
def test_a_curve_fits_on_the_screen_if_it_can(project: Path, rows: int) -> None:
    from cli.terminal import Terminal

    words = [sys.executable, "-m", "gage", "show", "-p", "loss"]
    terminal = Terminal(project, words, 100, rows, COLUMNS="100", GAGE_PAGER="sed s/^/paged/")
    assert terminal.finish() == 0
    lines = terminal.lines()
    assert len(lines) in ({rows - 1, rows - 2} if rows < 24 else {22})
    assert lines[0].startswith("loss")
