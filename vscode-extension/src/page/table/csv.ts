/** Rows as comma-separated values (RFC 4180): values in full, not as they are shown; formats nothing. */

import type { Run, Value } from "../../protocol.ts"
import type { Column } from "./columns.ts"

export function csv(columns: readonly Column[], runs: readonly Run[]): string {
  const lines = [columns.map(each => each.id), ...runs.map(run => columns.map(each => each.value(run)))]
  return lines.map(cells => `${cells.map(cell).join(",")}\r\n`).join("")
}

function cell(value: Value): string {
  const text = value === null ? "" : String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
