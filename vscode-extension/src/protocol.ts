/** What gage-ls adds to LSP, as docs/interfaces.md of Gage describes it: names and shapes, no behaviour. */

export type Value = string | number | boolean | null
export type Status = "pending" | "staged" | "running" | "completed" | "error" | "terminated" | "unknown"

/** A run as lists have it. Times are ISO 8601 in UTC, durations seconds. */
export interface Run {
  id: string
  name: string
  operation: string
  namespace: string
  version: string | null
  status: Status
  label: string | null
  tags: string[]
  started: string | null
  stopped: string | null
  duration: number | null
  exit_code: number | null
  config: Record<string, Value>
  metrics: Record<string, number | null>
  attributes: Record<string, Value>
  project: string | null
  project_id: string | null
  run_dir: string
}

export interface RunFile {
  path: string
  type: "source code" | "runtime" | "dependency" | "generated"
  size: number | null
  sha256: string
}

export interface RunComment {
  id: string
  message: string
  author: string
  time: string
}

export interface Dependency {
  type: string
  named: string
  runs: { id: string; name: string; operation: string }[]
  files: { path: string; source: string | null; sha256: string | null }[]
}

/** A run with all that is kept of it. */
export interface RunDetails extends Run {
  files: RunFile[]
  comments: RunComment[]
  dependencies: Dependency[]
  command: string | string[] | null
}

/** A value that a run may be given, and what it may be. */
export interface Flag {
  name: string
  type: "string" | "integer" | "number" | "boolean" | "any"
  default: Value
  choices: Value[]
  min: number | null
  max: number | null
  required: boolean
  description: string | null
  file: string | null
}

/** Whose runs are meant: those of the project that a file or directory belongs to, or of a runs directory. */
export type Place = { uri: string } | { runsDir: string }

export interface RunsParams {
  where?: string
  sort?: string
  deleted?: boolean
  limit?: number
  offset?: number
}

export interface RunsResult {
  runs: Run[]
  total: number
  all: number
  runsDir: string
  skipped: { name: string; reason: string }[]
}

export interface OutputEntry {
  phase: string
  stream: "stdout" | "stderr"
  time: string | null
  text: string
}

export interface OutputResult {
  entries: OutputEntry[]
  offset: number
  next: number
  size: number
  done: boolean
}

export interface Points {
  steps: number[]
  values: (number | null)[]
  times: (string | null)[]
}

export interface SeriesResult {
  series: Record<string, Points>
  next: number
  size: number
  done: boolean
}

export interface ComparedRow {
  name: string
  values: Value[]
  differs: boolean
}

export interface CompareResult {
  runs: Run[]
  config: ComparedRow[]
  metrics: ComparedRow[]
  attributes: ComparedRow[]
}

/** Where an expression cannot be read: the `data` of such an error. */
export interface ExpressionError {
  param: "where" | "sort"
  start: number
  end: number
  replacement: string | null
}

/** The requests of gage-ls: what each takes and gives. */
export interface Requests {
  "gage/runs": [Place & RunsParams, RunsResult]
  "gage/run": [Place & { id: string }, RunDetails]
  "gage/output": [Place & { id: string; offset?: number; limit?: number }, OutputResult]
  "gage/series": [Place & { id: string; offset?: number; limit?: number }, SeriesResult]
  "gage/compare": [Place & { ids: string[] }, CompareResult]
  "gage/config": [{ uri: string; operation: string }, { config: Record<string, Value>; flags: Flag[] }]
}

/** The commands of gage-ls that the extension sends, each with one object as its argument. */
export interface Commands {
  "gage.stop": [Place & { run: string }, null]
  "gage.showOutput": [Place & { run: string }, null]
  "gage.label": [Place & { run: string; label: string | null }, null]
  "gage.tag": [Place & { run: string; add?: string[]; remove?: string[] }, null]
  "gage.comment": [Place & { run: string; text: string | null; comment?: string }, { comment: string }]
  "gage.delete": [Place & { runs: string[] }, null]
  "gage.restore": [Place & { runs: string[] }, null]
  "gage.purge": [Place & { runs: string[] }, null]
}

export const RUNS_CHANGED = "gage/runsChanged"

export interface RunsChanged {
  runsDir: string
}

/** What the commands `gage.run` and `gage.stage` of lenses and code actions carry. */
export interface RunRequest {
  uri: string
  operation: string
  flags?: Record<string, Value>
  label?: string
  tags?: string[]
}

/** What `gage.start`, `gage.rerun`, `gage.stop` and `gage.showOutput` carry. */
export type RunOfStore = Place & { run: string; flags?: Record<string, Value> }
