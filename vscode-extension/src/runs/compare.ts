/** Two runs in the editor's own comparison of texts: config, source code, output; changes nothing. */

import * as path from "node:path"
import * as vscode from "vscode"

import type { RunDetails, RunFile } from "../protocol.ts"
import type { Session } from "../server/session.ts"
import * as words from "../words.ts"
import { uriOf } from "./documents.ts"
import type { Row } from "./items.ts"

type RunRow = Extract<Row, { kind: "run" }>

/** Compares one of the texts about two runs, the older on the left. */
export async function compareTexts(kind: "config" | "output", rows: readonly RunRow[]): Promise<void> {
  const [old, latest] = inOrder(rows)
  await vscode.commands.executeCommand("vscode.diff", uriOf(kind, old.project.runsDir, old.run), uriOf(kind, latest.project.runsDir, latest.run), title(kind, old, latest))
}

/** Compares the source code of two runs: all files that differ, in one editor. */
export async function compareSource(session: Session, rows: readonly RunRow[]): Promise<void> {
  const [old, latest] = inOrder(rows)
  const [before, after] = await Promise.all([old, latest].map(row => session.request("gage/run", { runsDir: row.project.runsDir, id: row.run.id })))
  if (!before || !after) return
  const changes = changedFiles(before, after).map(([left, right]): [vscode.Uri, vscode.Uri, vscode.Uri] => {
    const one = left ? fileOf(before, left) : uriOf("empty", old.project.runsDir, before)
    const other = right ? fileOf(after, right) : uriOf("empty", latest.project.runsDir, after)
    return [right ? other : one, one, other]
  })
  if (changes.length) await vscode.commands.executeCommand("vscode.changes", title("source code", old, latest), changes)
  else void vscode.window.showInformationMessage("The two runs have the same source code.")
}

/** The source files that are not the same in both, by path; undefined where one has none. */
export function changedFiles(before: RunDetails, after: RunDetails): [RunFile | undefined, RunFile | undefined][] {
  const [left, right] = [before, after].map(run => new Map(run.files.filter(file => file.type === "source code").map(file => [file.path, file])))
  const paths = [...new Set([...(left?.keys() ?? []), ...(right?.keys() ?? [])])].sort()
  return paths.map((each): [RunFile | undefined, RunFile | undefined] => [left?.get(each), right?.get(each)]).filter(([one, other]) => one?.sha256 !== other?.sha256)
}

function fileOf(run: RunDetails, file: RunFile): vscode.Uri {
  return vscode.Uri.file(path.join(run.run_dir, file.path))
}

function inOrder(rows: readonly RunRow[]): [RunRow, RunRow] {
  const [one, other] = rows
  if (!one || !other || rows.length !== 2) throw new Error("Select two runs to compare them.")
  return (one.run.started ?? "") <= (other.run.started ?? "") ? [one, other] : [other, one]
}

function title(what: string, old: RunRow, latest: RunRow): string {
  return `${words.shortName(old.run)} ↔ ${words.shortName(latest.run)}: ${what}`
}
