/** Runs that a page names as the rows that commands are about, whether or not the view of runs shows them. */

import * as vscode from "vscode"

import type { Run } from "../protocol.ts"
import type { Session } from "../server/session.ts"
import type { Row } from "./items.ts"

type RunRow = Extract<Row, { kind: "run" }>

const FEW = 200 // ids that a filter expression has room for; of more, all runs are asked for
const PAGE = 1_000
const ID = /^[\w-]+$/

/** The rows of runs, in the order of their ids; of those that are gone, none. */
export function rowsOf(session: Session, runsDir: string, ids: readonly string[]): Thenable<RunRow[]> {
  const options = { location: vscode.ProgressLocation.Window, title: "Looking at runs" }
  return vscode.window.withProgress(options, async () => {
    const found = new Map<string, Run>()
    const named = ids.filter(id => ID.test(id))
    for (const deleted of [false, true]) {
      if (named.every(id => found.has(id))) break
      for await (const run of runsOf(session, runsDir, named, deleted)) found.set(run.id, run)
    }
    const project = { uri: vscode.Uri.file(runsDir).toString(), runsDir, runs: [], total: 0, all: 0, skipped: [] }
    return named.flatMap(id => found.get(id) ?? []).map((run): RunRow => ({ kind: "run", project, run }))
  })
}

async function* runsOf(session: Session, runsDir: string, ids: readonly string[], deleted: boolean): AsyncGenerator<Run> {
  const where = ids.length <= FEW ? { where: `id in [${ids.join(", ")}]` } : {}
  for (let offset = 0; ; ) {
    const { runs, total } = await session.request("gage/runs", { runsDir, ...where, deleted, limit: PAGE, offset })
    yield* runs
    offset += runs.length
    if (!runs.length || offset >= total) return
  }
}
