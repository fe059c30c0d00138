/** Opens the table of the runs of a project, asked for where the window has several. */

import * as vscode from "vscode"

import type { Session } from "../server/session.ts"
import type { Row } from "./items.ts"
import type { Project } from "./model.ts"
import type { Pages } from "./pages.ts"
import type { RunsView } from "./view.ts"

export async function showTable(session: Session, view: RunsView, pages: Pages, given: unknown): Promise<void> {
  const row = given as Partial<Row> | undefined
  await session.whenReady()
  if (!view.projects.length) await view.refresh()
  const project = row?.project ?? (await askForProject(view.projects))
  if (!project) return
  const title = view.projects.length > 1 ? `Runs of ${nameOf(project)}` : "Runs"
  pages.show({ runsDir: project.runsDir, table: true }, title)
}

async function askForProject(projects: readonly Project[]): Promise<Project | undefined> {
  const [only, ...others] = projects
  if (!only) throw new Error("There is no runs directory. Open a folder with a gagefile.")
  if (!others.length) return only
  const items = projects.map(project => ({ label: nameOf(project), description: `${project.all} runs`, detail: project.runsDir, project }))
  return (await vscode.window.showQuickPick(items, { title: "Table of the runs of" }))?.project
}

function nameOf(project: Project): string {
  return vscode.workspace.asRelativePath(vscode.Uri.parse(project.uri))
}
