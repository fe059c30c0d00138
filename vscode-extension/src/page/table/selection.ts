/** Which rows are selected, as lists of an editor do it; knows rows by their ids. */

export interface Keys {
  shift: boolean
  /** The key that adds one: Ctrl, or Cmd. */
  toggle: boolean
}

export class Selection {
  readonly ids = new Set<string>()
  /** The row that keys start from. */
  active: string | undefined
  #anchor: string | undefined

  /** A click on a row, or keys that came to it. */
  take(order: readonly string[], id: string, { shift, toggle }: Keys): void {
    if (shift && this.#anchor !== undefined) this.#range(order, this.#anchor, id, toggle)
    else {
      if (!toggle) this.ids.clear()
      if (toggle && this.ids.has(id)) this.ids.delete(id)
      else this.ids.add(id)
      this.#anchor = id
    }
    this.active = id
  }

  /** Moves the active row by some rows, and selects it; without effect on an empty table. */
  step(order: readonly string[], by: number, keys: Keys): void {
    const at = this.active === undefined ? -1 : order.indexOf(this.active)
    const next = order[at < 0 ? 0 : Math.max(0, Math.min(order.length - 1, at + by))]
    if (next === undefined) return
    if (keys.toggle) this.active = next
    else this.take(order, next, keys)
  }

  all(order: readonly string[]): void {
    for (const id of order) this.ids.add(id)
  }

  clear(): void {
    this.ids.clear()
    this.#anchor = this.active
  }

  /** Forgets rows that are there no more. */
  retain(order: readonly string[]): void {
    const there = new Set(order)
    for (const id of this.ids) if (!there.has(id)) this.ids.delete(id)
    if (this.active !== undefined && !there.has(this.active)) this.active = undefined
    if (this.#anchor !== undefined && !there.has(this.#anchor)) this.#anchor = undefined
  }

  #range(order: readonly string[], from: string, to: string, adds: boolean): void {
    const [one, other] = [order.indexOf(from), order.indexOf(to)]
    if (!adds) this.ids.clear()
    for (const id of order.slice(Math.min(one, other), Math.max(one, other) + 1)) this.ids.add(id)
  }
}
