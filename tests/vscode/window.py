"""What a person does in a window of VS Code, in a browser: opens files, gives commands, looks at rows and pages."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, FrameLocator, Locator, Page, expect
from vscode import vscode_server

SCREENSHOTS = Path("build/screenshots")
expect.set_options(timeout=30_000)  # milliseconds


@contextmanager
def opened(directory: Path, project: Path, vsix: Path, browser: Browser) -> Iterator[Page]:
    """A window with the project open."""
    settings = {"gage.interpreter": sys.executable}
    with vscode_server.serving(directory, vsix, "--disable-workspace-trust", **settings) as address:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(f"{address}/?folder={project}")
        page.wait_for_selector(".monaco-workbench", timeout=60_000)
        try:
            yield page
        finally:
            keep(page, "last")
            page.close()


def keep(page: Page, name: str) -> None:
    """A screenshot that stays when the tests are over."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"{name}.png")


def command(page: Page, title: str) -> None:
    page.keyboard.press("F1")
    box = page.locator(".quick-input-widget input.input")
    expect(box).to_be_visible()
    box.fill(f">{title}")
    expect(page.locator(".quick-input-list .monaco-list-row.focused")).to_contain_text(title)
    page.keyboard.press("Enter")


def side_bar(page: Page) -> None:
    page.locator('.activitybar li.action-item:has(a[aria-label^="Gage"])').click()
    expect(page.locator('.pane-header[aria-label^="Runs"]')).to_be_visible()


def runs(page: Page) -> Locator:
    return page.locator('.pane:has(.pane-header[aria-label^="Runs"]) .monaco-list-row')


def menu(page: Page, row: Locator, item: str) -> None:
    row.click(button="right")
    chosen = page.locator(".context-view .action-label", has_text=re.compile(f"^{item}$")).first
    expect(chosen).to_be_visible()
    page.wait_for_timeout(500)  # a menu takes a click at once for the end of the one that opened it
    chosen.click()
    expect(chosen).to_have_count(0)


def shown(page: Page) -> FrameLocator:
    """The page in the editor that is in front."""
    return page.frame_locator("iframe.webview.ready:visible").frame_locator("iframe#active-frame")
