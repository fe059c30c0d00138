/** The menu in which columns are chosen; knows no runs. */

import { element } from "../dom.ts"
import type { Choice } from "./choice.ts"
import { FIRST, inGroups, isChosen, ordered, type Column } from "./columns.ts"

export class ColumnsMenu {
  readonly #choose: (visible: Record<string, boolean>) => void
  readonly #find = element("input", { type: "search", placeholder: "Find a column", "aria-label": "Find a column", input: () => this.#draw() })
  readonly #list = element("div")
  readonly button = element("button", { type: "button", "aria-haspopup": "true", "aria-expanded": "false", click: () => this.#toggle(this.root.hidden !== false) }, "Columns")
  readonly root = element("div", { class: "menu", role: "group", "aria-label": "Columns", hidden: true, keydown: event => (event as KeyboardEvent).key === "Escape" && this.#toggle(false) })
  #columns: readonly Column[] = []
  #choice: Choice | undefined

  constructor(choose: (visible: Record<string, boolean>) => void) {
    this.#choose = choose
    const all = (visible: boolean) => () => this.#choose(Object.fromEntries(this.#found().map(each => [each.id, visible])))
    this.root.append(this.#find, element("button", { type: "button", click: all(true) }, "All"), element("button", { type: "button", click: all(false) }, "None"), this.#list)
    document.addEventListener("mousedown", event => {
      if (!this.root.contains(event.target as Node) && event.target !== this.button) this.#toggle(false)
    })
  }

  draw(columns: readonly Column[], choice: Choice): void {
    this.#columns = ordered(columns, choice)
    this.#choice = choice
    if (!this.root.hidden) this.#draw()
  }

  #toggle(shown: boolean): void {
    if (this.root.hidden === !shown) return
    this.root.hidden = !shown
    this.button.setAttribute("aria-expanded", String(shown))
    this.#draw()
    if (shown) this.#find.focus()
    else this.button.focus()
  }

  #found(): Column[] {
    const wanted = this.#find.value.trim().toLowerCase()
    return this.#columns.filter(each => each.id !== FIRST && `${each.id} ${each.title}`.toLowerCase().includes(wanted))
  }

  #draw(): void {
    const focused = (document.activeElement as HTMLInputElement | null)?.value
    this.#list.replaceChildren(...inGroups(this.#found()).map(([group, members]) => element("div", { role: "group", "aria-label": group }, element("h3", {}, group), ...members.map(each => this.#item(each)))))
    for (const box of this.#list.querySelectorAll<HTMLInputElement>("input")) if (box.value === focused) box.focus()
  }

  #item(column: Column): HTMLElement {
    const box = element("input", { type: "checkbox", value: column.id, change: () => this.#choose({ [column.id]: box.checked }) })
    box.checked = this.#choice !== undefined && isChosen(column, this.#choice)
    return element("label", {}, box, column.title)
  }
}
