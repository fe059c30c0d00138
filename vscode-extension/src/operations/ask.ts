/** Asks a person which operation to run, and with which flags; runs nothing. */

import * as vscode from "vscode"

import type { Session } from "../server/session.ts"
import type { Flag, Value } from "../protocol.ts"
import * as words from "../words.ts"
import { kind, missing, read, whyNot, type Flags } from "./flags.ts"

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
export async function askForFlags(title: string, known: readonly Flag[]): Promise<Flags | undefined> {
  const flags: Flags = {}
  for (;;) {
    const lacks = missing(known, flags)
    const items = known.map(flag => ({
      label: flag.name,
      description: words.value(flags[flag.name] ?? flag.default ?? ""),
      detail: [flag.name in flags && `was ${words.value(flag.default)}`, kind(flag), flag.description, flag.file].filter(Boolean).join(" · "),
      flag,
    }))
    const go = { label: "$(play) Run", description: lacks.length ? `needs ${lacks.join(", ")}` : changed(flags), alwaysShow: true, flag: undefined }
    const separator = { label: "flags", kind: vscode.QuickPickItemKind.Separator, flag: undefined }
    const placeHolder = items.length ? "Choose a flag to change, or run" : "This operation has no flags"
    const chosen = await vscode.window.showQuickPick([go, separator, ...items], { title, placeHolder, ignoreFocusOut: true })
    if (!chosen) return undefined
    const flag = chosen.flag ?? known.find(each => each.name === lacks[0])
    if (!flag) return flags
    const value = await askForValue(title, flag, flags[flag.name] ?? flag.default)
    if (value !== undefined) flags[flag.name] = value
  }
}

async function askForValue(title: string, flag: Flag, before: Value): Promise<Value | undefined> {
  const options = { title: `${title}: ${flag.name}`, ignoreFocusOut: true }
  const choices = flag.type === "boolean" ? [true, false] : flag.choices
  if (choices.length) {
    const items = choices.map(choice => ({ label: words.value(choice), choice }))
    return (await vscode.window.showQuickPick(items, { ...options, placeHolder: words.value(before) }))?.choice
  }
  const value = before === null ? "" : String(before)
  const prompt = [kind(flag), flag.description].filter(Boolean).join(" · ")
  const text = await vscode.window.showInputBox({ ...options, value, prompt, validateInput: typed => whyNot(typed, flag) })
  return text === undefined ? undefined : read(text, flag)
}

function changed(flags: Flags): string {
  return Object.entries(flags)
    .map(([name, value]) => `${name}=${words.value(value)}`)
    .join(" ")
}
