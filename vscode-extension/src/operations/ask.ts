/** Asks a person which operation to run, and with which flags; runs nothing. */

import * as vscode from "vscode"

import type { Session } from "../server/session.ts"
import type { Value } from "../protocol.ts"
import * as words from "../words.ts"
import { read, whyNot, type Flags } from "./flags.ts"

/** An operation and the gagefile it stands in. */
export interface Operation {
  name: string
  uri: vscode.Uri
}

/** The operations of a workspace, those of the active gagefile first. */
export async function operationsOf(session: Session): Promise<Operation[]> {
  const found = (await session.operations()).map(each => ({ name: each.name, uri: vscode.Uri.parse(each.location.uri) }))
  const active = vscode.window.activeTextEditor?.document.uri.toString()
  return found.sort((one, other) => Number(other.uri.toString() === active) - Number(one.uri.toString() === active))
}

/** The operation a person chooses; the only one there is without asking. */
export async function askForOperation(session: Session, title: string): Promise<Operation | undefined> {
  const operations = await operationsOf(session)
  if (!operations.length) {
    void vscode.window.showInformationMessage("There is no operation to run: no gagefile of this workspace has one.")
    return undefined
  }
  const several = new Set(operations.map(each => each.uri.toString())).size > 1
  const items = operations.map(operation => ({
    label: operation.name,
    description: several ? vscode.workspace.asRelativePath(operation.uri) : "",
    operation,
  }))
  return (await vscode.window.showQuickPick(items, { title, placeHolder: "Operation" }))?.operation
}

/** The flags a person changes, beginning with the values a run would have; undefined where they give up. */
export async function askForFlags(title: string, config: Record<string, Value>): Promise<Flags | undefined> {
  const flags: Flags = {}
  for (;;) {
    const items = Object.entries(config).map(([name, value]) => ({
      label: name,
      description: words.value(flags[name] ?? value),
      detail: name in flags ? `was ${words.value(value)}` : "",
      name,
    }))
    const go = { label: "$(play) Run", description: changed(flags), alwaysShow: true, name: undefined }
    const separator = { label: "flags", kind: vscode.QuickPickItemKind.Separator, name: undefined }
    const placeHolder = items.length ? "Choose a flag to change, or run" : "This operation has no flags"
    const chosen = await vscode.window.showQuickPick([go, separator, ...items], { title, placeHolder, ignoreFocusOut: true })
    if (!chosen) return undefined
    if (chosen.name === undefined) return flags
    const before = config[chosen.name] ?? null
    const value = await askForValue(title, chosen.name, flags[chosen.name] ?? before)
    if (value !== undefined) flags[chosen.name] = value
  }
}

async function askForValue(title: string, name: string, before: Value): Promise<Value | undefined> {
  const options = { title: `${title}: ${name}`, ignoreFocusOut: true }
  if (typeof before === "boolean") {
    const chosen = await vscode.window.showQuickPick(["true", "false"], { ...options, placeHolder: String(before) })
    return chosen === undefined ? undefined : chosen === "true"
  }
  const value = before === null ? "" : String(before)
  const text = await vscode.window.showInputBox({ ...options, value, validateInput: typed => whyNot(typed, before) })
  return text === undefined ? undefined : read(text, before)
}

function changed(flags: Flags): string {
  return Object.entries(flags)
    .map(([name, value]) => `${name}=${words.value(value)}`)
    .join(" ")
}
