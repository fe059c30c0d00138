/** Operations and runs as tasks of a terminal, which stay to be read when they have ended; asks nothing. */

import * as path from "node:path"
import * as vscode from "vscode"

import type { RunRequest, Value } from "../protocol.ts"
import type { Session } from "../server/session.ts"
import { words } from "./flags.ts"

interface Definition extends vscode.TaskDefinition {
  type: "gage"
  operation: string
  flags?: Record<string, Value>
  gagefile?: string
}

/** Runs or stages an operation, as lenses and code actions ask for it. */
export async function runOperation(session: Session, request: RunRequest, stage = false): Promise<vscode.TaskExecution> {
  const gagefile = vscode.Uri.parse(request.uri)
  await saved(gagefile)
  const definition: Definition = { type: "gage", operation: request.operation, gagefile: gagefile.fsPath }
  if (request.flags) definition.flags = request.flags
  const options = [...(stage ? ["--stage"] : []), ...(request.label ? ["--label", request.label] : [])]
  options.push(...(request.tags ?? []).flatMap(tag => ["--tag", tag]))
  const args = ["run", "--yes", ...options, "--", request.operation, ...words(request.flags ?? {})]
  return execute(session, definition, stage ? `stage ${request.operation}` : request.operation, directoryOf(gagefile), args)
}

/** Executes `gage` with words of a person's choice in a terminal, in a project. */
export async function runWords(session: Session, name: string, directory: string, args: readonly string[]): Promise<vscode.TaskExecution> {
  return execute(session, { type: "gage", operation: name }, name, directory, args)
}

/** The tasks that a person wrote in tasks.json, made complete. */
export class Tasks implements vscode.TaskProvider {
  constructor(readonly session: Session) {}

  /** None: operations are found in their view, and by the command. */
  provideTasks(): vscode.Task[] {
    return []
  }

  resolveTask(task: vscode.Task): vscode.Task | undefined {
    const definition = task.definition as Definition
    const folder = typeof task.scope === "object" ? task.scope.uri.fsPath : vscode.workspace.workspaceFolders?.[0]?.uri.fsPath
    if (!definition.operation || folder === undefined) return undefined
    const gagefile = path.resolve(folder, definition.gagefile ?? "gage.toml")
    const args = ["run", "--yes", "--", definition.operation, ...words(definition.flags ?? {})]
    return made(this.session, definition, definition.operation, directoryOf(vscode.Uri.file(gagefile)), args, task.scope)
  }
}

/** The directory of the project that a gagefile is of. */
export function directoryOf(gagefile: vscode.Uri): string {
  const directory = path.dirname(gagefile.fsPath)
  return path.basename(directory) === ".gage" ? path.dirname(directory) : directory
}

async function execute(session: Session, definition: Definition, name: string, directory: string, args: readonly string[]): Promise<vscode.TaskExecution> {
  const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(directory))
  return vscode.tasks.executeTask(made(session, definition, name, directory, args, folder ?? vscode.TaskScope.Workspace))
}

function made(
  session: Session,
  definition: Definition,
  name: string,
  directory: string,
  args: readonly string[],
  scope: vscode.WorkspaceFolder | vscode.TaskScope | undefined,
): vscode.Task {
  const { command, args: all, env } = session.gage(args)
  const execution = new vscode.ProcessExecution(command, all, { cwd: directory, env })
  const task = new vscode.Task(definition, scope ?? vscode.TaskScope.Workspace, name, "gage", execution, [])
  task.presentationOptions = { reveal: vscode.TaskRevealKind.Always, panel: vscode.TaskPanelKind.New, clear: false, showReuseMessage: false, echo: false }
  return task
}

/** Saves a gagefile that was changed: what is run is the file, and the person looks at the text. */
async function saved(gagefile: vscode.Uri): Promise<void> {
  const document = vscode.workspace.textDocuments.find(each => each.uri.toString() === gagefile.toString())
  if (document?.isDirty && !(await document.save())) throw new Error(`${path.basename(gagefile.fsPath)} could not be saved, so nothing was run.`)
}
