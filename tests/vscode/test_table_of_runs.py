"""The table of runs as a person uses it: sorts, filters, arranges, selects, compares, exports; and finds it again."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest
from gage_command import gage
from playwright.sync_api import FrameLocator, Locator, Page, expect
from vscode.window import command, keep, shown, side_bar

RATES = ("0.1", "0.5", "0.3", "0.1")
COLUMNS = ["name", "op", "status", "label", "tag", "started", "duration", "metric:loss", "config:epochs", "config:lr"]


@pytest.mark.slow
def test_a_table_of_all_runs(page: Page, project: Path) -> None:
    for rate in RATES:
        _run(project, rate)
    side_bar(page)
    table = _opened(page)
    _sort(table)
    _filter(page, table)
    _arrange(table)
    _select(table)
    _save(page, table, project)
    _look_live(page, table, project)
    keep(page, "table-of-runs")
    _tell_of_what_is_unreadable(table, project)
    _find_again(page, table)
    _compare(page, table, project)


def _run(project: Path, rate: str) -> None:
    """A run made at a terminal, in the runs directory that the window shows."""
    done = gage(project, "run", "-y", "train", f"lr={rate}", GAGE_RUNS=str(project.parent / "runs"))
    assert done.returncode == 0, done.stderr


def _opened(page: Page) -> FrameLocator:
    command(page, "Show Table of Runs")
    table = shown(page)
    expect(table.locator(".count")).to_have_text("4 runs")
    assert _columns(table) == COLUMNS
    return table


def _columns(table: FrameLocator) -> list[str | None]:
    return [head.get_attribute("data-id") for head in table.locator(".head .cell").all()]


def _cells(table: FrameLocator, column: str) -> list[str]:
    """What a column says, from the top."""
    at = _columns(table).index(column) + 1
    rows = table.locator(".body .row").all()
    rows.sort(key=lambda row: int(row.get_attribute("aria-rowindex") or 0))
    return [row.locator(f'[aria-colindex="{at}"]').inner_text() for row in rows]


def _head(table: FrameLocator, column: str) -> Locator:
    return table.locator(f'.head [data-id="{column}"]')


def _sort(table: FrameLocator) -> None:
    _head(table, "config:lr").click()
    expect(_head(table, "config:lr")).to_have_attribute("aria-sort", "ascending")
    expect(_row(table, 4)).to_contain_text("0.5")
    assert _cells(table, "config:lr") == sorted(RATES)
    _head(table, "config:lr").click()
    expect(_row(table, 1)).to_contain_text("0.5")
    _head(table, "started").click(modifiers=["Shift"])
    expect(table.get_by_label("Sorted by").locator(".chip")).to_contain_text(["↓ lr", "↑ Started"])
    assert _cells(table, "config:lr") == sorted(RATES, reverse=True)
    table.get_by_label("Do not sort by Started").click()
    expect(table.get_by_label("Sorted by").locator(".chip")).to_have_count(1)


def _row(table: FrameLocator, place: int) -> Locator:
    return table.locator(f'.body .row[aria-rowindex="{place + 1}"]')


def _filter(page: Page, table: FrameLocator) -> None:
    table.get_by_label("Filter expression").fill("lr <> 0.1 and loss <")
    table.get_by_label("Filter expression").press("Enter")
    expect(table.get_by_role("alert")).to_contain_text("expected a value to compare 'loss' with")
    table.get_by_label("Filter expression").fill("lr = 0.1 or lr = 0.3")
    table.get_by_label("Filter expression").press("Enter")
    expect(table.locator(".count")).to_have_text("3 of 4")
    table.get_by_role("button", name="Add Filter").click()
    table.get_by_label("Field to filter by").select_option("metric:loss")
    table.get_by_label("How to compare").select_option(">")
    table.get_by_label("Value").fill("0.6")
    table.get_by_role("button", name="Add", exact=True).click()
    expect(table.locator(".count")).to_have_text("2 of 4")
    chips = table.get_by_label("Filters", exact=True).locator(".chip")
    expect(chips).to_contain_text(["lr = 0.1 or lr = 0.3", "metric:loss > 0.6"])
    keep(page, "table-filtered")
    chips.nth(1).get_by_role("button").click()
    expect(table.locator(".count")).to_have_text("3 of 4")
    chips.first.get_by_role("button").click()
    expect(table.locator(".count")).to_have_text("4 runs")
    table.get_by_role("button", name="Close").click()


def _arrange(table: FrameLocator) -> None:
    table.get_by_role("grid").evaluate("grid => { grid.scrollLeft = 0 }")
    _head(table, "label").drag_to(_head(table, "op"))
    assert _columns(table)[:3] == ["name", "label", "op"]
    _head(table, "label").focus()
    _head(table, "label").press("Alt+ArrowRight")
    assert _columns(table)[:3] == ["name", "op", "label"]
    _head(table, "label").press("Shift+ArrowRight")
    expect(_head(table, "label")).to_have_css("width", "150px")
    table.get_by_role("button", name="Columns").click()
    table.get_by_role("checkbox", name="Duration").uncheck()
    table.get_by_role("checkbox", name="Id").check()
    table.get_by_role("checkbox", name="Id").press("Escape")
    expect(_head(table, "duration")).to_have_count(0)
    table.get_by_label("Only changed").check()
    expect(_head(table, "op")).to_have_count(0)
    expect(_head(table, "config:epochs")).to_have_count(0)
    expect(_head(table, "config:lr")).to_have_count(1)


def _select(table: FrameLocator) -> None:
    grid, selected = table.get_by_role("grid"), table.locator('.row[aria-selected="true"]')
    _row(table, 1).click()
    _row(table, 3).click(modifiers=["Shift"])
    expect(selected).to_have_count(3)
    _row(table, 2).click(modifiers=["Control"])
    expect(selected).to_have_count(2)
    grid.press("Escape")
    expect(selected).to_have_count(0)
    grid.press("Home")
    grid.press("Shift+ArrowDown")
    expect(selected).to_have_count(2)
    expect(table.get_by_role("toolbar", name="Selected runs")).to_contain_text("2 selected")
    grid.press("Control+a")
    expect(selected).to_have_count(4)


def _save(page: Page, table: FrameLocator, project: Path) -> None:
    table.get_by_role("button", name="Export CSV").click()
    expect(page.locator(".quick-input-widget input.input")).to_have_value(str(project / "runs.csv"))
    page.keyboard.press("Enter")
    expect(page.locator(".notification-toast")).to_contain_text("Saved runs.csv")
    with (project / "runs.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == _columns(table)
    assert [row["config:lr"] for row in rows] == sorted(RATES, reverse=True)


def _look_live(page: Page, table: FrameLocator, project: Path) -> None:
    _run(project, "0.4")
    expect(table.locator(".count")).to_have_text("5 runs")
    expect(table.locator('.row[aria-selected="true"]')).to_have_count(4)
    _row(table, 1).click()
    table.get_by_role("button", name="Label…").click()
    expect(page.locator(".quick-input-widget input.input")).to_be_visible()
    page.keyboard.type("fast")
    page.keyboard.press("Enter")
    expect(_row(table, 1)).to_contain_text("fast")
    expect(_row(table, 1)).to_have_attribute("aria-selected", "true")


def _tell_of_what_is_unreadable(table: FrameLocator, project: Path) -> None:
    record = project.parent / "runs" / "019ad000-0000-7000-8000-00000000dead.meta"
    record.mkdir()
    (record / "opref").write_text("nonsense")
    expect(table.locator(".count")).to_have_text("5 runs, 1 unreadable")
    shutil.rmtree(record)
    expect(table.locator(".count")).to_have_text("5 runs")


def _find_again(page: Page, table: FrameLocator) -> None:
    """What was chosen is there after the window was loaded anew."""
    columns = _columns(table)
    page.wait_for_timeout(1_000)  # the editor writes down what is to be kept
    page.reload()
    page.wait_for_selector(".monaco-workbench", timeout=60_000)
    expect(table.locator(".count")).to_have_text("5 runs")
    expect(table.get_by_label("Sorted by").locator(".chip")).to_contain_text(["↓ lr"])
    assert _columns(table) == columns
    assert _cells(table, "config:lr") == sorted([*RATES, "0.4"], reverse=True)


def _compare(page: Page, table: FrameLocator, project: Path) -> None:
    _row(table, 1).click()
    _row(table, 2).click(modifiers=["Control"])
    table.get_by_role("button", name="Compare").click()
    compared = shown(page)
    expect(compared.locator("h1")).to_have_text("2 runs compared")
    compared.get_by_label("Baseline").select_option(index=2)
    expect(compared.get_by_role("table", name="config")).to_contain_text("+0.1 (+25%)")
    expect(compared.get_by_role("table", name="config")).to_contain_text("epochs")
    compared.get_by_label("Only differences").check()
    expect(compared.get_by_role("table", name="config")).not_to_contain_text("epochs")
    compared.get_by_label("Over").select_option("time")
    expect(compared.locator(".u-legend .u-series").first).to_contain_text("time")
    legend = compared.locator(".u-legend .u-series").nth(1)
    legend.locator(".u-label").click()
    expect(legend).to_have_class("u-series u-off")
    keep(page, "runs-compared-with-a-baseline")
    for kind, begins in (("SVG", b"<svg xmlns"), ("PNG", b"\x89PNG")):
        compared.locator("figure").first.hover()
        compared.get_by_role("button", name=f"Save loss as {kind}").click()
        file = project / f"loss.{kind.lower()}"
        expect(page.locator(".quick-input-widget input.input")).to_have_value(str(file))
        page.keyboard.press("Enter")
        expect(page.locator(".notification-toast", has_text=f"Saved {file.name}")).to_be_visible()
        assert file.read_bytes().startswith(begins)
    assert (project / "loss.svg").read_text().count("<path") == 1  # the hidden curve is not in it
