/** Runs that a page names as the rows that commands are about, whether or not the view of runs shows them. */

import * as vscode from "vscode"

import type { Run } from "../protocol.ts"
import type { Session } from "../server/session.ts"
import type { Row } from "./items.ts"

type RunRow = Extract<Row, { kind: "run" }>

const TOGETHER = 200 // ids that one filter expression has room for
const ID = /^[\w-]+$/

/** The rows of runs, in the order of their ids; of those that are gone, none. */
export async function rowsOf(session: Session, runsDir: string, ids: readonly string[]): Promise<RunRow[]> {
  const found = new Map<string, Run>()
  const named = ids.filter(id => ID.test(id))
  for (let start = 0; start < named.length; start += TOGETHER) {
    const where = `id in [${named.slice(start, start + TOGETHER).join(", ")}]`
    for (const deleted of [false, true]) {
      const { runs } = await session.request("gage/runs", { runsDir, where, deleted, limit: TOGETHER })
      for (const run of runs) found.set(run.id, run)
      if (found.size === named.length) break
    }
  }
  const project = { uri: vscode.Uri.file(runsDir).toString(), runsDir, runs: [], total: 0, all: 0, skipped: [] }
  return named.flatMap(id => found.get(id) ?? []).map(run => ({ kind: "run", project, run }))
}
