/** By how much values differ from those of a baseline, in words; values that are no numbers differ by nothing. */

import type { ComparedRow, Value } from "../protocol.ts"
import * as words from "../words.ts"

/** `+0.5 (+10%)`, without the second where the baseline is 0; undefined where there is nothing to tell. */
export function delta(value: Value, baseline: Value): string | undefined {
  if (typeof value !== "number" || typeof baseline !== "number" || value === baseline) return undefined
  const difference = value - baseline
  const percent = baseline === 0 ? "" : ` (${signed(Number(((difference / Math.abs(baseline)) * 100).toPrecision(3)))}%)`
  return signed(difference) + percent
}

function signed(of: number): string {
  return `${of < 0 ? "−" : "+"}${words.value(Math.abs(of))}`
}

/** The rows that are shown: all, or those in which not all runs have the same. */
export function shownRows(rows: readonly ComparedRow[], onlyDifferences: boolean): ComparedRow[] {
  return rows.filter(row => row.differs || !onlyDifferences)
}
