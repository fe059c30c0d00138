/** Rows and cells of the table, only those in sight of them; knows nothing of where runs come from. */

import { defaultRangeExtractor, elementScroll, observeElementOffset, observeElementRect, Virtualizer, type VirtualItem, type VirtualizerOptions } from "@tanstack/virtual-core"

import { colors } from "../../colors.ts"
import type { Run } from "../../protocol.ts"
import { element } from "../dom.ts"
import type { Choice } from "./choice.ts"
import { text, widthOf, type Column } from "./columns.ts"
import { Header, type HeaderActs } from "./header.ts"
import type { Keys, Selection } from "./selection.ts"

export const ROW = 24 // pixels
const HEAD = 28

export interface GridActs extends Omit<HeaderActs, "leave"> {
  take(id: string, keys: Keys): void
  open(id: string): void
  key(event: KeyboardEvent): void
  copy(event: ClipboardEvent): void
}

interface Row {
  root: HTMLElement
  swatch: HTMLElement
  cells: HTMLElement[]
  index: number
  run: Run | undefined
  layout: number
}

type Axis = Virtualizer<HTMLElement, HTMLElement>

export class Grid {
  readonly header: Header
  readonly #body = element("div", { class: "body", role: "rowgroup" })
  readonly root: HTMLElement
  readonly #down: Axis
  readonly #across: Axis
  #rows: Row[] = []
  #columns: readonly Column[] = []
  #choice: Choice | undefined
  #runs: readonly Run[] = []
  #selection: Selection
  #layout = 0
  #drawnAcross = ""
  #now = Date.now()

  constructor(acts: GridActs, selection: Selection) {
    this.#selection = selection
    this.header = new Header({ ...acts, leave: () => this.root.focus() })
    this.root = element(
      "div",
      {
        class: "grid",
        role: "grid",
        tabindex: "0",
        "aria-label": "Runs",
        "aria-multiselectable": "true",
        mousedown: event => (event as MouseEvent).shiftKey && event.preventDefault(), // selects rows, not text
        click: event => this.#hit(event, run => acts.take(run.id, { shift: (event as MouseEvent).shiftKey, toggle: (event as MouseEvent).ctrlKey || (event as MouseEvent).metaKey })),
        dblclick: event => this.#hit(event, run => acts.open(run.id)),
        keydown: event => event.target === this.root && acts.key(event as KeyboardEvent),
        copy: event => acts.copy(event as ClipboardEvent),
        mouseover: event => tellAll(event.target as HTMLElement),
      },
      element("div", { class: "top", role: "rowgroup" }, this.header.root),
      this.#body,
    )
    this.#down = this.#axis({ estimateSize: () => ROW, scrollMargin: HEAD, scrollPaddingStart: HEAD, overscan: 8 })
    this.#across = this.#axis({
      horizontal: true,
      estimateSize: index => (this.#choice && this.#columns[index] ? widthOf(this.#columns[index], this.#choice) : 0),
      rangeExtractor: range => [0, ...defaultRangeExtractor(range).filter(index => index)], // the first stays in sight
      overscan: 2,
    })
  }

  /** How many rows fit. */
  get page(): number {
    return Math.max(1, Math.floor((this.root.clientHeight - HEAD) / ROW) - 1)
  }

  /** The places of the first and last row in sight. */
  get range(): { startIndex: number; endIndex: number } | null {
    return this.#down.range
  }

  /** Starts to follow scrolling, once it is in the document. */
  mount(): void {
    for (const axis of [this.#down, this.#across]) {
      axis._didMount()
      axis._willUpdate()
    }
  }

  draw(columns: readonly Column[], runs: readonly Run[], choice: Choice): void {
    this.#now = Date.now()
    const stays = this.#firstInSight()
    this.#columns = columns
    this.#choice = choice
    this.#runs = runs
    this.#layout += 1
    this.root.setAttribute("aria-rowcount", String(runs.length + 1))
    this.root.setAttribute("aria-colcount", String(columns.length))
    this.header.draw(columns, choice)
    this.#across.setOptions({ ...this.#across.options, count: columns.length })
    this.#across.measure()
    this.#down.setOptions({ ...this.#down.options, count: runs.length })
    this.#body.style.height = `${runs.length * ROW}px`
    this.#body.style.width = `${this.#across.getTotalSize()}px`
    this.#stayAt(stays)
    for (const axis of [this.#down, this.#across]) axis._willUpdate()
    this.#drawRows()
  }

  /** Shows what is selected now. */
  drawSelection(): void {
    for (const row of this.#rows) this.#drawSelected(row)
    this.root.removeAttribute("aria-activedescendant")
    const active = this.#rows.find(row => row.run && row.run.id === this.#selection.active)
    if (active) this.root.setAttribute("aria-activedescendant", active.root.id)
  }

  /** Brings a row into sight. */
  reveal(id: string | undefined): void {
    const index = this.#runs.findIndex(run => run.id === id)
    if (index >= 0) this.#down.scrollToIndex(index, { align: "auto" })
  }

  #axis(options: Partial<VirtualizerOptions<HTMLElement, HTMLElement>> & { estimateSize(index: number): number }): Axis {
    return new Virtualizer<HTMLElement, HTMLElement>({
      count: 0,
      getScrollElement: () => this.root,
      scrollToFn: elementScroll,
      observeElementRect,
      observeElementOffset,
      onChange: () => this.#drawRows(),
      ...options,
    })
  }

  #drawRows(): void {
    const across = this.#across.getVirtualItems()
    const drawn = across.map(item => item.index).join()
    if (drawn !== this.#drawnAcross) this.#layout += 1
    this.#drawnAcross = drawn
    const items = this.#down.getVirtualItems()
    const wanted = new Map(items.map(item => [item.index, item]))
    const free = this.#rows.filter(row => !wanted.has(row.index))
    const kept = new Map(this.#rows.filter(row => wanted.has(row.index)).map(row => [row.index, row]))
    this.#rows = items.map(item => {
      const row = kept.get(item.index) ?? free.pop() ?? this.#newRow()
      this.#drawRow(row, item, across)
      return row
    })
    for (const row of free) row.root.remove()
    this.drawSelection()
  }

  #newRow(): Row {
    const swatch = element("span", { class: "swatch", "aria-hidden": "true" })
    const root = element("div", { class: "row", role: "row" })
    this.#body.append(root)
    return { root, swatch, cells: [], index: -1, run: undefined, layout: -1 }
  }

  #drawRow(row: Row, item: VirtualItem, across: readonly VirtualItem[]): void {
    const run = this.#runs[item.index]
    if (!run) return
    if (row.index !== item.index) {
      row.index = item.index
      row.root.id = `row-${item.index}`
      row.root.setAttribute("aria-rowindex", String(item.index + 2))
      row.root.style.transform = `translateY(${item.start - HEAD}px)`
      row.root.classList.toggle("odd", item.index % 2 === 1)
    }
    const isMoved = row.layout !== this.#layout
    if (isMoved) this.#place(row, across)
    if (isMoved || row.run !== run) this.#fill(row, run, across)
  }

  #place(row: Row, across: readonly VirtualItem[]): void {
    row.layout = this.#layout
    while (row.cells.length > across.length) row.cells.pop()?.remove()
    across.forEach((item, at) => {
      const column = this.#columns[item.index]
      const cell = row.cells[at] ?? element("div", { role: at ? "gridcell" : "rowheader" }, at ? "" : row.swatch, at ? undefined : "")
      if (!row.cells[at]) row.root.append(cell)
      row.cells[at] = cell
      cell.className = at ? `cell of-${column?.type}` : "cell first"
      cell.setAttribute("aria-colindex", String(item.index + 1))
      cell.style.left = at ? `${item.start}px` : "0"
      cell.style.width = `${item.size}px`
    })
  }

  #fill(row: Row, run: Run, across: readonly VirtualItem[]): void {
    row.run = run
    row.root.dataset["status"] = run.status
    row.swatch.style.background = colors([run.id]).get(run.id) ?? ""
    across.forEach((item, at) => {
      const column = this.#columns[item.index]
      const words = row.cells[at]?.lastChild as Text | undefined
      const said = column ? text(column, run, this.#now) : ""
      if (words && words.data !== said) words.data = said
    })
  }

  #drawSelected(row: Row): void {
    if (!row.run) return
    const isSelected = this.#selection.ids.has(row.run.id)
    if (row.root.getAttribute("aria-selected") !== String(isSelected)) row.root.setAttribute("aria-selected", String(isSelected))
    row.root.classList.toggle("active", this.#selection.active === row.run.id)
  }

  /** The run at the top, and how far it is scrolled past; nothing at the very top, where new runs come into sight. */
  #firstInSight(): { id: string; past: number } | undefined {
    const top = this.root.scrollTop
    const run = this.#runs[Math.floor(top / ROW)]
    return top > 0 && run ? { id: run.id, past: top % ROW } : undefined
  }

  #stayAt(stays: { id: string; past: number } | undefined): void {
    const index = stays ? this.#runs.findIndex(run => run.id === stays.id) : -1
    const top = stays && index >= 0 ? index * ROW + stays.past : undefined
    if (top !== undefined && top !== this.root.scrollTop) this.root.scrollTop = top
  }

  #hit(event: Event, act: (run: Run) => void): void {
    const root = (event.target as HTMLElement).closest(".row")
    const run = this.#rows.find(row => row.root === root)?.run
    if (run) act(run)
  }
}

/** What does not fit into a cell is told while the mouse is over it. */
function tellAll(cell: HTMLElement): void {
  if (cell.classList.contains("cell") && !cell.closest(".head")) cell.title = cell.scrollWidth > cell.clientWidth ? (cell.textContent ?? "") : ""
}
