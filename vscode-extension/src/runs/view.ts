/** The tree of runs, live: it asks the server again when that says that something changed. */

import * as vscode from "vscode"

import type { Session } from "../server/session.ts"
import { treeItem, rowId, type Row } from "./items.ts"
import { askForAll, EVERYTHING, grouped, isUnderWay, type Choice, type Project } from "./model.ts"

const PAUSE = 150 // milliseconds in which further changes are told together

export class RunsView implements vscode.TreeDataProvider<Row>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>()
  readonly onDidChangeTreeData = this.#changed.event
  readonly #disposables: vscode.Disposable[] = []
  readonly tree: vscode.TreeView<Row>
  projects: Project[] = []
  choice: Choice
  #limit: number
  #asking: Promise<void> | undefined
  #again = false

  constructor(
    readonly id: "gage.runs" | "gage.deleted",
    readonly session: Session,
    readonly memory: vscode.Memento,
  ) {
    this.choice = { ...EVERYTHING, ...memory.get<Choice>(`${id}.choice`) }
    this.#limit = vscode.workspace.getConfiguration("gage").get("runs.limit", 200)
    this.tree = vscode.window.createTreeView(id, { treeDataProvider: this, canSelectMany: true, showCollapseAll: true })
    const refresh = () => void this.refresh()
    const everyMinute = setInterval(() => this.tree.visible && this.#changed.fire(), 60_000) // ages grow
    this.#disposables.push(
      this.tree,
      session.onDidChange(refresh),
      session.onRunsChanged(refresh),
      vscode.workspace.onDidChangeWorkspaceFolders(refresh),
      { dispose: () => clearInterval(everyMinute) },
    )
  }

  /** All runs that are shown. */
  get runs(): Extract<Row, { kind: "run" }>[] {
    return this.projects.flatMap(project => project.runs.map(run => ({ kind: "run" as const, project, run })))
  }

  /** The run of an id, with its project. */
  run(id: string): Extract<Row, { kind: "run" }> | undefined {
    return this.runs.find(row => row.run.id === id)
  }

  /** Asks for the runs again, once more if asked meanwhile; an error is shown in the view, which keeps what it had. */
  refresh(): Promise<void> {
    this.#again = true
    this.#asking ??= this.#ask().finally(() => (this.#asking = undefined))
    return this.#asking
  }

  async choose(choice: Partial<Choice>): Promise<void> {
    this.choice = { ...this.choice, ...choice }
    await this.memory.update(`${this.id}.choice`, this.choice)
    await this.refresh()
  }

  async showMore(): Promise<void> {
    this.#limit += vscode.workspace.getConfiguration("gage").get("runs.limit", 200)
    await this.refresh()
  }

  getTreeItem(row: Row): vscode.TreeItem {
    return treeItem(row, Date.now())
  }

  getChildren(parent?: Row): Row[] {
    if (!parent) {
      const [only, ...others] = this.projects.filter(project => project.all)
      if (!only) return []
      return others.length ? [only, ...others].map(project => ({ kind: "project", project })) : this.#rowsOf(only)
    }
    if (parent.kind === "project") return this.#rowsOf(parent.project)
    const project = "project" in parent ? parent.project : undefined
    return parent.kind === "group" && project ? parent.group.runs.map(run => ({ kind: "run", project, run })) : []
  }

  /** Rows are found again by what they are known by, so that a selection outlives a refresh. */
  getParent(row: Row): Row | undefined {
    return this.projects.length > 1 && row.kind === "run" ? { kind: "project", project: row.project } : undefined
  }

  dispose(): void {
    vscode.Disposable.from(...this.#disposables, this.#changed).dispose()
  }

  #rowsOf(project: Project): Row[] {
    const groups = grouped(project.runs, this.choice.grouping, new Date())
    const rows: Row[] =
      this.choice.grouping === "none"
        ? project.runs.map(run => ({ kind: "run", project, run }))
        : groups.map(group => ({ kind: "group", project, group }))
    if (project.total > project.runs.length) rows.push({ kind: "more", project })
    if (project.skipped.length) rows.push({ kind: "skipped", project })
    return rows
  }

  async #ask(): Promise<void> {
    while (this.#again) {
      this.#again = false
      if (this.session.state !== "ready") break
      try {
        const uris = await placesOfProjects()
        const ask = (params: { uri: string }) => this.session.request("gage/runs", params)
        this.projects = await askForAll(ask, uris, this.choice, this.#limit, this.id === "gage.deleted")
        this.#tell("")
      } catch (error) {
        this.#tell(error instanceof Error ? error.message : String(error))
      }
      await new Promise(resolve => setTimeout(resolve, PAUSE))
    }
  }

  #tell(trouble: string): void {
    const filtered = this.choice.where !== ""
    const shown = this.projects.reduce((sum, project) => sum + project.total, 0)
    const all = this.projects.reduce((sum, project) => sum + project.all, 0)
    this.tree.message = trouble || (filtered ? `${this.choice.where} · ${shown} of ${all}` : "")
    this.tree.description = this.choice.sort && `by ${this.choice.sort}`
    if (this.id === "gage.runs") {
      void vscode.commands.executeCommand("setContext", "gage.runs.filtered", filtered)
      const running = this.runs.filter(row => isUnderWay(row.run)).length
      this.tree.badge = { value: running, tooltip: `${running} running` }
    }
    this.#changed.fire()
  }
}

/** A place in each project of the workspace: its gagefiles, and the folders themselves, which may have runs alone. */
async function placesOfProjects(): Promise<string[]> {
  const gagefiles = await vscode.workspace.findFiles("**/gage.{toml,yaml,yml,json}", "**/{node_modules,.venv,venv}/**", 100)
  const folders = vscode.workspace.workspaceFolders ?? []
  return [...folders.map(folder => folder.uri.toString()), ...gagefiles.map(uri => uri.toString()).sort()]
}

export { rowId }
