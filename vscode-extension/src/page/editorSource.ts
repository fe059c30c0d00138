/** The source of a page inside of VS Code, answered by messages to the extension. */

import type { FromPage, Shown, ToPage } from "./messages.ts"
import { Refusal, type Source } from "./source.ts"

interface Editor {
  postMessage(message: FromPage): void
  setState(state: Shown): void
}

declare function acquireVsCodeApi(): Editor

export function editorSource(): Source {
  const editor = acquireVsCodeApi()
  const waiting = new Map<number, { resolve(result: unknown): void; reject(error: Error): void }>()
  let number = 0
  let files = ""
  let show: (shown: Shown, kept: unknown) => void = () => {}
  let change: () => void = () => {}
  window.addEventListener("message", (event: MessageEvent<ToPage>) => {
    const message = event.data
    if (message.kind === "changed") change()
    else if (message.kind === "show") {
      files = message.files
      editor.setState(message.shown)
      show(message.shown, message.kept)
    } else {
      const asker = waiting.get(message.number)
      waiting.delete(message.number)
      if (message.error === undefined) asker?.resolve(message.result)
      else asker?.reject(new Refusal(message.error, message.place))
    }
  })
  return {
    ask: (method, params) =>
      new Promise((resolve, reject) => {
        number += 1
        waiting.set(number, { resolve: resolve as (result: unknown) => void, reject })
        editor.postMessage({ kind: "ask", number, method, params })
      }),
    act: (act, runs, path) => editor.postMessage({ kind: "act", act, runs: [...runs], ...(path !== undefined && { path }) }),
    keep: kept => editor.postMessage({ kind: "keep", kept }),
    save: (name, data) => editor.postMessage({ kind: "save", name, data }),
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
