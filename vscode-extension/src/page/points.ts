/** Points of metrics as curves want them: gathered as they come, smoothed, several runs over one axis. */

import type { Points } from "../protocol.ts"

/** The points of one metric of one run, in order of steps; of equal steps the last one counts. */
export class Curve {
  readonly #values = new Map<number, number | null>()
  #sorted: [number, number | null][] | undefined

  add(points: Points): void {
    points.steps.forEach((step, index) => this.#values.set(step, points.values[index] ?? null))
    this.#sorted = undefined
  }

  get points(): [number, number | null][] {
    this.#sorted ??= [...this.#values].sort((one, other) => one[0] - other[0])
    return this.#sorted
  }
}

/** Exponentially weighted means, without the pull of the beginning (Kingma and Ba, 2015, section 3); gaps stay. */
export function smoothed(points: readonly [number, number | null][], weight: number): [number, number | null][] {
  let mean = 0
  let seen = 0
  return points.map(([step, value]) => {
    if (value === null || weight <= 0) return [step, value]
    mean = weight * mean + (1 - weight) * value
    seen += 1
    return [step, mean / (1 - weight ** seen)]
  })
}

/** Curves over the steps that any of them has; undefined where one has none, which is drawn as no gap. */
export function aligned(curves: readonly (readonly [number, number | null][])[]): [number[], ...(number | null | undefined)[][]] {
  const steps = [...new Set(curves.flatMap(curve => curve.map(([step]) => step)))].sort((one, other) => one - other)
  const place = new Map(steps.map((step, index) => [step, index]))
  const columns = curves.map(curve => {
    const column = new Array<number | null | undefined>(steps.length).fill(undefined)
    for (const [step, value] of curve) column[place.get(step) ?? 0] = value
    return column
  })
  return [steps, ...columns]
}
