/** Joins the parts of the extension; has no behaviour of its own. */

import * as vscode from "vscode"

import { askForFlags, askForOperation, type Operation } from "./operations/ask.ts"
import { makeGagefile } from "./operations/gagefile.ts"
import { makeSample } from "./operations/sample.ts"
import { directoryOf, runOperation, runWords, Tasks } from "./operations/tasks.ts"
import { OperationsView } from "./operations/view.ts"
import type { RunOfStore, RunRequest } from "./protocol.ts"
import { chooseInterpreter } from "./python/choose.ts"
import { onPythonChosen } from "./python/extensions.ts"
import { askForFilter, askForGrouping, askForOrder } from "./runs/choose.ts"
import { runCommands } from "./runs/commands.ts"
import { RunDocuments } from "./runs/documents.ts"
import { Pages } from "./runs/pages.ts"
import { showTable } from "./runs/table.ts"
import { RunsView } from "./runs/view.ts"
import { Session } from "./server/session.ts"
import { statusBar } from "./statusBar.ts"

const RESTARTING = ["gage.interpreter", "gage.importStrategy"]

export async function activate(context: vscode.ExtensionContext): Promise<{ session: Session; runs: RunsView; pages: Pages }> {
  const log = vscode.window.createOutputChannel("Gage", { log: true })
  const session: Session = new Session(context.extensionPath, log, (command, args) => inTerminal(session, command, args))
  const runs = new RunsView("gage.runs", session, context.workspaceState)
  const deleted = new RunsView("gage.deleted", session, context.workspaceState)
  const documents = new RunDocuments(session)
  const operations = new OperationsView(session)
  const pages = new Pages(session, context.extensionUri, context.workspaceState)
  context.subscriptions.push(log, session, runs, deleted, documents, operations, pages)
  context.subscriptions.push(vscode.window.registerTreeDataProvider("gage.operations", operations))
  context.subscriptions.push(vscode.tasks.registerTaskProvider("gage", new Tasks(session)), statusBar(session, runs))
  register(context, {
    "gage.runOperation": operation => runAsked(session, operation, "Run"),
    "gage.runOperationWith": operation => runAsked(session, operation, "Run with"),
    "gage.stageOperation": operation => runAsked(session, operation, "Stage"),
    "gage.showOperation": operation => vscode.window.showTextDocument((operation as Operation).uri),
    "gage.makeGagefile": () => makeGagefile(session),
    "gage.makeSample": () => makeSample(context.extensionUri),
    "gage.check": () => check(session),
    "gage.restart": () => session.restart(),
    "gage.showLog": () => log.show(),
    "gage.chooseInterpreter": () => chooseInterpreter(session),
    "gage.runs.refresh": () => Promise.all([runs.refresh(), deleted.refresh(), operations.refresh()]),
    "gage.runs.filter": () => askForFilter(session, runs),
    "gage.runs.clearFilter": () => runs.choose({ where: "" }),
    "gage.runs.sort": () => askForOrder(session, runs),
    "gage.runs.group": () => askForGrouping(runs),
    "gage.runs.showMore": () => runs.showMore(),
    "gage.runs.table": given => showTable(session, runs, pages, given),
    ...runCommands(session, runs, deleted, pages),
  })
  const restart = () => void session.restart()
  context.subscriptions.push(
    vscode.workspace.onDidGrantWorkspaceTrust(restart),
    vscode.workspace.onDidChangeConfiguration(event => RESTARTING.some(name => event.affectsConfiguration(name)) && restart()),
  )
  void onPythonChosen(restart).then(disposable => context.subscriptions.push(disposable))
  restart()
  return { session, runs, pages }
}

/** Registers commands whose errors are told in a message with the log at hand, never as "command failed". */
function register(context: vscode.ExtensionContext, commands: Record<string, (...args: unknown[]) => unknown>): void {
  for (const [name, act] of Object.entries(commands)) {
    const guarded = async (...args: unknown[]) => {
      try {
        return await act(...args)
      } catch (error) {
        void tell(error)
        return undefined
      }
    }
    context.subscriptions.push(vscode.commands.registerCommand(name, guarded))
  }
}

async function tell(error: unknown): Promise<void> {
  const message = error instanceof Error ? error.message : String(error)
  if ((await vscode.window.showErrorMessage(message, "Show Log")) === "Show Log") await vscode.commands.executeCommand("gage.showLog")
}

/** Commands of the server that run something, which happen in a terminal here. */
function inTerminal(session: Session, command: string, args: unknown[]): Promise<unknown> | undefined {
  const [argument] = args
  const run = argument as RunRequest
  switch (command) {
    case "gage.run":
      return runOperation(session, run).catch(tell)
    case "gage.stage":
      return runOperation(session, run, true).catch(tell)
    case "gage.runWithFlags":
      return runWithFlags(session, run).catch(tell)
    case "gage.start":
      return vscode.commands.executeCommand<unknown>("gage.runs.start", (argument as RunOfStore).run) as Promise<unknown>
    case "gage.rerun":
      return vscode.commands.executeCommand<unknown>("gage.runs.again", (argument as RunOfStore).run) as Promise<unknown>
    default:
      return undefined
  }
}

async function runAsked(session: Session, given: unknown, title: "Run" | "Run with" | "Stage"): Promise<unknown> {
  const operation = isOperation(given) ? given : await askForOperation(session, `${title} Operation`)
  if (!operation) return undefined
  const request = { uri: operation.uri.toString(), operation: operation.name }
  return title === "Run with" ? runWithFlags(session, request) : runOperation(session, request, title === "Stage")
}

/** Whether a command was called on a row of the view; an editor's menu gives the file. */
function isOperation(given: unknown): given is Operation {
  return typeof given === "object" && given !== null && "name" in given && "uri" in given
}

async function runWithFlags(session: Session, request: RunRequest): Promise<unknown> {
  const known = await session.request("gage/config", { uri: request.uri, operation: request.operation })
  const flags = await askForFlags(`Run ${request.operation}`, known.flags)
  return flags && runOperation(session, { ...request, flags })
}

async function check(session: Session): Promise<unknown> {
  const [folder] = vscode.workspace.workspaceFolders ?? []
  const active = vscode.window.activeTextEditor?.document.uri
  const directory = active?.scheme === "file" && /[/\\]gage\.(toml|ya?ml|json)$/.test(active.fsPath) ? directoryOf(active) : folder?.uri.fsPath
  if (directory === undefined) throw new Error("Open a folder to check its gagefiles.")
  return runWords(session, "check", directory, ["check"])
}
