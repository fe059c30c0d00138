/** Asks how the runs are to be shown: filter, order, groups. */

import * as vscode from "vscode"

import type { ExpressionError } from "../protocol.ts"
import type { Session } from "../server/session.ts"
import type { Choice, Grouping } from "./model.ts"
import type { RunsView } from "./view.ts"

const GROUPINGS: Record<Grouping, string> = { none: "No groups", operation: "Operation", status: "Status", day: "Day", tag: "Tag" }

/** Asks for a filter expression, which the server reads while it is typed. */
export async function askForFilter(session: Session, view: RunsView): Promise<void> {
  const prompt = "Such as: train, status = error, loss < 0.1 and tag = best, started after 3 days ago"
  const validateInput = (typed: string) => whyNot(session, view, { where: typed })
  const where = await vscode.window.showInputBox({ title: "Filter runs", value: view.choice.where, prompt, validateInput })
  if (where !== undefined) await view.choose({ where: where.trim() })
}

/** Asks for the fields that runs are sorted by. */
export async function askForOrder(session: Session, view: RunsView): Promise<void> {
  const prompt = "Fields, such as loss,-started; a minus turns the order around. Empty: newest first"
  const validateInput = (typed: string) => whyNot(session, view, { sort: typed })
  const sort = await vscode.window.showInputBox({ title: "Sort runs by", value: view.choice.sort, prompt, validateInput })
  if (sort !== undefined) await view.choose({ sort: sort.trim() })
}

export async function askForGrouping(view: RunsView): Promise<void> {
  const items = Object.entries(GROUPINGS).map(([grouping, label]) => ({ label, grouping: grouping as Grouping, picked: grouping === view.choice.grouping }))
  const picked = await vscode.window.showQuickPick(items, { title: "Group runs by", placeHolder: GROUPINGS[view.choice.grouping] })
  if (picked) await view.choose({ grouping: picked.grouping })
}

/** What the server says of an expression that it cannot read, with the words it cannot read. */
async function whyNot(session: Session, view: RunsView, choice: Partial<Choice>): Promise<string | undefined> {
  const uri = view.projects[0]?.uri ?? vscode.workspace.workspaceFolders?.[0]?.uri.toString()
  const [typed] = Object.values(choice)
  if (!typed?.trim() || uri === undefined) return undefined
  try {
    await session.request("gage/runs", { uri, limit: 0, ...choice })
    return undefined
  } catch (error) {
    const place = (error as { data?: ExpressionError }).data
    const where = place?.param ? ` (at "${typed.slice(place.start, place.end) || "the end"}")` : ""
    return `${error instanceof Error ? error.message : error}${where}`
  }
}
