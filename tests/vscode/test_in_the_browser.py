"""What a person sees and clicks: from a mistake in a gagefile to curves of runs, compared, deleted and restored."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from vscode.window import command, keep, menu, runs, shown, side_bar


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
    keep(page, "a-fix-for-a-mistake")
    fix.click()
    expect(page.locator(".view-lines")).to_contain_text("exec")
    for _ in range(3):
        page.keyboard.press("Control+Z")
    command(page, "File: Revert File")
    expect(page.locator(".squiggly-error")).to_have_count(0)


def _complete_and_hover(page: Page) -> None:
    page.locator(".view-line", has_text="exec").first.click()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+Space")
    expect(page.locator(".suggest-widget.visible")).to_contain_text("description")
    keep(page, "completion")
    page.keyboard.press("Escape")
    command(page, "File: Revert File")
    page.locator(".view-line span", has_text="config").last.hover()
    expect(page.locator(".monaco-hover:not(.hidden)").last).to_contain_text("config", ignore_case=True)
    page.keyboard.press("Escape")


def _run_by_its_lens(page: Page) -> None:
    side_bar(page)
    for _ in range(2):
        count = runs(page).count()
        page.locator(".codelens-decoration a", has_text=re.compile("^Run$")).first.click()
        expect(runs(page)).to_have_count(count + 1)
        expect(page.locator(".codelens-decoration a", has_text="✓").first).to_be_visible()
    keep(page, "runs-beside-the-code")


def _look_at_curves(page: Page) -> None:
    runs(page).first.click()
    details = shown(page)
    expect(details.locator("h1")).to_contain_text("completed")
    expect(details.locator("figure .u-over")).to_have_count(1)
    expect(details.locator("pre")).to_contain_text("loss:")
    expect(details.locator("section", has_text="Files")).to_contain_text("train.py")
    page.keyboard.press("Control+J")  # the panel gives way
    keep(page, "a-run")


def _compare(page: Page) -> None:
    runs(page).first.click()
    runs(page).nth(1).click(modifiers=["Control"])
    menu(page, runs(page).nth(1), "Compare")
    details = shown(page)
    expect(details.locator("h1")).to_contain_text("2 runs compared")
    expect(details.locator("figure .u-over")).to_have_count(1)
    expect(details.locator(".u-legend .u-series")).to_have_count(3)
    keep(page, "runs-compared")


def _delete_and_restore(page: Page) -> None:
    menu(page, runs(page).nth(1), "Delete")
    page.locator(".monaco-dialog-box .monaco-button", has_text="Delete").click()
    expect(runs(page)).to_have_count(0)
    page.locator('.pane-header[aria-label^="Deleted Runs"]').click()
    deleted = page.locator('.pane:has(.pane-header[aria-label^="Deleted Runs"]) .monaco-list-row')
    expect(deleted).to_have_count(2)
    menu(page, deleted.first, "Restore")
    expect(runs(page)).to_have_count(1)
    keep(page, "deleted-and-restored")


def _open(page: Page, name: str) -> None:
    page.keyboard.press("Control+P")
    box = page.locator(".quick-input-widget input.input")
    expect(box).to_be_visible()
    box.fill(name)
    expect(page.locator(".quick-input-list .monaco-list-row.focused")).to_contain_text(name)
    page.keyboard.press("Enter")
    expect(page.locator(".codelens-decoration a").first).to_be_visible()
