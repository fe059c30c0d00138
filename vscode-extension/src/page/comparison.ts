/** Several runs side by side, with what differs from one of them, the baseline; asks nobody for data. */

import { colors } from "../colors.ts"
import type { ComparedRow, CompareResult, Run } from "../protocol.ts"
import * as words from "../words.ts"
import { delta, shownRows } from "./deltas.ts"
import { element, section, swatch, table } from "./dom.ts"

export class Comparison {
  readonly #title = element("h1")
  readonly #legend = element("ul", { class: "legend" })
  readonly #baseline = element("select", { id: "baseline", change: () => this.#drawValues() })
  readonly #differences = element("input", { type: "checkbox", id: "differences", change: () => this.#drawValues() })
  readonly top = element(
    "header",
    {},
    this.#title,
    this.#legend,
    element("div", { class: "controls" }, element("label", { for: "baseline" }, "Baseline"), this.#baseline, this.#differences, element("label", { for: "differences" }, "Only differences")),
  )
  readonly values = element("div", { class: "columns" })
  #compared: CompareResult = { runs: [], config: [], metrics: [], attributes: [] }

  draw(compared: CompareResult): void {
    const { runs } = (this.#compared = compared)
    const found = colors(runs.map(run => run.id))
    this.#title.textContent = `${words.counted(runs.length, "run")} compared`
    this.#legend.replaceChildren(...runs.map(run => element("li", {}, swatch(found.get(run.id) ?? ""), nameOf(run), run.label ? ` ${run.label}` : "", ` ${run.status}`)))
    const baseline = this.#baseline.value
    if (runs.map(run => run.id).join() !== [...this.#baseline.options].slice(1).map(option => option.value).join()) {
      this.#baseline.replaceChildren(element("option", { value: "" }, "None"), ...runs.map(run => element("option", { value: run.id }, nameOf(run))))
      this.#baseline.value = runs.some(run => run.id === baseline) ? baseline : ""
    }
    this.#drawValues()
  }

  #drawValues(): void {
    const baseline = this.#compared.runs.findIndex(run => run.id === this.#baseline.value)
    const heads = this.#compared.runs.map((run, at) => nameOf(run) + (at === baseline ? " (baseline)" : ""))
    const parts = (["metrics", "config", "attributes"] as const).map(part => {
      const rows = shownRows(this.#compared[part], this.#differences.checked)
      return rows.length && section(part[0]?.toUpperCase() + part.slice(1), table(["", ...heads], rows.map(row => cells(row, baseline)), part))
    })
    const shown = parts.filter((part): part is HTMLElement => part !== 0)
    this.values.replaceChildren(...(shown.length ? shown : [element("p", { class: "hint" }, "The runs have the same values.")]))
  }
}

function cells(row: ComparedRow, baseline: number): (string | HTMLElement)[] {
  const base = row.values[baseline] ?? null
  const values = row.values.map(value => {
    const said = value === null ? "" : words.value(value)
    const change = delta(value, base)
    return change === undefined ? said : element("span", {}, said, element("span", { class: "delta" }, change))
  })
  return [row.differs ? element("strong", {}, row.name) : row.name, ...values]
}

function nameOf(run: Run): string {
  return `${run.operation} ${words.shortName(run)}`
}
