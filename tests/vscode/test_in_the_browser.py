"""What a person sees and clicks: from a mistake in a gagefile to curves of runs, compared, deleted and restored."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FrameLocator, Locator, Page, expect
from vscode import vscode_server

SCREENSHOTS = Path("build/screenshots")
expect.set_options(timeout=30_000)  # milliseconds


@pytest.fixture
def page(tmp_path: Path, project: Path, vsix: Path, browser: Browser) -> Iterator[Page]:
    """A window of VS Code with the project open."""
    settings = {"gage.interpreter": sys.executable}
    with vscode_server.serving(tmp_path / "vscode", vsix, "--disable-workspace-trust", **settings) as address:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(f"{address}/?folder={project}")
        page.wait_for_selector(".monaco-workbench", timeout=60_000)
        yield page
        _keep(page, "last")
        page.close()


def _keep(page: Page, name: str) -> None:
    """A screenshot that stays when the tests are over."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"{name}.png")


@pytest.mark.slow
def test_from_a_mistake_to_runs_compared(page: Page, project: Path) -> None:
    _open(page, "gage.toml")
    _mend_a_mistake(page)
    _complete_and_hover(page)
    _run_by_its_lens(page)
    _look_at_curves(page)
    _compare(page)
    _delete_and_restore(page)


def _mend_a_mistake(page: Page) -> None:
    page.keyboard.press("Control+End")
    page.keyboard.type("[evaluate]\nexce = 1")
    page.keyboard.press("Escape")
    expect(page.locator(".squiggly-error").first).to_be_visible()
    page.keyboard.press("Home")
    page.keyboard.press("Control+.")
    fix = page.locator(".action-widget .monaco-list-row", has_text="exec").first
    expect(fix).to_be_visible()
    _keep(page, "a-fix-for-a-mistake")
    fix.click()
    expect(page.locator(".view-lines")).to_contain_text("exec")
    for _ in range(3):
        page.keyboard.press("Control+Z")
    _command(page, "File: Revert File")
    expect(page.locator(".squiggly-error")).to_have_count(0)


def _complete_and_hover(page: Page) -> None:
    page.locator(".view-line", has_text="exec").first.click()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+Space")
    expect(page.locator(".suggest-widget.visible")).to_contain_text("description")
    _keep(page, "completion")
    page.keyboard.press("Escape")
    _command(page, "File: Revert File")
    page.locator(".view-line span", has_text="config").last.hover()
    expect(page.locator(".monaco-hover:not(.hidden)").last).to_contain_text("config", ignore_case=True)
    page.keyboard.press("Escape")


def _run_by_its_lens(page: Page) -> None:
    _side_bar(page)
    for _ in range(2):
        count = _runs(page).count()
        page.locator(".codelens-decoration a", has_text=re.compile("^Run$")).first.click()
        expect(_runs(page)).to_have_count(count + 1)
        expect(page.locator(".codelens-decoration a", has_text="✓").first).to_be_visible()
    _keep(page, "runs-beside-the-code")


def _look_at_curves(page: Page) -> None:
    _runs(page).first.click()
    shown = _shown(page)
    expect(shown.locator("h1")).to_contain_text("completed")
    expect(shown.locator("figure .u-over")).to_have_count(1)
    expect(shown.locator("pre")).to_contain_text("loss:")
    expect(shown.locator("section", has_text="Files")).to_contain_text("train.py")
    page.keyboard.press("Control+J")  # the panel gives way
    _keep(page, "a-run")


def _compare(page: Page) -> None:
    _runs(page).first.click()
    _runs(page).nth(1).click(modifiers=["Control"])
    _menu(page, _runs(page).nth(1), "Compare")
    shown = _shown(page)
    expect(shown.locator("h1")).to_contain_text("2 runs compared")
    expect(shown.locator("figure .u-over")).to_have_count(1)
    expect(shown.locator(".u-legend .u-series")).to_have_count(3)
    _keep(page, "runs-compared")


def _delete_and_restore(page: Page) -> None:
    _menu(page, _runs(page).nth(1), "Delete")
    page.locator(".monaco-dialog-box .monaco-button", has_text="Delete").click()
    expect(_runs(page)).to_have_count(0)
    page.locator('.pane-header[aria-label^="Deleted Runs"]').click()
    deleted = page.locator('.pane:has(.pane-header[aria-label^="Deleted Runs"]) .monaco-list-row')
    expect(deleted).to_have_count(2)
    _menu(page, deleted.first, "Restore")
    expect(_runs(page)).to_have_count(1)
    _keep(page, "deleted-and-restored")


def _open(page: Page, name: str) -> None:
    page.keyboard.press("Control+P")
    box = page.locator(".quick-input-widget input.input")
    expect(box).to_be_visible()
    box.fill(name)
    expect(page.locator(".quick-input-list .monaco-list-row.focused")).to_contain_text(name)
    page.keyboard.press("Enter")
    expect(page.locator(".codelens-decoration a").first).to_be_visible()


def _command(page: Page, title: str) -> None:
    page.keyboard.press("F1")
    box = page.locator(".quick-input-widget input.input")
    expect(box).to_be_visible()
    box.fill(f">{title}")
    expect(page.locator(".quick-input-list .monaco-list-row.focused")).to_contain_text(title)
    page.keyboard.press("Enter")


def _side_bar(page: Page) -> None:
    page.locator('.activitybar li.action-item:has(a[aria-label^="Gage"])').click()
    expect(page.locator('.pane-header[aria-label^="Runs"]')).to_be_visible()


def _runs(page: Page) -> Locator:
    return page.locator('.pane:has(.pane-header[aria-label^="Runs"]) .monaco-list-row')


def _menu(page: Page, row: Locator, item: str) -> None:
    row.click(button="right")
    chosen = page.locator(".context-view .action-label", has_text=re.compile(f"^{item}$")).first
    expect(chosen).to_be_visible()
    page.wait_for_timeout(500)  # a menu takes a click at once for the end of the one that opened it
    chosen.click()
    expect(chosen).to_have_count(0)


def _shown(page: Page) -> FrameLocator:
    """The page in the editor that is in front."""
    return page.frame_locator("iframe.webview.ready:visible").frame_locator("iframe#active-frame")
