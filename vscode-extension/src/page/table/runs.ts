/** The runs of a table as the server orders and filters them, asked for in pages; one question at a time. */

import type { Run, RunsResult } from "../../protocol.ts"
import type { Source } from "../source.ts"

const PAGE = 1_000
const REST = 3 // times as long as asking took is it left alone, so that a busy runs directory leaves the server time

export interface Query {
  where: string
  sort: string
}

export interface Listed {
  runs: Run[]
  total: number
  all: number
}

export class Runs {
  readonly #source: Source
  /** Shown after each page. */
  readonly #tell: (listed: Listed) => void
  listed: Listed = { runs: [], total: 0, all: 0 }
  #asking: Promise<void> | undefined
  #wanted: Query | undefined
  #asked: Query = { where: "", sort: "" }

  constructor(source: Source, tell: (listed: Listed) => void) {
    this.#source = source
    this.#tell = tell
  }

  /** Asks for runs; of questions that come while one is under way, only the last is asked. Raises Refusal. */
  ask(query: Query): Promise<void> {
    this.#wanted = query
    this.#asking ??= this.#ask().finally(() => (this.#asking = undefined))
    return this.#asking
  }

  async #ask(): Promise<void> {
    while (this.#wanted) {
      const query = this.#wanted
      this.#wanted = undefined
      const isNew = query.where !== this.#asked.where || query.sort !== this.#asked.sort || !this.listed.runs.length
      const begun = performance.now()
      try {
        await this.#askForAll(query, isNew)
      } catch (error) {
        if (!this.#wanted) throw error
      }
      const rest = Math.min(10_000, (performance.now() - begun) * REST)
      for (const end = performance.now() + rest; performance.now() < end && !this.#isOther(query); ) await new Promise(resolve => setTimeout(resolve, 20))
    }
  }

  /** Whether meanwhile something else is wanted, which waits for nothing. */
  #isOther(query: Query): boolean {
    return this.#wanted !== undefined && (this.#wanted.where !== query.where || this.#wanted.sort !== query.sort)
  }

  /** Pages of what is new are shown as they come; what was there already stays until all of it is. */
  async #askForAll(query: Query, isNew: boolean): Promise<void> {
    const runs: Run[] = []
    for (;;) {
      const page: RunsResult = await this.#source.ask("gage/runs", { ...(query.where && { where: query.where }), ...(query.sort && { sort: query.sort }), limit: PAGE, offset: runs.length })
      if (this.#isOther(query)) return
      this.#asked = query
      runs.push(...page.runs)
      const isLast = !page.runs.length || runs.length >= page.total
      if (isNew || isLast) {
        this.listed = { runs: isLast ? runs : [...runs], total: page.total, all: page.all }
        this.#tell(this.listed)
      }
      if (isLast) return
    }
  }
}
