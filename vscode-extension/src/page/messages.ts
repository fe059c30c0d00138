/** What the page of runs and whoever holds it say to each other; the page knows nothing else of the world. */

import type { Place, Requests } from "../protocol.ts"

/** What a page shows: runs of one runs directory, the first of them in full. */
export interface Shown {
  runsDir: string
  ids: string[]
}

/** The requests that a page may make; their `runsDir` is that of what it shows, whatever it says. */
export type Asked = "gage/run" | "gage/output" | "gage/series" | "gage/compare"
export type Params<M extends Asked> = Omit<Requests[M][0], keyof Place | "uri" | "runsDir">

/** What a person may have done with a run from the page. */
export type Act = "stop" | "again" | "openFile" | "reveal" | "label" | "tag" | "comment" | "delete" | "output"

export type FromPage =
  | { kind: "ready" }
  | { kind: "ask"; number: number; method: Asked; params: object }
  | { kind: "act"; act: Act; run: string; path?: string }

export type ToPage =
  | { kind: "show"; shown: Shown; files: string }
  | { kind: "answer"; number: number; result?: unknown; error?: string }
  | { kind: "changed" }
