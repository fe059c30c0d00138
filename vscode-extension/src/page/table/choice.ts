/** What a person chose of the table, and how a choice becomes another one; kept by whoever holds the page. */

export interface Sort {
  id: string
  descending: boolean
}

export interface Choice {
  /** Ids of columns; those without a place come behind. */
  order: string[]
  visible: Record<string, boolean>
  /** In pixels. */
  widths: Record<string, number>
  sorts: Sort[]
  /** Filter expressions, all of which a run must match. */
  terms: string[]
  onlyChanged: boolean
}

export const NOTHING: Choice = { order: [], visible: {}, widths: {}, sorts: [], terms: [], onlyChanged: false }

const NARROWEST = 40
const WIDEST = 800

/** What was kept, as far as it is a choice. */
export function choiceOf(kept: unknown): Choice {
  const of = (typeof kept === "object" && kept !== null ? kept : {}) as Record<keyof Choice, unknown>
  return {
    order: texts(of.order),
    visible: record(of.visible, "boolean"),
    widths: record<number>(of.widths, "number"),
    sorts: (Array.isArray(of.sorts) ? of.sorts : []).filter((each): each is Sort => typeof each?.id === "string" && typeof each.descending === "boolean"),
    terms: texts(of.terms),
    onlyChanged: of.onlyChanged === true,
  }
}

function texts(of: unknown): string[] {
  return Array.isArray(of) ? of.filter(each => typeof each === "string") : []
}

function record<V>(of: unknown, type: "boolean" | "number"): Record<string, V> {
  return typeof of === "object" && of !== null ? (Object.fromEntries(Object.entries(of).filter(([, value]) => typeof value === type)) as Record<string, V>) : {}
}

/** After a click on a header: ascending, descending, not at all. The other sorts stay where one is added. */
export function sorted(sorts: readonly Sort[], id: string, adds: boolean): Sort[] {
  const known = sorts.find(each => each.id === id)
  const next = !known ? { id, descending: false } : known.descending ? undefined : { id, descending: true }
  if (!adds) return next ? [next] : []
  if (!known) return [...sorts, { id, descending: false }]
  return sorts.flatMap(each => (each.id !== id ? [each] : next ? [next] : []))
}

/** Ids with one moved to the place that another has; the first column stays where it is. */
export function moved(ids: readonly string[], id: string, target: string): string[] {
  const [from, to] = [ids.indexOf(id), ids.indexOf(target)]
  if (from <= 0 || to <= 0) return [...ids]
  const others = ids.filter(each => each !== id)
  others.splice(to, 0, id)
  return others
}

/** A width within what can be used. */
export function width(pixels: number): number {
  return Math.round(Math.min(WIDEST, Math.max(NARROWEST, pixels)))
}
