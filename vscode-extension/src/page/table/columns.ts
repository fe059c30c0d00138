/** Columns of the table: what there is to see of runs, what of it is seen, in which order; draws nothing. */

import type { Run, Value } from "../../protocol.ts"
import * as words from "../../words.ts"
import type { Choice } from "./choice.ts"

export type Type = "name" | "text" | "status" | "tag" | "time" | "duration" | "number" | "boolean"
export type Group = "run" | "metric" | "config" | "attribute"

/** A column; its `id` is the field that the server filters and sorts by. */
export interface Column {
  id: string
  title: string
  group: Group
  type: Type
  width: number
  /** Whether it is seen where nobody chose. */
  visible: boolean
  value(run: Run): Value
}

/** The column that is always the first. */
export const FIRST = "name"

const OF_ALL: Column[] = [
  column(FIRST, "Run", "name", 150, run => run.name),
  column("op", "Operation", "name", 110, run => run.operation),
  column("status", "Status", "status", 100, run => run.status),
  column("label", "Label", "text", 140, run => run.label),
  column("tag", "Tags", "tag", 110, run => run.tags.join(", ") || null),
  column("started", "Started", "time", 120, run => run.started),
  column("duration", "Duration", "duration", 100, run => run.duration),
  { ...column("stopped", "Stopped", "time", 120, run => run.stopped), visible: false },
  { ...column("id", "Id", "name", 290, run => run.id), visible: false },
]

function column(id: string, title: string, type: Type, width: number, value: (run: Run) => Value): Column {
  return { id, title, group: "run", type, width, visible: true, value }
}

/** All columns that some runs have, in the order of who chose none. */
export function columnsOf(runs: readonly Run[]): Column[] {
  return [...OF_ALL, ...named("metric", runs, run => run.metrics), ...named("config", runs, run => run.config), ...named("attribute", runs, run => run.attributes)]
}

function named(group: Exclude<Group, "run">, runs: readonly Run[], valuesOf: (run: Run) => Record<string, Value>): Column[] {
  const types = new Map<string, Type | undefined>()
  for (const run of runs) for (const [name, value] of Object.entries(valuesOf(run))) types.set(name, joined(types.get(name), value))
  return [...types]
    .sort(([one], [other]) => one.localeCompare(other, "en", { numeric: true }))
    .map(([name, type = "text"]) => ({ id: `${group}:${name}`, title: name, group, type, width: Math.min(200, 60 + 7 * name.length), visible: group !== "attribute", value: run => own(valuesOf(run), name) }))
}

/** What a run has under a name, whatever every object has under it. */
function own(values: Record<string, Value>, name: string): Value {
  return Object.hasOwn(values, name) ? (values[name] ?? null) : null
}

/** The type of values, one more of which is known; values of several types are texts. */
function joined(known: Type | undefined, value: Value): Type | undefined {
  if (value === null) return known
  const type = typeof value === "number" ? "number" : typeof value === "boolean" ? "boolean" : "text"
  return known === undefined || known === type ? type : "text"
}

/** All columns in the order a person gave them; those that have come since are where they would be, at the end of it. */
export function ordered(columns: readonly Column[], choice: Pick<Choice, "order">): Column[] {
  const place = new Map(choice.order.map((id, index) => [id, index]))
  const placeOf = ({ id }: Column) => (id === FIRST ? -1 : (place.get(id) ?? choice.order.length))
  return [...columns].sort((one, other) => placeOf(one) - placeOf(other))
}

/** The columns that are seen. */
export function seen(columns: readonly Column[], runs: readonly Run[], choice: Choice): Column[] {
  const chosen = ordered(columns, choice).filter(each => isChosen(each, choice))
  return choice.onlyChanged ? chosen.filter(each => each.id === FIRST || differs(each, runs)) : chosen
}

export function isChosen(column: Column, choice: Pick<Choice, "visible">): boolean {
  return column.id === FIRST || (choice.visible[column.id] ?? column.visible)
}

/** Whether not all runs have the same there. */
export function differs(column: Column, runs: readonly Run[]): boolean {
  const [first, ...others] = runs
  if (!first) return false
  const value = column.value(first)
  return others.some(run => column.value(run) !== value)
}

export function widthOf(column: Column, choice: Pick<Choice, "widths">): number {
  return choice.widths[column.id] ?? column.width
}

/** What a cell says; `now` in milliseconds since 1970. */
export function text(column: Column, run: Run, now: number): string {
  const value = column.value(run)
  if (value === null) return ""
  if (column.id === FIRST) return words.shortName(run)
  if (column.type === "time") return words.ago(String(value), now)
  if (column.type === "duration") return words.duration(Number(value))
  if (column.id === "status" && run.exit_code) return `${value} (${run.exit_code})`
  return words.value(value)
}

/** Columns of each group, as menus list them. */
export function inGroups(columns: readonly Column[]): [Group, Column[]][] {
  const groups = new Map<Group, Column[]>()
  for (const column of columns) groups.set(column.group, [...(groups.get(column.group) ?? []), column])
  return [...groups]
}
