/** Flags of an operation as words of a command line, and back from what a person typed; knows no editor. */

import type { Value } from "../protocol.ts"

export type Flags = Record<string, Value>

/** The words that `gage run` takes for flags; a text that reads as something else keeps its quotes. */
export function words(flags: Flags): string[] {
  return Object.entries(flags).map(([name, value]) => `"${name}"=${typeof value === "string" ? value : JSON.stringify(value)}`)
}

/** Why a text cannot stand for a value of the same type as before; undefined where it can. */
export function whyNot(text: string, before: Value): string | undefined {
  if (typeof before === "boolean" && !["true", "false"].includes(text)) return "Write true or false."
  if (typeof before === "number" && (text.trim() === "" || !Number.isFinite(Number(text)))) return "Write a number."
  if (text.includes("\0")) return "This character cannot be in a value."
  return undefined
}

/** The value of a text of the same type as before. */
export function read(text: string, before: Value): Value {
  if (typeof before === "boolean") return text === "true"
  if (typeof before === "number") return Number(text)
  return text
}
