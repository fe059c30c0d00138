/** Terms of the filter language from what a person chooses; the server alone says what they mean. */

import type { Sort } from "./choice.ts"
import type { Type } from "./columns.ts"

/** What can be asked of a field: the words for it, and the operator; `missing` and `present` take no value. */
export type Operator = "=" | "!=" | "<" | "<=" | ">" | ">=" | "~" | "!~" | "before" | "after" | "missing" | "present"

const IS: [Operator, string][] = [["=", "is"], ["!=", "is not"]]
const HOLDS: [Operator, string][] = [["~", "contains"], ["!~", "does not contain"]]
const ORDER: [Operator, string][] = [["<", "<"], ["<=", "≤"], [">", ">"], [">=", "≥"]]
const THERE: [Operator, string][] = [["missing", "is missing"], ["present", "is there"]]

/** The operators that make sense for a type, the first of them the likeliest. */
export function operators(type: Type): [Operator, string][] {
  switch (type) {
    case "number":
    case "duration":
      return [...ORDER, ["=", "="], ["!=", "≠"], ...THERE]
    case "time":
      return [["after", "after"], ["before", "before"], ["=", "on"], ...THERE]
    case "boolean":
      return [["=", "is"], ...THERE]
    case "status":
      return IS
    case "name":
      return [...IS, ...HOLDS]
    default:
      return [...HOLDS, ...IS, ...THERE]
  }
}

/** Whether an operator stands before a value. */
export function takesValue(operator: Operator): boolean {
  return operator !== "missing" && operator !== "present"
}

export function term(field: string, operator: Operator, value: string): string {
  if (operator === "missing") return `${word(field)} = missing`
  if (operator === "present") return `${word(field)} != missing`
  return `${word(field)} ${operator} ${word(value)}`
}

/** The expression that all terms together make. */
export function expression(terms: readonly string[]): string {
  const [only, ...others] = terms
  return others.length ? terms.map(each => `(${each})`).join(" and ") : (only ?? "")
}

/** Where the terms stand in their expression. */
export function places(terms: readonly string[]): number[] {
  let end = terms.length > 1 ? 1 : 0
  return terms.map(each => {
    const start = end
    end += each.length + ") and (".length
    return start
  })
}

/** The fields to sort by, as the server reads them. */
export function sorting(sorts: readonly Sort[]): string {
  return sorts.map(({ id, descending }) => (descending ? "-" : "") + word(id)).join(",")
}

const PLAIN = /^[^\s()[\],=!<>~"'&|-][^\s()[\],=!<>~"'&|]*$/
const NUMBER = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i
const RESERVED = new Set(["and", "or", "not", "in", "not-in", "after", "before"])

/** A word of the language, in quotes where it would be read as something else; dates of several words are left as they are. */
function word(text: string): string {
  const isPlain = NUMBER.test(text) || (PLAIN.test(text) && !RESERVED.has(text.toLowerCase()))
  return isPlain ? text : `"${text.replace(/[\\"]/g, "\\$&")}"`
}
