/** The table of all runs of a runs directory; all data come through its source. */

import type { Run } from "../../protocol.ts"
import * as words from "../../words.ts"
import { element } from "../dom.ts"
import type { Act } from "../messages.ts"
import type { Source } from "../source.ts"
import { choiceOf, moved, sorted, type Choice } from "./choice.ts"
import { columnsOf, FIRST, ordered, seen, type Column } from "./columns.ts"
import { ColumnsMenu } from "./columnsMenu.ts"
import { csv, pasted } from "./csv.ts"
import { Filters } from "./filters.ts"
import { Grid } from "./grid.ts"
import { Runs } from "./runs.ts"
import { Selection, type Keys } from "./selection.ts"
import { expression, sorting } from "./terms.ts"

const MOST_COMPARED = 100 // as the server has it
const OF_SELECTION: [Act, string, (count: number) => boolean][] = [
  ["details", "Open", count => count === 1],
  ["compare", "Compare", count => count > 1 && count <= MOST_COMPARED],
  ["label", "Label…", () => true],
  ["tag", "Tag…", () => true],
  ["comment", "Comment…", () => true],
  ["delete", "Delete", () => true],
]
const MINUTE = 60_000

export class TableOfRuns {
  readonly #source: Source
  readonly #runs: Runs
  readonly #selection = new Selection()
  readonly #grid: Grid
  readonly #filters: Filters
  readonly #menu: ColumnsMenu
  readonly #count = element("span", { class: "count", role: "status" })
  readonly #sorts = element("span", { class: "chips", role: "list", "aria-label": "Sorted by" })
  readonly #changed = element("input", { type: "checkbox", change: () => this.#choose({ onlyChanged: this.#changed.checked }) })
  readonly #acts = element("div", { class: "bar", role: "toolbar", "aria-label": "Selected runs", hidden: true })
  readonly #nothing = element("p", { class: "nothing", hidden: true })
  #choice: Choice
  #columns: Column[] = columnsOf([])
  #seen: Column[] = []
  #keeping: ReturnType<typeof setTimeout> | undefined

  constructor(source: Source, root: HTMLElement, kept: unknown) {
    this.#source = source
    this.#choice = choiceOf(kept)
    this.#runs = new Runs(source, { show: ({ runs }) => this.#show(runs), sight: () => this.#grid.range, again: () => void this.refresh() })
    this.#filters = new Filters({ add: term => this.#addTerm(term), remove: at => this.#choose({ terms: this.#choice.terms.filter((_, index) => index !== at) }) })
    this.#menu = new ColumnsMenu(visible => this.#choose({ visible: { ...this.#choice.visible, ...visible } }))
    this.#grid = new Grid(
      {
        sort: (id, adds) => this.#choose({ sorts: sorted(this.#choice.sorts, id, adds) }),
        move: (id, target) => this.#move(id, target),
        resize: (id, width, ends) => this.#choose({ widths: { ...this.#choice.widths, [id]: width } }, ends),
        take: (id, keys) => this.#take(() => this.#selection.take(this.#ids, id, keys)),
        open: id => source.act("details", [id]),
        key: event => this.#key(event),
        copy: event => this.#copy(event),
      },
      this.#selection,
    )
    root.classList.add("table")
    root.append(this.#bar(), this.#filters.form, this.#acts, this.#grid.root)
    this.#grid.root.append(this.#nothing)
    this.#grid.mount()
    setInterval(() => this.#draw(), MINUTE) // ages grow
    this.#draw()
    void this.refresh()
  }

  /** Asks for the runs again; what was scrolled to and selected stays. */
  async refresh(): Promise<void> {
    try {
      await this.#runs.ask({ where: expression(this.#choice.terms), sort: sorting(this.#choice.sorts) })
      this.#filters.tell(undefined, this.#choice.terms)
    } catch (error) {
      this.#filters.tell(error, this.#choice.terms)
    }
  }

  get #ids(): string[] {
    return this.#runs.listed.runs.map(run => run.id)
  }

  #bar(): HTMLElement {
    const filter = element("button", { type: "button", click: () => this.#filters.toggle() }, "Add Filter")
    const save = element("button", { type: "button", title: "Write what is shown to a file of comma-separated values", click: () => this.#save() }, "Export CSV")
    const changed = element("label", { title: "Hide columns that are the same for all runs shown" }, this.#changed, "Only changed")
    return element("div", { class: "bar" }, this.#count, this.#filters.chips, filter, this.#filters.entry, this.#sorts, element("span", { class: "end" }, changed, this.#menu.button, save), this.#menu.root, this.#filters.trouble)
  }

  #choose(choice: Partial<Choice>, ends = true): void {
    this.#choice = { ...this.#choice, ...choice }
    this.#draw()
    if (!ends) return
    clearTimeout(this.#keeping)
    this.#keeping = setTimeout(() => this.#source.keep(this.#choice), 200)
    if (choice.terms || choice.sorts) void this.refresh()
  }

  async #addTerm(term: string): Promise<void> {
    await this.#source.ask("gage/runs", { where: term, limit: 0 })
    this.#choose({ terms: [...this.#choice.terms, term] })
  }

  #move(id: string, target: string): void {
    const ids = ordered(this.#columns, this.#choice).map(column => column.id)
    this.#choose({ order: moved(ids, id, target) })
  }

  #show(runs: readonly Run[]): void {
    this.#columns = columnsOf(runs)
    this.#selection.retain(this.#ids)
    this.#draw()
  }

  #draw(): void {
    const { runs, total, all, skipped } = this.#runs.listed
    this.#seen = seen(this.#columns, runs, this.#choice)
    this.#changed.checked = this.#choice.onlyChanged
    this.#count.textContent = (this.#choice.terms.length ? `${total} of ${all}` : words.counted(total, "run")) + (skipped.length ? `, ${skipped.length} unreadable` : "")
    this.#count.title = skipped.map(each => `${each.name}: ${each.reason}`).join("\n")
    this.#nothing.hidden = runs.length > 0
    this.#nothing.textContent = all ? "No run matches the filters." : "There are no runs."
    this.#sorts.replaceChildren(...this.#choice.sorts.map(sort => this.#sortChip(sort.id, sort.descending)))
    this.#filters.draw(ordered(this.#columns, this.#choice), runs, this.#choice.terms)
    this.#menu.draw(this.#columns, this.#choice)
    this.#grid.draw(this.#seen, runs, this.#choice)
    this.#drawActs()
  }

  #sortChip(id: string, descending: boolean): HTMLElement {
    const title = this.#columns.find(column => column.id === id)?.title ?? id
    const remove = () => this.#choose({ sorts: this.#choice.sorts.filter(sort => sort.id !== id) })
    return element("span", { class: "chip", role: "listitem" }, `${descending ? "↓" : "↑"} ${title}`, element("button", { type: "button", "aria-label": `Do not sort by ${title}`, title: "Remove", click: remove }, "×"))
  }

  #drawActs(): void {
    const ids = this.#ids.filter(id => this.#selection.ids.has(id))
    this.#acts.hidden = ids.length === 0
    const buttons = OF_SELECTION.filter(([, , fits]) => fits(ids.length)).map(([act, title]) => element("button", { type: "button", click: () => this.#source.act(act, ids) }, title))
    const clear = element("button", { type: "button", title: "Escape", click: () => this.#take(() => this.#selection.clear()) }, "Clear")
    this.#acts.replaceChildren(element("span", {}, `${ids.length} selected`), ...buttons, clear)
  }

  #take(change: () => void): void {
    change()
    this.#grid.drawSelection()
    this.#drawActs()
  }

  #key(event: KeyboardEvent): void {
    const keys: Keys = { shift: event.shiftKey, toggle: event.ctrlKey || event.metaKey }
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: this.#grid.page, PageUp: -this.#grid.page, Home: -Infinity, End: Infinity }
    const by = steps[event.key]
    const { active } = this.#selection
    if (event.key === "ArrowUp" && (active === undefined || active === this.#ids[0]) && !keys.shift) this.#grid.header.focus(FIRST)
    else if (by !== undefined) this.#step(by, keys)
    else if (event.key === "Escape") this.#take(() => this.#selection.clear())
    else if (event.key === "a" && keys.toggle) this.#take(() => this.#selection.all(this.#ids))
    else if (event.key === " " && active !== undefined) this.#take(() => this.#selection.take(this.#ids, active, { ...keys, toggle: true }))
    else if (event.key === "Enter" && active !== undefined) this.#source.act("details", [active])
    else if (event.key === "Delete" && this.#selection.ids.size) this.#source.act("delete", [...this.#selection.ids])
    else return
    event.preventDefault()
  }

  #step(by: number, keys: Keys): void {
    this.#take(() => this.#selection.step(this.#ids, by, keys))
    this.#grid.reveal(this.#selection.active)
    this.#grid.drawSelection()
  }

  #copy(event: ClipboardEvent): void {
    const chosen = this.#runs.listed.runs.filter(run => this.#selection.ids.has(run.id))
    event.clipboardData?.setData("text/plain", pasted(this.#seen, chosen, Date.now()))
    event.preventDefault()
  }

  #save(): void {
    const text = csv(this.#seen, this.#runs.listed.runs)
    this.#source.save("runs.csv", new TextEncoder().encode(text))
  }
}
