/** What a run printed, followed to its end while it lives; keeps the end of what is long. */

import { element } from "./dom.ts"
import type { Source } from "./source.ts"

const TAIL = 1 << 16 // bytes that are asked for first
const MOST = 400_000 // characters kept

export class Output {
  readonly #text = element("pre", { tabindex: "0", "aria-label": "Output" })
  readonly root = this.#text
  #next: number | undefined
  #run = ""
  #following: Promise<void> | undefined

  constructor(readonly source: Source) {}

  /** Shows what was printed since the last time. */
  follow(run: string): Promise<void> {
    if (run !== this.#run) {
      this.#run = run
      this.#next = undefined
      this.#text.replaceChildren()
    }
    this.#following ??= this.#ask().finally(() => (this.#following = undefined))
    return this.#following
  }

  async #ask(): Promise<void> {
    const run = this.#run
    for (;;) {
      const part = await this.source.ask("gage/output", { id: run, offset: this.#next ?? -TAIL })
      if (run !== this.#run) return
      const isAtEnd = this.#text.scrollHeight - this.#text.scrollTop - this.#text.clientHeight < 20
      for (const entry of part.entries) this.#text.append(element("span", { class: entry.stream }, visible(entry.text)))
      this.#forget()
      if (isAtEnd) this.#text.scrollTop = this.#text.scrollHeight
      if (part.next === this.#next || part.next >= part.size) {
        this.#next = part.next
        return
      }
      this.#next = part.next
    }
  }

  #forget(): void {
    let length = this.#text.textContent?.length ?? 0
    while (length > MOST && this.#text.firstChild) {
      length -= this.#text.firstChild.textContent?.length ?? 0
      this.#text.firstChild.remove()
    }
  }
}

/** Without the escape sequences of terminals; of a line that was written over, the last version. */
function visible(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replace(/\x1b\[[0-?]*[ -/]*[@-~]/g, "").replace(/[^\n]*\r(?!\n)(?=[^\n])/g, "")
}
