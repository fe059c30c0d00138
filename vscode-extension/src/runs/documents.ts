/** Texts about runs as read-only documents of the editor, so that it can show, search and compare them. */

import * as vscode from "vscode"

import type { Place, RunDetails } from "../protocol.ts"
import type { Session } from "../server/session.ts"
import * as texts from "./texts.ts"

export const SCHEME = "gage-run"

type Kind = "details" | "config" | "output" | "empty"

const MOST_OUTPUT = 4 << 20 // bytes; what is longer is opened as a file

export class RunDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<vscode.Uri>()
  readonly onDidChange = this.#changed.event
  readonly #disposables: vscode.Disposable[]

  constructor(readonly session: Session) {
    this.#disposables = [
      vscode.workspace.registerTextDocumentContentProvider(SCHEME, this),
      session.onRunsChanged(runsDir => this.#refresh(runsDir)),
    ]
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const asked = parsed(uri)
    if (!asked || asked.kind === "empty") return ""
    const place = { runsDir: asked.runsDir }
    if (asked.kind === "output") return this.#output(place, asked.id)
    const run = await this.session.request("gage/run", { ...place, id: asked.id })
    return asked.kind === "config" ? texts.config(run) : texts.details(run, Date.now())
  }

  dispose(): void {
    vscode.Disposable.from(...this.#disposables, this.#changed).dispose()
  }

  async #output(place: Place, id: string): Promise<string> {
    let text = ""
    let offset = 0
    while (offset < MOST_OUTPUT) {
      const part = await this.session.request("gage/output", { ...place, id, offset, limit: 1 << 18 })
      text += part.entries.map(entry => entry.text).join("")
      if (part.done || part.next === offset) return text
      offset = part.next
    }
    return `${text}\n… there is more; the command 'gage cat' prints all of it.\n`
  }

  #refresh(runsDir: string): void {
    for (const document of vscode.workspace.textDocuments)
      if (document.uri.scheme === SCHEME && parsed(document.uri)?.runsDir === runsDir) this.#changed.fire(document.uri)
  }
}

/** The document with one of the texts about a run. */
export function uriOf(kind: Kind, runsDir: string, run: Pick<RunDetails, "id" | "operation" | "name">): vscode.Uri {
  const suffix = kind === "details" ? ".md" : ".txt"
  const name = `${run.operation} ${run.name.split("-", 1)[0]} ${kind}${suffix}`.replaceAll("/", "∕")
  return vscode.Uri.from({ scheme: SCHEME, path: `/${name}`, query: JSON.stringify({ kind, runsDir, id: run.id }) })
}

function parsed(uri: vscode.Uri): { kind: Kind; runsDir: string; id: string } | undefined {
  try {
    const { kind, runsDir, id } = JSON.parse(uri.query)
    return typeof runsDir === "string" && typeof id === "string" ? { kind, runsDir, id } : undefined
  } catch {
    return undefined // a document of this scheme that somebody else named
  }
}
