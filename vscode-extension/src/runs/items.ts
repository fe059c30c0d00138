/** Runs and groups as rows of a tree: icon, text, tooltip; asks nobody anything. */

import * as vscode from "vscode"

import type { Run, Status } from "../protocol.ts"
import * as words from "../words.ts"
import { isUnderWay, type Group, type Project } from "./model.ts"

export type Row =
  | { kind: "project"; project: Project }
  | { kind: "group"; project: Project; group: Group }
  | { kind: "run"; project: Project; run: Run }
  | { kind: "more"; project: Project }
  | { kind: "skipped"; project: Project }

const ICONS: Record<Status, [string, string?]> = {
  pending: ["clock"],
  staged: ["inbox"],
  running: ["sync~spin", "charts.yellow"],
  completed: ["pass", "testing.iconPassed"],
  error: ["error", "testing.iconFailed"],
  terminated: ["circle-slash", "testing.iconFailed"],
  unknown: ["question"],
}

/** How a row looks. */
export function treeItem(row: Row, now: number): vscode.TreeItem {
  switch (row.kind) {
    case "project":
      return withId(row, folded(vscode.workspace.asRelativePath(vscode.Uri.parse(row.project.uri)), "folder", row.project.all))
    case "group":
      return withId(row, folded(row.group.name, "list-tree", row.group.runs.length))
    case "more": {
      const item = withId(row, new vscode.TreeItem(`Show more (${row.project.runs.length} of ${row.project.total})`))
      item.command = { command: "gage.runs.showMore", title: "Show more" }
      return item
    }
    case "skipped": {
      const item = withId(row, new vscode.TreeItem(`${words.counted(row.project.skipped.length, "run")} cannot be read`))
      item.iconPath = new vscode.ThemeIcon("warning")
      item.tooltip = row.project.skipped.map(each => `${each.name}: ${each.reason}`).join("\n")
      return item
    }
    case "run":
      return withId(row, runItem(row.run, now))
  }
}

/** What a row is known by when the tree is made anew. */
export function rowId(row: Row): string {
  const of = row.project.runsDir
  switch (row.kind) {
    case "group":
      return `${of} group ${row.group.name}`
    case "run":
      return `${of} ${row.run.id}`
    default:
      return `${of} ${row.kind}`
  }
}

function withId(row: Row, item: vscode.TreeItem): vscode.TreeItem {
  item.id = rowId(row)
  if (row.kind !== "run") item.contextValue = row.kind
  return item
}

function folded(label: string, icon: string, count: number): vscode.TreeItem {
  const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Expanded)
  item.iconPath = new vscode.ThemeIcon(icon)
  item.description = String(count)
  return item
}

function runItem(run: Run, now: number): vscode.TreeItem {
  const item = new vscode.TreeItem(`${run.operation} ${words.shortName(run)}`)
  const metric = words.mainMetric(run.metrics)
  const parts = [run.label, ...run.tags.map(tag => `#${tag}`), metric && `${metric[0]} ${words.value(metric[1])}`, words.ago(run.started, now)]
  const [icon, color] = ICONS[run.status] ?? ICONS.unknown
  item.description = parts.filter(Boolean).join(" · ")
  item.iconPath = new vscode.ThemeIcon(icon, color === undefined ? undefined : new vscode.ThemeColor(color))
  item.contextValue = `run.${run.status}`
  item.accessibilityInformation = { label: `${run.operation}, ${run.status}, ${item.description}` }
  item.tooltip = tooltip(run, now)
  item.command = { command: "gage.runs.details", title: "Show Details", arguments: [run.id] }
  return item
}

function tooltip(run: Run, now: number): vscode.MarkdownString {
  const text = new vscode.MarkdownString()
  const told: [string, string][] = [
    ["name", run.name],
    ["status", run.exit_code && !isUnderWay(run) ? `${run.status} (exit code ${run.exit_code})` : run.status],
    ["started", words.ago(run.started, now)],
    ["duration", words.duration(run.duration)],
    ...Object.entries(run.metrics).map(([name, value]): [string, string] => [name, words.value(value)]),
    ...Object.entries(run.config).map(([name, value]): [string, string] => [name, words.value(value)]),
  ]
  for (const [name, value] of told.filter(([, value]) => value).slice(0, 30)) {
    // appendText takes no markup, so that names and values of a run are shown and never rendered.
    text.appendText(`${name}: ${value}`).appendMarkdown("  \n")
  }
  return text
}
