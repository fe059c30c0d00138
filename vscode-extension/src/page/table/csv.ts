/** Rows as texts that other programs take. */

import type { Run, Value } from "../../protocol.ts"
import { text, type Column } from "./columns.ts"

/** Rows as a spreadsheet takes them when they are pasted: as they are shown, with tabs between cells. */
export function pasted(columns: readonly Column[], runs: readonly Run[], now: number): string {
  const lines = [columns.map(each => each.title), ...runs.map(run => columns.map(each => text(each, run, now)))]
  return lines.map(cells => cells.map(each => each.replace(/\s+/g, " ")).join("\t")).join("\n")
}

/** Comma-separated values (RFC 4180): values in full, not as they are shown. */
export function csv(columns: readonly Column[], runs: readonly Run[]): string {
  const lines = [columns.map(each => each.id), ...runs.map(run => columns.map(each => each.value(run)))]
  return lines.map(cells => `${cells.map(cell).join(",")}\r\n`).join("")
}

function cell(value: Value): string {
  const said = value === null ? "" : String(value)
  return /[",\r\n]/.test(said) ? `"${said.replaceAll('"', '""')}"` : said
}
