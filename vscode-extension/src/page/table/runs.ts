/** The runs of a table as the server orders and filters them, asked for in pages; one question at a time. */

import type { Run, RunsResult } from "../../protocol.ts"
import type { Source } from "../source.ts"
import { merged } from "./merge.ts"

const PAGE = 1_000
const REST = 3 // times as long as asking for all took are they left alone; meanwhile what is in sight is kept up
const LONGEST_REST = 10_000 // milliseconds

export interface Query {
  where: string
  sort: string
}

export interface Listed {
  runs: readonly Run[]
  total: number
  all: number
  /** What lies among the runs and cannot be read. */
  skipped: RunsResult["skipped"]
}

export interface Onlooker {
  /** Shown after each page. */
  show(listed: Listed): void
  /** The places of the rows in sight. */
  sight(): { startIndex: number; endIndex: number } | null
  /** Asks again, since time has come to look at all. */
  again(): void
}

export class Runs {
  readonly #source: Source
  readonly #onlooker: Onlooker
  listed: Listed = { runs: [], total: 0, all: 0, skipped: [] }
  #asking: Promise<void> | undefined
  #wanted: Query | undefined
  #asked: Query | undefined
  #took = 0
  #resting: ReturnType<typeof setTimeout> | undefined
  #isDue = false

  constructor(source: Source, onlooker: Onlooker) {
    this.#source = source
    this.#onlooker = onlooker
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
      try {
        const isKnown = isSame(query, this.#asked)
        if (isKnown && !this.#isDue && this.listed.runs.length > PAGE) await this.#askForSight(query)
        else await this.#askForAll(query, isKnown)
      } catch (error) {
        if (!this.#wanted) throw error
      }
    }
  }

  /** Of many runs those in sight, at once; all of them later. */
  async #askForSight(query: Query): Promise<void> {
    const { startIndex, endIndex } = this.#onlooker.sight() ?? { startIndex: 0, endIndex: 0 }
    const page = await this.#page(query, startIndex, endIndex - startIndex + 1)
    this.#show({ ...page, runs: merged(this.listed.runs, page.runs, startIndex) })
    this.#resting ??= setTimeout(() => {
      this.#resting = undefined
      this.#isDue = true
      this.#onlooker.again()
    }, Math.min(LONGEST_REST, this.#took * REST))
  }

  /** Pages of what is new are shown as they come; what was there already stays until all of it is. */
  async #askForAll(query: Query, isKnown: boolean): Promise<void> {
    const begun = performance.now()
    const runs: Run[] = []
    this.#isDue = false
    for (;;) {
      const page = await this.#page(query, runs.length, PAGE)
      if (this.#wanted && !isSame(this.#wanted, query)) return
      runs.push(...page.runs)
      this.#asked = query
      const isLast = !page.runs.length || runs.length >= page.total
      if (!isKnown || isLast) this.#show({ ...page, runs: [...runs] })
      if (isLast) break
    }
    this.#took = performance.now() - begun
  }

  #show({ runs, total, all, skipped }: Listed): void {
    this.listed = { runs, total, all, skipped }
    this.#onlooker.show(this.listed)
  }

  #page({ where, sort }: Query, offset: number, limit: number): Promise<RunsResult> {
    return this.#source.ask("gage/runs", { ...(where && { where }), ...(sort && { sort }), limit, offset })
  }
}

function isSame(query: Query, other: Query | undefined): boolean {
  return query.where === other?.where && query.sort === other.sort
}
