/** The header of the table: sorts by a click, moves by dragging, widens at an edge, and all of it with keys. */

import { element } from "../dom.ts"
import { width, type Choice } from "./choice.ts"
import { FIRST, widthOf, type Column } from "./columns.ts"

export interface HeaderActs {
  sort(id: string, adds: boolean): void
  move(id: string, target: string): void
  /** `ends` when the mouse lets go, or a key did it. */
  resize(id: string, width: number, ends: boolean): void
  /** The keys leave the header. */
  leave(): void
}

const STEP = 10 // pixels by which a key widens

export class Header {
  readonly root = element("div", { class: "head", role: "row", "aria-rowindex": "1" })
  readonly #acts: HeaderActs
  #columns: readonly Column[] = []
  #dragged: string | undefined

  constructor(acts: HeaderActs) {
    this.#acts = acts
  }

  draw(columns: readonly Column[], choice: Choice): void {
    const focused = this.root.contains(document.activeElement) ? (document.activeElement as HTMLElement).dataset["id"] : undefined
    this.#columns = columns
    let left = 0
    const cells = columns.map((column, index) => {
      const cell = this.#cell(column, index, choice)
      cell.style.left = `${column.id === FIRST ? 0 : left}px`
      cell.style.width = `${widthOf(column, choice)}px`
      left += widthOf(column, choice)
      return cell
    })
    this.root.style.width = `${left}px`
    this.root.replaceChildren(...cells)
    if (focused !== undefined) this.focus(focused)
  }

  /** Puts the keys on a header cell, the first where none is named. */
  focus(id = FIRST): void {
    this.root.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"]`)?.focus()
  }

  #cell(column: Column, index: number, choice: Choice): HTMLElement {
    const place = choice.sorts.findIndex(each => each.id === column.id)
    const sort = choice.sorts[place]
    const arrow = sort && element("span", { class: "arrow", "aria-hidden": "true" }, `${sort.descending ? "↓" : "↑"}${choice.sorts.length > 1 ? place + 1 : ""}`)
    const edge = element("span", { class: "edge", "aria-hidden": "true", pointerdown: event => this.#widen(event as PointerEvent, column, widthOf(column, choice)) })
    const cell = element(
      "div",
      {
        class: column.id === FIRST ? "cell first" : `cell of-${column.type}`,
        role: "columnheader",
        tabindex: index ? "-1" : "0",
        draggable: column.id === FIRST ? "false" : "true",
        "data-id": column.id,
        "aria-colindex": String(index + 1),
        "aria-sort": sort ? (sort.descending ? "descending" : "ascending") : "none",
        title: `${column.group === "run" ? column.title : `${column.group} ${column.title}`}\nClick to sort, with Shift by this too. Drag to move, Alt+Arrow does too; Shift+Arrow widens.`,
        click: event => (event.target as HTMLElement).className !== "edge" && this.#acts.sort(column.id, (event as MouseEvent).shiftKey),
        keydown: event => this.#key(event as KeyboardEvent, index, widthOf(column, choice)),
        dragstart: event => this.#drag(event as DragEvent, column.id),
        dragover: event => this.#dragged !== undefined && event.preventDefault(),
        drop: event => this.#drop(event, column.id),
      },
      element("span", { class: "title" }, column.title),
      arrow,
      edge,
    )
    return cell
  }

  #key(event: KeyboardEvent, index: number, now: number): void {
    const column = this.#columns[index]
    if (!column) return
    const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0
    const next = this.#columns[index + by]
    if (event.key === "Enter" || event.key === " ") this.#acts.sort(column.id, event.shiftKey)
    else if (event.key === "ArrowDown" || event.key === "Escape") this.#acts.leave()
    else if (by && event.altKey && next) this.#acts.move(column.id, next.id)
    else if (by && event.shiftKey) this.#acts.resize(column.id, width(now + by * STEP), true)
    else if (by && next) this.focus(next.id)
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  #widen(event: PointerEvent, column: Column, from: number): void {
    event.preventDefault() // of dragging the column
    const edge = event.target as HTMLElement
    edge.setPointerCapture(event.pointerId)
    const begun = event.clientX
    const widthAt = (at: PointerEvent) => width(from + at.clientX - begun)
    // The header is drawn anew meanwhile, so the edge that is held is no longer in it.
    const watch = new AbortController()
    const { signal } = watch
    window.addEventListener("pointermove", moved => this.#acts.resize(column.id, widthAt(moved), false), { signal })
    window.addEventListener("pointerup", up => (this.#acts.resize(column.id, widthAt(up), true), watch.abort()), { signal })
  }

  #drag(event: DragEvent, id: string): void {
    this.#dragged = id
    event.dataTransfer?.setData("text/plain", id)
  }

  #drop(event: Event, target: string): void {
    event.preventDefault()
    if (this.#dragged !== undefined) this.#acts.move(this.#dragged, target)
    this.#dragged = undefined
  }
}
