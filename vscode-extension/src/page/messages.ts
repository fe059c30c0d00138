/** What the pages of runs and whoever holds them say to each other; a page knows nothing else of the world. */

import type { ExpressionError, Place, Requests } from "../protocol.ts"

/** Runs of one runs directory: one in full, several over one another. */
export interface ShownRuns {
  runsDir: string
  ids: string[]
}

/** All runs of one runs directory, in a table. */
export interface ShownTable {
  runsDir: string
  table: true
}

export type Shown = ShownRuns | ShownTable

/** The requests that a page may make; their `runsDir` is that of what it shows, whatever it says. */
export const ASKED = ["gage/run", "gage/runs", "gage/output", "gage/series", "gage/compare"] as const
export type Asked = (typeof ASKED)[number]
export type Params<M extends Asked> = Omit<Requests[M][0], keyof Place | "uri" | "runsDir">

/** What a person may have done with runs from a page. */
export const ACTS = ["stop", "again", "details", "compare", "openFile", "reveal", "label", "tag", "comment", "delete", "output"] as const
export type Act = (typeof ACTS)[number]

export type FromPage =
  | { kind: "ready" }
  | { kind: "ask"; number: number; method: Asked; params: object }
  | { kind: "act"; act: Act; runs: string[]; path?: string }
  /** What the page wants to be told when it is opened again in this workspace. */
  | { kind: "keep"; kept: unknown }
  /** A file to be written where a person says. */
  | { kind: "save"; name: string; data: Uint8Array }

export type ToPage =
  | { kind: "show"; shown: Shown; files: string; kept?: unknown }
  | { kind: "answer"; number: number; result?: unknown; error?: string; place?: ExpressionError }
  | { kind: "changed" }
