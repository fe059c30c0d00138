/** Flags of an operation as words of a command line, and back from what a person typed; knows no editor. */

import type { Flag, Value } from "../protocol.ts"
import { value as shown } from "../words.ts"

export type Flags = Record<string, Value>

/** The words that `gage run` takes for flags; a text that reads as something else keeps its quotes. */
export function words(flags: Flags): string[] {
  return Object.entries(flags).map(([name, value]) => `"${name}"=${typeof value === "string" ? value : JSON.stringify(value)}`)
}

/** What is known of the flags of a run that was made: the types of its values, and no more. */
export function flagsOfRun(config: Record<string, Value>): Flag[] {
  return Object.entries(config).map(([name, value]) => {
    const type = typeof value === "boolean" ? "boolean" : typeof value === "number" ? "number" : typeof value === "string" ? "string" : "any"
    return { name, type, default: value, choices: [], min: null, max: null, required: false, description: null, file: null }
  })
}

/** What a flag may be, in words. */
export function kind(flag: Flag): string {
  if (flag.choices.length) return `one of ${flag.choices.map(shown).join(", ")}`
  const bounds = [flag.min !== null && `at least ${flag.min}`, flag.max !== null && `at most ${flag.max}`].filter(Boolean)
  return [flag.type === "any" ? "" : flag.type, ...bounds].filter(Boolean).join(", ")
}

/** Why a text cannot be the value of a flag; undefined where it can. */
export function whyNot(text: string, flag: Flag): string | undefined {
  if (text.includes("\0")) return "This character cannot be in a value."
  if (flag.required && text === "") return "It must be given."
  if (flag.type === "boolean" && !["true", "false"].includes(text)) return "Write true or false."
  if (flag.type !== "number" && flag.type !== "integer") return undefined
  const number = Number(text)
  if (text.trim() === "" || !Number.isFinite(number)) return "Write a number."
  if (flag.type === "integer" && !Number.isInteger(number)) return "Write a whole number."
  if (flag.min !== null && number < flag.min) return `It must be at least ${flag.min}.`
  if (flag.max !== null && number > flag.max) return `It must be at most ${flag.max}.`
  return undefined
}

/** The value of a text that may be one. */
export function read(text: string, flag: Flag): Value {
  if (flag.type === "boolean") return text === "true"
  if (flag.type === "number" || flag.type === "integer") return Number(text)
  return text
}

/** The names of flags that must be given and are not. */
export function missing(flags: readonly Flag[], given: Flags): string[] {
  return flags.filter(flag => flag.required && flag.default === null && !(flag.name in given)).map(flag => flag.name)
}
