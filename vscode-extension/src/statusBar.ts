/** What the status bar tells: how many runs are under way, and, beside a gagefile, with which Python. */

import * as vscode from "vscode"

import { isUnderWay } from "./runs/model.ts"
import type { RunsView } from "./runs/view.ts"
import type { Session } from "./server/session.ts"

export function statusBar(session: Session, view: RunsView): vscode.Disposable {
  const running = vscode.window.createStatusBarItem("gage.running", vscode.StatusBarAlignment.Left)
  running.name = "Gage: Runs"
  running.command = "gage.runs.focus"
  const python = vscode.languages.createLanguageStatusItem("gage.python", { pattern: "**/gage.{toml,yaml,yml,json}" })
  python.name = "Gage"
  python.command = { command: "gage.chooseInterpreter", title: "Choose Python" }
  const tell = () => {
    const count = view.runs.filter(row => isUnderWay(row.run)).length
    running.text = `$(sync~spin) ${count} running`
    running.tooltip = "Runs of Gage that are under way"
    if (count) running.show()
    else running.hide()
    const interpreter = session.interpreter
    python.text = interpreter ? `Python ${interpreter.version} (${interpreter.origin})` : "no Python"
    python.detail = session.trouble || (interpreter?.path ?? "")
    python.busy = session.state === "starting"
    python.severity = session.state === "ready" || session.state === "starting" ? vscode.LanguageStatusSeverity.Information : vscode.LanguageStatusSeverity.Error
  }
  tell()
  return vscode.Disposable.from(running, python, session.onDidChange(tell), view.onDidChangeTreeData(tell))
}
