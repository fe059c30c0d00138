"""The table of runs in Visual Studio Code: prints how long it takes to fill, and frames of scrolling; asserts nothing.

It is the packaged extension in a window of chromium, which draws without a graphics card: a person's machine is faster.

first     until the first rows are there, in milliseconds
all       until all runs are
frames    a second, while 12 rows pass in each frame; 60 is all that there are
worst     the longest frame, in milliseconds
busy      of a frame of 16.7 milliseconds, those that the page's own thread works: script, styles, layout
idle      frames a second of the same page, with nothing to do: what this machine can give now
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, sync_playwright

sys.path.append(str(Path(__file__).parents[1] / "tests"))

from runs import make_runs  # a neighbour
from vscode import vscode_server

FRAMES = 300
SCROLL = """async (grid, [frames, pixels]) => {
  const times = []
  await new Promise(done => {
    const step = time => {
      times.push(time)
      if (grid.scrollTop >= grid.scrollHeight - grid.clientHeight - 1) pixels = -Math.abs(pixels)
      if (grid.scrollTop === 0) pixels = Math.abs(pixels)
      grid.scrollTop += pixels
      times.length > frames ? done() : requestAnimationFrame(step)
    }
    requestAnimationFrame(step)
  })
  const lengths = times.slice(1).map((time, index) => time - times[index])
  return [1000 * lengths.length / (times.at(-1) - times[0]), Math.max(...lengths)]
}"""


def main() -> None:
    """A row for each number of runs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("counts", nargs="*", type=int, default=[1_000, 10_000], help="numbers of runs")
    options = parser.parse_args()
    names = ("first", "all", "frames", "worst", "busy", "idle")
    print(f"{'runs':>8}" + "".join(f"{name:>9}" for name in names))
    for count in options.counts:
        with tempfile.TemporaryDirectory() as directory:
            row = measured(Path(directory), count)
        print(f"{count:>8}" + "".join(f"{row[name]:>9.1f}" for name in names), flush=True)


def measured(directory: Path, count: int) -> dict[str, float]:
    """A row of the table."""
    project = directory / "project"
    runs_dir = project / ".gage" / "runs"
    runs_dir.mkdir(parents=True)
    make_runs(runs_dir, count)
    (project / "gage.toml").write_text('[train]\nexec = "python train.py"\n')
    os.environ["GAGE_RUNS"] = str(runs_dir)
    settings = {"gage.interpreter": sys.executable}
    package = vscode_server.package()
    serving = vscode_server.serving(directory / "vscode", package, "--disable-workspace-trust", **settings)
    with serving as address, sync_playwright() as playwright:
        chromium = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(f"{address}/?folder={project}")
        return _in_window(page, count)


def _in_window(page: Page, count: int) -> dict[str, float]:
    page.wait_for_selector(".monaco-workbench", timeout=60_000)
    page.locator('.activitybar li.action-item:has(a[aria-label^="Gage"])').click()
    page.wait_for_selector('.pane:has(.pane-header[aria-label^="Runs"]) .monaco-list-row', timeout=120_000)
    page.keyboard.press("F1")
    page.locator(".quick-input-widget input.input").fill(">Show Table of Runs")
    page.wait_for_selector('.monaco-list-row.focused:has-text("Show Table of Runs")')
    begun = time.perf_counter()
    page.keyboard.press("Enter")
    table = page.frame_locator("iframe.webview.ready:visible").frame_locator("iframe#active-frame")
    table.locator(".grid .row").first.wait_for(timeout=60_000)
    first = time.perf_counter() - begun
    table.locator(f'.grid[aria-rowcount="{count + 1}"]').wait_for(timeout=120_000)
    filled = time.perf_counter() - begun
    page.wait_for_timeout(2_000)
    grid = table.locator(".grid")
    frames, worst, busy = _scrolled(page, grid, 12 * 24)
    idle, _, _ = _scrolled(page, grid, 0)
    return {"first": first * 1e3, "all": filled * 1e3, "frames": frames, "worst": worst, "busy": busy, "idle": idle}


def _scrolled(page: Page, grid: Locator, pixels: int) -> tuple[float, float, float]:
    """Frames a second, milliseconds of the longest, and milliseconds of work in one."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    before = _work(session)
    found = grid.evaluate(SCROLL, [FRAMES, pixels])
    return found[0], found[1], (_work(session) - before) * 1e3 / FRAMES


def _work(session: Any) -> float:
    metrics = session.send("Performance.getMetrics")["metrics"]
    return sum(each["value"] for each in metrics if each["name"] == "TaskDuration")


if __name__ == "__main__":
    main()
