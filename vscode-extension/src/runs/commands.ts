/** What a person does to runs: each command with the rows it is about, asked for where none is selected. */

import * as path from "node:path"
import * as vscode from "vscode"

import { askForFlags } from "../operations/ask.ts"
import { flagsOfRun, words as flagWords } from "../operations/flags.ts"
import { runWords } from "../operations/tasks.ts"
import type { Session } from "../server/session.ts"
import * as words from "../words.ts"
import { compareSource, compareTexts } from "./compare.ts"
import type { Row } from "./items.ts"
import { isUnderWay } from "./model.ts"
import type { Pages } from "./pages.ts"
import { commandLine } from "./texts.ts"
import type { RunsView } from "./view.ts"

type RunRow = Extract<Row, { kind: "run" }>
type OfRuns = (rows: [RunRow, ...RunRow[]]) => Promise<unknown> | unknown

/** The commands about runs, by their names. */
export function runCommands(session: Session, view: RunsView, deleted: RunsView, pages: Pages): Record<string, (...args: unknown[]) => unknown> {
  const ofRuns = (title: string, act: OfRuns, of: RunsView = view) => async (...args: unknown[]) => {
    const rows = chosen(args, of, deleted)
    const some = rows.length ? rows : await askForRuns(title, of)
    if (some[0]) await act(some as [RunRow, ...RunRow[]])
  }
  const open = ([row]: [RunRow, ...RunRow[]]) => row.run.run_dir
  return {
    "gage.runs.details": ofRuns("Show details of", rows => showPage(pages, [rows[0]])),
    "gage.runs.output": ofRuns("Show the output of", ([row]) => session.execute("gage.showOutput", ofStore(row))),
    "gage.runs.openFile": ofRuns("Open a file of", ([row]) => openFile(session, row)),
    "gage.runs.reveal": ofRuns("Open the directory of", rows => vscode.commands.executeCommand("revealFileInOS", vscode.Uri.file(open(rows)))),
    "gage.runs.terminal": ofRuns("Open a terminal in", rows => vscode.window.createTerminal({ cwd: open(rows), name: words.shortName(rows[0].run) }).show()),
    "gage.runs.stop": ofRuns("Stop", rows => stop(session, rows)),
    "gage.runs.stopAll": async () => stop(session, view.runs.filter(row => isUnderWay(row.run))),
    "gage.runs.again": ofRuns("Run again", ([row]) => again(session, row, [])),
    "gage.runs.againWith": ofRuns("Run again", ([row]) => againWith(session, row)),
    "gage.runs.start": ofRuns("Start", ([row]) => runWords(session, row.run.operation, projectOf(row), ["--runs", row.project.runsDir, "run", "--yes", "--start", row.run.id])),
    "gage.runs.label": ofRuns("Label", rows => label(session, rows)),
    "gage.runs.tag": ofRuns("Tag", rows => tag(session, rows)),
    "gage.runs.comment": ofRuns("Comment on", rows => comment(session, rows)),
    "gage.runs.delete": ofRuns("Delete", rows => remove(session, rows)),
    "gage.runs.restore": ofRuns("Restore", rows => ofEach(rows, (runsDir, runs) => session.execute("gage.restore", { runsDir, runs })), deleted),
    "gage.runs.purge": ofRuns("Delete for good", rows => purge(session, rows), deleted),
    "gage.runs.compare": ofRuns("Compare", rows => showPage(pages, rows)),
    "gage.runs.diffConfig": ofRuns("Compare the config of", rows => compareTexts("config", rows)),
    "gage.runs.diffOutput": ofRuns("Compare the output of", rows => compareTexts("output", rows)),
    "gage.runs.diffSource": ofRuns("Compare the source code of", rows => compareSource(session, rows)),
    "gage.runs.copyId": ofRuns("Copy the id of", rows => vscode.env.clipboard.writeText(rows.map(row => row.run.id).join("\n"))),
    "gage.runs.copyPath": ofRuns("Copy the path of", rows => vscode.env.clipboard.writeText(rows.map(row => row.run.run_dir).join("\n"))),
    "gage.runs.copyCommand": ofRuns("Copy the command of", rows => vscode.env.clipboard.writeText(rows.map(row => commandLine(row.run)).join("\n"))),
  }
}

/** The rows a command was called with: from a menu the one clicked and the selection, from a key the selection alone. */
function chosen(args: unknown[], view: RunsView, deleted: RunsView): RunRow[] {
  const [first, selection] = args
  if (typeof first === "string") return [view.run(first) ?? deleted.run(first)].filter(row => row !== undefined)
  const rows = Array.isArray(selection) && selection.length ? selection : first === undefined ? view.tree.selection : [first]
  return (rows as Row[]).filter(row => row?.kind === "run")
}

async function askForRuns(title: string, view: RunsView): Promise<RunRow[]> {
  const items = view.runs.map(row => ({ label: `${row.run.operation} ${words.shortName(row.run)}`, description: [row.run.status, row.run.label, words.ago(row.run.started, Date.now())].filter(Boolean).join(" · "), row }))
  if (!items.length) void vscode.window.showInformationMessage("There are no runs.")
  const picked = items.length ? await vscode.window.showQuickPick(items, { title, placeHolder: "Run", canPickMany: true }) : undefined
  return picked?.map(item => item.row) ?? []
}

/** Runs of one runs directory in a page; those of another cannot be compared with them. */
function showPage(pages: Pages, rows: readonly [RunRow, ...RunRow[]]): void {
  const [{ project, run }, ...others] = rows
  const ids = [run.id, ...others.filter(row => row.project.runsDir === project.runsDir).map(row => row.run.id)]
  pages.show({ runsDir: project.runsDir, ids }, ids.length > 1 ? `${ids.length} runs` : `${run.operation} ${words.shortName(run)}`)
}

function ofStore(row: RunRow): { runsDir: string; run: string } {
  return { runsDir: row.project.runsDir, run: row.run.id }
}

/** Calls for each runs directory with the ids of its runs. */
async function ofEach(rows: readonly RunRow[], act: (runsDir: string, runs: string[]) => Promise<unknown>): Promise<void> {
  for (const runsDir of new Set(rows.map(row => row.project.runsDir)))
    await act(runsDir, rows.filter(row => row.project.runsDir === runsDir).map(row => row.run.id))
}

async function openFile(session: Session, row: RunRow): Promise<void> {
  const run = await session.request("gage/run", { runsDir: row.project.runsDir, id: row.run.id })
  const files = run.files.filter(file => file.size !== null)
  const items = files.map(file => ({ label: file.path, description: `${file.type} · ${words.size(file.size)}` }))
  const picked = await vscode.window.showQuickPick(items, { title: `Files of ${words.shortName(row.run)}`, placeHolder: items.length ? "File" : "It has no files" })
  if (picked) await vscode.commands.executeCommand("vscode.open", vscode.Uri.file(path.join(run.run_dir, picked.label)))
}

async function stop(session: Session, rows: readonly RunRow[]): Promise<void> {
  if (!rows.length) {
    void vscode.window.showInformationMessage("No run is under way.")
    return
  }
  const named = rows.length === 1 && rows[0] ? `${rows[0].run.operation} ${words.shortName(rows[0].run)}` : words.counted(rows.length, "run")
  if ((await vscode.window.showWarningMessage(`Stop ${named}?`, { modal: true }, "Stop")) !== "Stop") return
  for (const row of rows) await session.execute("gage.stop", ofStore(row))
}

/** A run is made again in its own project where that is known, with the gage of the terminal. */
function again(session: Session, row: RunRow, flags: string[]): Promise<unknown> {
  return runWords(session, row.run.operation, projectOf(row), ["--runs", row.project.runsDir, "run", "--yes", "--proto", row.run.id, "--", ...flags])
}

async function againWith(session: Session, row: RunRow): Promise<void> {
  const flags = await askForFlags(`Run ${row.run.operation} again`, flagsOfRun(row.run.config))
  if (flags) await again(session, row, flagWords(flags))
}

function projectOf(row: RunRow): string {
  return row.run.project ?? path.dirname(vscode.Uri.parse(row.project.uri).fsPath)
}

async function label(session: Session, rows: readonly RunRow[]): Promise<void> {
  const title = `Label ${words.counted(rows.length, "run")}`
  const text = await vscode.window.showInputBox({ title, value: rows[0]?.run.label ?? "", prompt: "Leave it empty to take the label away" })
  if (text === undefined) return
  for (const row of rows) await session.execute("gage.label", { ...ofStore(row), label: text || null })
}

async function tag(session: Session, rows: readonly RunRow[]): Promise<void> {
  const there = [...new Set(rows.flatMap(row => row.run.tags))].sort()
  const text = await vscode.window.showInputBox({ title: `Tag ${words.counted(rows.length, "run")}`, value: there.join(" "), prompt: "Tags, separated by spaces" })
  if (text === undefined) return
  const wanted = text.split(/\s+/).filter(Boolean)
  for (const row of rows)
    await session.execute("gage.tag", { ...ofStore(row), add: wanted.filter(each => !row.run.tags.includes(each)), remove: row.run.tags.filter(each => !wanted.includes(each)) })
}

async function comment(session: Session, rows: readonly RunRow[]): Promise<void> {
  const text = await vscode.window.showInputBox({ title: `Comment on ${words.counted(rows.length, "run")}`, prompt: "Comment" })
  if (!text) return
  for (const row of rows) await session.execute("gage.comment", { ...ofStore(row), text })
}

async function remove(session: Session, rows: readonly RunRow[]): Promise<void> {
  const detail = "They can be restored from Deleted Runs."
  if ((await vscode.window.showWarningMessage(`Delete ${words.counted(rows.length, "run")}?`, { modal: true, detail }, "Delete")) !== "Delete") return
  await ofEach(rows, (runsDir, runs) => session.execute("gage.delete", { runsDir, runs }))
}

async function purge(session: Session, rows: readonly RunRow[]): Promise<void> {
  const detail = "Their files are removed from the disk. This cannot be undone."
  if ((await vscode.window.showWarningMessage(`Delete ${words.counted(rows.length, "run")} for good?`, { modal: true, detail }, "Delete for Good")) !== "Delete for Good") return
  await ofEach(rows, (runsDir, runs) => session.execute("gage.purge", { runsDir, runs }))
}
