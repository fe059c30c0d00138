/** The tree of operations; a click goes to where one is written. */

import * as vscode from "vscode"

import type { Session } from "../server/session.ts"
import { operationsOf, type Operation } from "./ask.ts"

export class OperationsView implements vscode.TreeDataProvider<Operation>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>()
  readonly onDidChangeTreeData = this.#changed.event
  readonly #disposables: vscode.Disposable[]
  #operations: Operation[] = []

  constructor(readonly session: Session) {
    const gagefiles = vscode.workspace.createFileSystemWatcher("**/gage.{toml,yaml,yml,json}")
    const look = () => void this.refresh()
    this.#disposables = [
      gagefiles,
      gagefiles.onDidCreate(look),
      gagefiles.onDidChange(look),
      gagefiles.onDidDelete(look),
      session.onDidChange(look),
      vscode.workspace.onDidChangeWorkspaceFolders(look),
    ]
  }

  async refresh(): Promise<void> {
    const found = this.session.state === "ready" ? await operationsOf(this.session).catch(() => []) : []
    this.#operations = found.sort((one, other) => one.uri.toString().localeCompare(other.uri.toString()))
    await vscode.commands.executeCommand("setContext", "gage.hasOperations", this.#operations.length > 0)
    this.#changed.fire()
  }

  getChildren(parent?: Operation): Operation[] {
    return parent ? [] : this.#operations
  }

  getTreeItem(operation: Operation): vscode.TreeItem {
    const item = new vscode.TreeItem(operation.name)
    const several = new Set(this.#operations.map(each => each.uri.toString())).size > 1
    item.id = `${operation.uri} ${operation.name}`
    item.iconPath = new vscode.ThemeIcon("symbol-event")
    item.description = several ? vscode.workspace.asRelativePath(operation.uri) : ""
    item.contextValue = "operation"
    item.command = { command: "gage.showOperation", title: "Show", arguments: [operation] }
    return item
  }

  dispose(): void {
    vscode.Disposable.from(...this.#disposables, this.#changed).dispose()
  }
}
