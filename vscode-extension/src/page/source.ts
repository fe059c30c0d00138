/** Where the page's data come from: one interface, here answered by messages to the editor. */

import type { Requests } from "../protocol.ts"
import type { Act, Asked, FromPage, Params, Shown, ToPage } from "./messages.ts"

export interface Source {
  ask<M extends Asked>(method: M, params: Params<M>): Promise<Requests[M][1]>
  act(act: Act, run: string, path?: string): void
  /** The address of a file of a run's directory, for images. */
  fileAddress(runDirectory: string, path: string): string
  onShow(callback: (shown: Shown) => void): void
  /** Calls back when something changed in the runs directory. */
  onChange(callback: () => void): void
}

interface Editor {
  postMessage(message: FromPage): void
  setState(state: Shown): void
}

declare function acquireVsCodeApi(): Editor

/** The source of a page inside of VS Code. */
export function editorSource(): Source {
  const editor = acquireVsCodeApi()
  const waiting = new Map<number, { resolve(result: unknown): void; reject(error: Error): void }>()
  let number = 0
  let files = ""
  let show: (shown: Shown) => void = () => {}
  let change: () => void = () => {}
  window.addEventListener("message", (event: MessageEvent<ToPage>) => {
    const message = event.data
    if (message.kind === "changed") change()
    else if (message.kind === "show") {
      files = message.files
      editor.setState(message.shown)
      show(message.shown)
    } else {
      const asker = waiting.get(message.number)
      waiting.delete(message.number)
      if (message.error === undefined) asker?.resolve(message.result)
      else asker?.reject(new Error(message.error))
    }
  })
  return {
    ask: (method, params) =>
      new Promise((resolve, reject) => {
        number += 1
        waiting.set(number, { resolve: resolve as (result: unknown) => void, reject })
        editor.postMessage({ kind: "ask", number, method, params })
      }),
    act: (act, run, path) => editor.postMessage({ kind: "act", act, run, ...(path !== undefined && { path }) }),
    fileAddress: (runDirectory, path) => [files, ...runDirectory.split(/[/\\]/).slice(-1), ...path.split("/")].map((part, index) => (index ? encodeURIComponent(part) : part)).join("/"),
    onShow: callback => {
      show = callback
      editor.postMessage({ kind: "ready" })
    },
    onChange: callback => {
      change = callback
    },
  }
}
