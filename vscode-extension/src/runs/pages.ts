/** Pages of runs in editors: answers what they ask, carries out what a person clicks, and survives a reload. */

import * as crypto from "node:crypto"
import * as path from "node:path"
import * as vscode from "vscode"

import { ACTS, ASKED, type FromPage, type Shown, type ToPage } from "../page/messages.ts"
import type { ExpressionError } from "../protocol.ts"
import type { Session } from "../server/session.ts"
import { rowsOf } from "./rows.ts"
import { save } from "./save.ts"

const TYPE = "gage.page"

interface Open {
  panel: vscode.WebviewPanel
  shown: Shown
}

export class Pages implements vscode.WebviewPanelSerializer<Shown>, vscode.Disposable {
  readonly #open = new Set<Open>()
  readonly #disposables: vscode.Disposable[]

  constructor(
    readonly session: Session,
    readonly extension: vscode.Uri,
    readonly memory: vscode.Memento,
  ) {
    this.#disposables = [
      vscode.window.registerWebviewPanelSerializer(TYPE, this),
      session.onRunsChanged(runsDir => this.#tell(page => page.shown.runsDir === runsDir, { kind: "changed" })),
      session.onDidChange(state => state === "ready" && this.#tell(() => true, { kind: "changed" })),
    ]
  }

  /** Shows runs in a page; one that shows the same comes to the front. */
  show(shown: Shown, title: string): void {
    const same = [...this.#open].find(page => JSON.stringify(page.shown) === JSON.stringify(shown))
    if (same) {
      same.panel.reveal()
      return
    }
    this.#fill(vscode.window.createWebviewPanel(TYPE, title, vscode.ViewColumn.Active, {}), shown)
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel, shown: Shown | undefined): Promise<void> {
    if (isShown(shown)) this.#fill(panel, shown)
    else panel.dispose()
  }

  dispose(): void {
    vscode.Disposable.from(...this.#disposables).dispose()
  }

  #fill(panel: vscode.WebviewPanel, shown: Shown): void {
    const page = { panel, shown }
    const resources = vscode.Uri.joinPath(this.extension, "dist")
    const { webview } = panel
    webview.options = { enableScripts: true, localResourceRoots: [resources, vscode.Uri.file(shown.runsDir)] }
    const icon = (theme: string) => vscode.Uri.joinPath(this.extension, "media", `gage-${theme}.svg`)
    panel.iconPath = { light: icon("light"), dark: icon("dark") }
    this.#open.add(page)
    panel.onDidDispose(() => this.#open.delete(page))
    webview.onDidReceiveMessage((message: FromPage) => this.#receive(page, message))
    webview.html = html(webview, resources)
  }

  async #receive({ panel, shown }: Open, message: FromPage): Promise<void> {
    const send = (answer: ToPage) => panel.webview.postMessage(answer)
    switch (message.kind) {
      case "ready":
        await send({ kind: "show", shown, files: String(panel.webview.asWebviewUri(vscode.Uri.file(shown.runsDir))), kept: this.memory.get(keyOf(shown)) })
        return
      case "act":
        await this.act(shown, message)
        return
      case "keep":
        await this.memory.update(keyOf(shown), message.kept)
        return
      case "save":
        await save(message.name, message.data)
        return
      case "ask":
        try {
          if (!ASKED.includes(message.method)) throw new Error(`A page cannot ask ${message.method}.`)
          const result = await this.session.request(message.method, { ...message.params, runsDir: shown.runsDir } as never)
          await send({ kind: "answer", number: message.number, result })
        } catch (error) {
          const { data } = error as { data?: ExpressionError }
          await send({ kind: "answer", number: message.number, error: error instanceof Error ? error.message : String(error), ...(data?.param && { place: data }) })
        }
    }
  }

  /** Carries out what a person clicked in a page. */
  async act(shown: Shown, { act, runs, path: file }: Extract<FromPage, { kind: "act" }>): Promise<void> {
    if (!ACTS.includes(act)) return
    const [first] = runs
    if (act === "openFile" && first !== undefined && file !== undefined) return this.#openFile(shown, first, file)
    try {
      const rows = await rowsOf(this.session, shown.runsDir, runs)
      if (!rows.length) throw new Error("The run is there no more.")
      await vscode.commands.executeCommand(`gage.runs.${act}`, rows[0], rows)
    } catch (error) {
      void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error))
    }
  }

  async #openFile(shown: Shown, id: string, file: string): Promise<void> {
    const run = await this.session.request("gage/run", { runsDir: shown.runsDir, id })
    const known = run.files.find(each => each.path === file) // only what the run has, whatever the page says
    if (known) await vscode.commands.executeCommand("vscode.open", vscode.Uri.file(path.join(run.run_dir, known.path)))
  }

  #tell(whom: (page: Open) => boolean, message: ToPage): void {
    for (const page of this.#open) if (whom(page)) void page.panel.webview.postMessage(message)
  }
}

function isShown(shown: unknown): shown is Shown {
  const { runsDir, ids, table } = (shown ?? {}) as { runsDir?: unknown; ids?: unknown; table?: unknown }
  return typeof runsDir === "string" && (table === true || (Array.isArray(ids) && ids.every(id => typeof id === "string")))
}

/** What a page keeps is kept for all pages of its kind. */
function keyOf(shown: Shown): string {
  return `${TYPE}.${"table" in shown ? `table ${shown.runsDir}` : "runs"}`
}

/** The document of a page: nothing from elsewhere, no code but the extension's. */
function html(webview: vscode.Webview, resources: vscode.Uri): string {
  const address = (name: string) => webview.asWebviewUri(vscode.Uri.joinPath(resources, name))
  const nonce = crypto.randomBytes(16).toString("base64")
  const policy = `default-src 'none'; img-src ${webview.cspSource}; style-src ${webview.cspSource}; font-src ${webview.cspSource}; script-src 'nonce-${nonce}'`
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<link rel="stylesheet" href="${address("page.css")}">
<title>Gage</title>
</head>
<body><script nonce="${nonce}" src="${address("page.js")}" defer></script></body>
</html>`
}
