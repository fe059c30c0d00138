/** The runs of all projects of a window as the server tells them; holds no view and no editor. */

import type { Run, RunsParams, RunsResult } from "../protocol.ts"

export type Grouping = "none" | "operation" | "status" | "day" | "tag"

/** What a person chose to see. */
export interface Choice {
  where: string
  sort: string
  grouping: Grouping
}

export const EVERYTHING: Choice = { where: "", sort: "", grouping: "none" }

/** The runs of one runs directory. `uri` is that of a project it belongs to. */
export interface Project {
  uri: string
  runsDir: string
  runs: Run[]
  /** How many the filter selects, of how many there are. */
  total: number
  all: number
  skipped: { name: string; reason: string }[]
}

export type AskForRuns = (params: RunsParams & { uri: string }) => Promise<RunsResult>

/** Asks for the runs of each project, each runs directory once; `limit` is the most of one. */
export async function askForAll(
  ask: AskForRuns,
  uris: readonly string[],
  choice: Choice,
  limit: number,
  deleted: boolean,
): Promise<Project[]> {
  const projects = new Map<string, Project>()
  const optional = { ...(choice.where && { where: choice.where }), ...(choice.sort && { sort: choice.sort }) }
  for (const uri of uris) {
    const { runsDir, ...result } = await ask({ uri, limit, deleted, ...optional })
    if (!projects.has(runsDir)) projects.set(runsDir, { uri, runsDir, ...result })
  }
  return [...projects.values()]
}

export interface Group {
  name: string
  runs: Run[]
}

/** Runs by what they have in common, groups in order of their first run; a run with several tags is in several. */
export function grouped(runs: readonly Run[], grouping: Grouping, today: Date): Group[] {
  const groups = new Map<string, Run[]>()
  for (const run of runs)
    for (const name of groupNames(run, grouping, today)) {
      const members = groups.get(name)
      if (members) members.push(run)
      else groups.set(name, [run])
    }
  return [...groups].map(([name, members]) => ({ name, runs: members }))
}

function groupNames(run: Run, grouping: Grouping, today: Date): string[] {
  switch (grouping) {
    case "none":
      return [""]
    case "operation":
      return [run.operation]
    case "status":
      return [run.status]
    case "tag":
      return run.tags.length ? run.tags : ["no tag"]
    case "day":
      return [run.started === null ? "not started" : dayName(new Date(run.started), today)]
  }
}

function dayName(day: Date, today: Date): string {
  const yesterday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1)
  if (day.toDateString() === today.toDateString()) return "today"
  if (day.toDateString() === yesterday.toDateString()) return "yesterday"
  const [month, date] = [day.getMonth() + 1, day.getDate()].map(part => String(part).padStart(2, "0"))
  return `${day.getFullYear()}-${month}-${date}`
}

/** Whether somebody works on a run now. */
export function isUnderWay(run: Run): boolean {
  return run.status === "running" || run.status === "pending"
}
