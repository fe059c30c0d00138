/** The filters of the table: those there are as chips, a form for another one, an expression; judges none of them. */

import type { Run } from "../../protocol.ts"
import { element } from "../dom.ts"
import { Refusal } from "../source.ts"
import { inGroups, type Column } from "./columns.ts"
import { operators, places, takesValue, term, type Operator } from "./terms.ts"

const STATUSES = ["completed", "error", "pending", "running", "staged", "terminated", "unknown"]
const MOST_OFFERED = 100

export interface FilterActs {
  /** Adds a term; raises Refusal where it cannot be read. */
  add(term: string): Promise<void>
  remove(at: number): void
}

export class Filters {
  readonly #acts: FilterActs
  readonly #field = element("select", { "aria-label": "Field to filter by", change: () => this.#drawOperators() })
  readonly #operator = element("select", { "aria-label": "How to compare", change: () => this.#drawValue() })
  readonly #value = element("span")
  readonly #offered = element("datalist", { id: "offered" })
  readonly #expression = element("input", { class: "expression", type: "text", "aria-label": "Filter expression", placeholder: "Filter: lr < 0.1 and status = error", spellcheck: "false", input: () => (this.trouble.hidden = true) })
  readonly chips = element("span", { class: "chips", role: "list", "aria-label": "Filters" })
  readonly trouble = element("p", { class: "trouble", role: "alert", hidden: true })
  readonly form = element("form", { class: "bar", role: "search", hidden: true, submit: event => this.#submitForm(event) })
  /** The entry of an expression, for the bar. */
  readonly entry = element("form", { class: "entry", submit: event => this.#submitExpression(event) }, this.#expression)
  #columns: readonly Column[] = []
  #runs: readonly Run[] = []

  constructor(acts: FilterActs) {
    this.#acts = acts
    this.form.append(this.#field, this.#operator, this.#value, this.#offered, element("button", { type: "submit" }, "Add"), element("button", { type: "button", click: () => this.toggle(false) }, "Close"))
  }

  toggle(shown = this.form.hidden !== false): void {
    this.form.hidden = !shown
    if (shown) this.#field.focus()
  }

  draw(columns: readonly Column[], runs: readonly Run[], terms: readonly string[]): void {
    this.#runs = runs
    if (columns.map(each => each.id).join() !== this.#columns.map(each => each.id).join()) this.#drawFields(columns)
    this.chips.replaceChildren(
      ...terms.map((each, at) =>
        element("span", { class: "chip", role: "listitem" }, each, element("button", { type: "button", "aria-label": `Remove the filter ${each}`, title: "Remove", click: () => this.#acts.remove(at) }, "×")),
      ),
    )
  }

  /** Tells what cannot be read of the terms that are applied, or that it is well. */
  tell(error: unknown, terms: readonly string[]): void {
    for (const chip of this.chips.children) chip.classList.remove("wrong")
    this.trouble.hidden = error === undefined
    if (error === undefined) return
    this.trouble.replaceChildren(error instanceof Error ? error.message : String(error))
    const place = error instanceof Refusal ? error.place : undefined
    if (place?.param !== "where") return
    const at = places(terms).filter(start => start <= place.start).length - 1
    this.chips.children[at]?.classList.add("wrong")
  }

  #drawFields(columns: readonly Column[]): void {
    const chosen = this.#field.value
    this.#columns = columns
    this.#field.replaceChildren(...inGroups(columns).map(([group, members]) => element("optgroup", { label: group }, ...members.map(column => element("option", { value: column.id }, column.title)))))
    this.#field.value = columns.some(each => each.id === chosen) ? chosen : "status"
    this.#drawOperators()
  }

  get #column(): Column | undefined {
    return this.#columns.find(each => each.id === this.#field.value)
  }

  #drawOperators(): void {
    const type = this.#column?.type ?? "text"
    this.#operator.replaceChildren(...operators(type).map(([operator, words]) => element("option", { value: operator }, words)))
    this.#drawValue()
  }

  #drawValue(): void {
    const column = this.#column
    if (!column || !takesValue(this.#operator.value as Operator)) {
      this.#value.replaceChildren()
      return
    }
    const known = column.type === "status" ? STATUSES : column.type === "boolean" ? ["true", "false"] : undefined
    if (known) this.#value.replaceChildren(element("select", { "aria-label": "Value" }, ...known.map(each => element("option", { value: each }, each))))
    else this.#value.replaceChildren(this.#entryOf(column))
  }

  #entryOf(column: Column): HTMLElement {
    if (column.type === "number") return element("input", { type: "number", step: "any", required: true, "aria-label": "Value" })
    if (column.type === "time") return element("input", { type: "text", required: true, "aria-label": "Value", placeholder: "2026-01-31, today, 3 days ago" })
    if (column.type === "duration") return element("input", { type: "text", required: true, "aria-label": "Value", placeholder: "90s, 10m, 2 hours" })
    const values = column.type === "tag" ? this.#runs.flatMap(run => run.tags) : this.#runs.map(run => column.value(run)).filter(value => value !== null)
    const offered = [...new Set(values.map(String))].sort().slice(0, MOST_OFFERED)
    this.#offered.replaceChildren(...offered.map(value => element("option", { value })))
    return element("input", { type: "text", required: true, "aria-label": "Value", list: "offered" })
  }

  #submitForm(event: Event): void {
    event.preventDefault()
    const value = this.#value.querySelector<HTMLInputElement | HTMLSelectElement>("input, select")?.value ?? ""
    void this.#add(term(this.#field.value, this.#operator.value as Operator, value))
  }

  #submitExpression(event: Event): void {
    event.preventDefault()
    const typed = this.#expression.value.trim()
    if (typed) void this.#add(typed).then(isAdded => isAdded && (this.#expression.value = ""))
  }

  async #add(typed: string): Promise<boolean> {
    try {
      await this.#acts.add(typed)
      this.trouble.hidden = true
      return true
    } catch (error) {
      this.trouble.hidden = false
      this.trouble.replaceChildren(...shown(error, typed))
      return false
    }
  }
}

/** What is wrong with an expression, and the expression with that marked. */
function shown(error: unknown, typed: string): (string | HTMLElement)[] {
  const message = error instanceof Error ? error.message : String(error)
  const place = error instanceof Refusal ? error.place : undefined
  if (!place) return [message]
  const [before, wrong, after] = [typed.slice(0, place.start), typed.slice(place.start, place.end) || "\u00a0", typed.slice(place.end)]
  return [`${message}: `, element("code", {}, before, element("mark", {}, wrong), after)]
}
